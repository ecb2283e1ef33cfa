/** The part of `qrcode` that we use; the package brings no types of its own. */
declare module "qrcode" {
  export function create(
    text: string,
    options: { errorCorrectionLevel: "L" | "M" | "Q" | "H" },
  ): { version: number; modules: { size: number; data: Uint8Array } };
}
