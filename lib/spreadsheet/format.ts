/** Which format a file is in, told by its content: names and types that senders give are guesses. */

export type FileFormat = "csv" | "zip" | "ole" | "other";

const ZIP = [Buffer.from("PK\x03\x04", "latin1"), Buffer.from("PK\x05\x06", "latin1")];
/** Compound files: old Office, and new Office behind a password ([MS-CFB] section 2.2). */
const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const OTHERS = [
  "%PDF-",
  "{\\rtf",
  "\x89PNG",
  "GIF8",
  "\xff\xd8\xff",
  "\x1f\x8b",
  "Rar!",
  "7z\xbc\xaf",
];
/** Some programs hand out web pages and XML as .xls; Excel opens them with a warning, we do not. */
const MARKUP = /^(?:\xef\xbb\xbf|\xff\xfe)?\s*<[!?a-z]/i;

export function findFormat(start: Buffer): FileFormat {
  if (ZIP.some((magic) => begins(start, magic))) return "zip";
  if (begins(start, OLE)) return "ole";
  const text = start.toString("latin1").replaceAll("\0", "");
  if (OTHERS.some((magic) => text.startsWith(magic)) || MARKUP.test(text)) return "other";
  return "csv";
}

function begins(start: Buffer, magic: Buffer): boolean {
  return start.subarray(0, magic.byteLength).equals(magic);
}
