/** Many letters as one file for the printer: each begins on a new sheet, also when both sides are printed. */
import { PDF } from "@libpdf/core";

/** A4 in points. */
const A4 = { width: 595.28, height: 841.89 };

/** @param letters PDF files, read one at a time */
export async function mergeForPrint(
  letters: AsyncIterable<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const run = PDF.create();
  for await (const bytes of letters) {
    const letter = await PDF.load(bytes);
    const count = letter.getPageCount();
    await run.copyPagesFrom(
      letter,
      Array.from({ length: count }, (_, index) => index),
    );
    // The back of the last sheet.
    if (count % 2 === 1) run.addPage(A4);
  }
  return new Uint8Array(await run.save());
}
