import { create } from "qrcode";
import { expect, test } from "vitest";
import { drawQrCode } from "./qr-code";

const text =
  "BCD\n002\n1\nSCT\n\nStad Maanrode\nBE72000000001616\nEUR86.00\n\n\n+++010/8068/17183+++";

/** The modules that the path paints, as the drawing's own coordinates. */
function paintedModules(svg: string): Set<string> {
  const runs = svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g);
  return new Set(
    [...runs].flatMap(([, column, row, length]) =>
      Array.from({ length: Number(length) }, (_, index) => `${Number(column) + index},${row}`),
    ),
  );
}

test("every dark module is painted, no light one, with four modules of white around", () => {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const painted = paintedModules(drawQrCode(text));
  const dark = [...data].flatMap((module, index) =>
    module ? [`${(index % size) + 4},${Math.floor(index / size) + 4}`] : [],
  );
  expect(painted).toEqual(new Set(dark));
  expect(drawQrCode(text)).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
});

test("the largest payment code stays within version 13 of the guidelines", () => {
  expect(create("é".repeat(165), { errorCorrectionLevel: "M" }).version).toBeLessThanOrEqual(13);
});

test("a text too long for any code is thrown back", () => {
  expect(() => drawQrCode("x".repeat(3000))).toThrow();
});
