/** Which format a file is in, told by its content: names and types that senders give are guesses. */
import { streamBytes, type ByteSource } from "@/lib/zip/source";
import { type Package } from "./package";
import { sheetError, type SheetError } from "./refusal";

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
const MARKUP = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<[!?a-z]/i;

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

const ODS = /^application\/vnd\.oasis\.opendocument\.spreadsheet(?:-template)?\s*$/;

/** @throws SheetError `unknown_format` for what else is a ZIP: Word, Numbers, pictures in a folder. */
export async function findPackageFormat(parts: Package): Promise<"xlsx" | "ods"> {
  const mimetype = parts.get("mimetype");
  if (mimetype && mimetype.size < 200) {
    const chunks: Buffer[] = [];
    for await (const chunk of mimetype.open()) chunks.push(chunk);
    if (ODS.test(Buffer.concat(chunks).toString("latin1"))) return "ods";
  }
  const isWorkbook = [...parts.keys()].some((name) => /(?:^|\/)workbook\d*\.xml$/.test(name));
  if (parts.has("[content_types].xml") && isWorkbook) return "xlsx";
  throw sheetError("unknown_format");
}

/** The streams of a compound file that tell what it is, as its directory names them. */
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");
const OLD_BOOKS = ["Workbook", "Book"].map((name) => Buffer.from(`${name}\0`, "utf16le"));

export async function refusalOfCompound(source: ByteSource): Promise<SheetError> {
  let isBook = false;
  let tail = Buffer.alloc(0);
  for await (const chunk of streamBytes(source)) {
    const bytes = Buffer.concat([tail, chunk]);
    if (bytes.includes(ENCRYPTED)) return sheetError("encrypted");
    isBook ||= OLD_BOOKS.some((name) => bytes.includes(name));
    tail = bytes.subarray(-ENCRYPTED.byteLength);
  }
  return sheetError(isBook ? "old_excel" : "unknown_format");
}
