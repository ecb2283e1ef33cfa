import { setImmediate } from "node:timers/promises";
import { strToU8, Zip, ZipDeflate } from "fflate";
import { cellXml, fixedParts, sheetEnd, sheetStart, STYLE } from "./xlsx-parts";

/** A text, or one that is to be marked for whoever corrects the file. */
export type WrittenCell = string | { text: string; isWrong: boolean };

export type WrittenSheet = {
  /** On the tab; what Excel does not allow in it is left out. */
  name: string;
  /** `width` in characters; without it the column is as wide as its name. */
  columns: readonly { name: string; width?: number }[];
  /** Below the header, which is written from the columns. */
  rows: Iterable<readonly WrittenCell[]> | AsyncIterable<readonly WrittenCell[]>;
};

/** Excel calls a file damaged when a cell holds more. */
const CELL_CHARACTERS = 32_767;
const PIECE = 64 * 1024;

/**
 * Rows as an .xlsx of one sheet that Excel and LibreOffice open without a question: every cell is a text,
 * so that zeros in front stay and nothing is a formula; the header is bold and stays in sight. The file
 * is made as it is read, and the same rows make the same bytes.
 * @throws RangeError when a text is longer than a cell holds, 32,767 characters
 */
export async function* writeXlsx(sheet: WrittenSheet): AsyncGenerator<Uint8Array> {
  const archive = new Archive();
  for (const [name, xml] of Object.entries(fixedParts(sheet.name))) archive.add(name, xml);
  yield* archive.take();
  const part = archive.open("xl/worksheets/sheet1.xml");
  let piece = sheetStart(sheet.columns.map(widthOf));
  piece += rowXml(
    1,
    sheet.columns.map(({ name }) => name),
    STYLE.header,
  );
  let number = 1;
  for await (const cells of sheet.rows) {
    number += 1;
    piece += rowXml(number, cells, STYLE.text);
    if (piece.length < PIECE) continue;
    part.push(strToU8(piece));
    piece = "";
    yield* archive.take();
    // Packing is work without a pause: others get their turn between two pieces.
    await setImmediate();
  }
  part.push(strToU8(piece + sheetEnd(sheet.columns.length)), true);
  archive.end();
  yield* archive.take();
}

function widthOf({ name, width }: { name: string; width?: number }): number {
  return Math.min(100, Math.max(8, (width ?? name.length) + 2));
}

function rowXml(number: number, cells: readonly WrittenCell[], style: number): string {
  const each = cells.map((cell, at) => {
    const { text, isWrong } = typeof cell === "string" ? { text: cell, isWrong: false } : cell;
    if (text.length > CELL_CHARACTERS) throw new RangeError("a cell holds 32,767 characters");
    return cellXml(at + 1, number, text, isWrong ? STYLE.wrong : style);
  });
  return `<row r="${number}">${each.join("")}</row>`;
}

/** A ZIP that hands out its bytes as they are packed. */
class Archive {
  private chunks: Uint8Array[] = [];
  private readonly zip = new Zip((error, chunk) => {
    if (error) throw error;
    this.chunks.push(chunk);
  });

  open(name: string): ZipDeflate {
    const part = new ZipDeflate(name, { level: 6 });
    // A date of its own would make two files of the same rows differ.
    part.mtime = new Date(2000, 0, 1);
    this.zip.add(part);
    return part;
  }

  add(name: string, xml: string): void {
    this.open(name).push(strToU8(xml), true);
  }

  end(): void {
    this.zip.end();
  }

  take(): Uint8Array[] {
    const chunks = this.chunks;
    this.chunks = [];
    return chunks;
  }
}
