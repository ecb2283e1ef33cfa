import { utf8 } from "./bytes";

/** How the public log hands out its files: to anyone, from any page, kept where they never change. */
const CACHE = {
  fixed: "public, max-age=31536000, immutable",
  changing: "no-cache",
} as const;

export function logFile(
  bytes: Uint8Array<ArrayBuffer> | null,
  mediaType: string,
  life: keyof typeof CACHE,
): Response {
  if (!bytes) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(bytes, {
    headers: {
      "content-type": mediaType,
      "content-length": String(bytes.byteLength),
      "cache-control": CACHE[life],
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Authorities to trust, in PEM; 404 where the portal has none. */
export function certificateFile(pems: readonly string[]): Response {
  const bytes = pems.length > 0 ? utf8(pems.join("\n")) : null;
  return logFile(bytes, "application/x-pem-file", "changing");
}
