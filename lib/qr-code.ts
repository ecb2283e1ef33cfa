import { create } from "qrcode";

/** Modules of white around the code that readers need (ISO/IEC 18004). */
const QUIET = 4;

/**
 * A QR code as SVG, error correction level M: one path of dark modules on white. Throws when the
 * text is too long for the largest code.
 */
export function drawQrCode(text: string): string {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const rows = Array.from({ length: size }, (_, row) => [
    ...data.slice(row * size, (row + 1) * size),
  ]);
  const path = rows.flatMap((modules, row) =>
    runsOf(modules).map(
      ({ start, length }) => `M${start + QUIET} ${row + QUIET}h${length}v1h-${length}z`,
    ),
  );
  const edge = size + 2 * QUIET;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${edge} ${edge}" shape-rendering="crispEdges">` +
    `<rect width="${edge}" height="${edge}" fill="#fff"/><path d="${path.join("")}" fill="#12263a"/></svg>`
  );
}

function runsOf(modules: readonly number[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  modules.forEach((module, index) => {
    if (!module) return;
    const last = runs.at(-1);
    if (last && last.start + last.length === index) last.length += 1;
    else runs.push({ start: index, length: 1 });
  });
  return runs;
}
