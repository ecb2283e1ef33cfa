/** The name of a file in a ZIP, as one that can be shown, compared and kept. */
import { isUtf8 } from "node:buffer";
import { getFileNameLowLevel, type Entry } from "yauzl";
import { zipError } from "./refusal";

const NAME_CHARACTERS = 1024;

/** What macOS and Windows add to a folder unasked; nobody means to send it. */
const SYSTEM_FILES = /(?:^|\/)(?:__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/** @throws ZipError `unsafe_name`. @returns the path with `/`, in Unicode's composed form (NFC). */
export function nameOf(entry: Entry, depth: number): string {
  const raw = entry.fileNameRaw;
  const saysUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
  if (saysUtf8 && !isUtf8(raw)) throw zipError("unsafe_name", raw.toString("latin1"));
  // macOS writes UTF-8 and does not say so; what is not UTF-8 is the old table of DOS.
  const written = isUtf8(raw)
    ? raw.toString("utf8")
    : getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true);
  const name = written.normalize("NFC");
  if (!isSafe(name, depth)) throw zipError("unsafe_name", name.slice(0, 200));
  return name;
}

export function isFolder(name: string): boolean {
  return name.endsWith("/");
}

export function isSystemFile(name: string): boolean {
  return SYSTEM_FILES.test(name);
}

/** Names that are one file on a disk where capitals do not count, or one a file and one its folder. */
export class EntryNames {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  /** @throws ZipError `duplicate_name` */
  take(name: string): void {
    const key = name.toLowerCase().normalize("NFC");
    const parts = key.split("/");
    const file = parts.pop() ?? "";
    let folder = "";
    for (const part of parts) {
      folder += `${part}/`;
      if (this.files.has(folder.slice(0, -1))) throw zipError("duplicate_name", name);
      this.folders.add(folder);
    }
    if (file === "") return;
    if (this.files.has(key) || this.folders.has(`${key}/`)) throw zipError("duplicate_name", name);
    this.files.add(key);
  }
}

function isSafe(name: string, depth: number): boolean {
  if (name.length > NAME_CHARACTERS || /^[a-z]:|[\\\p{Cc}\p{Cs}\u2028\u2029]/iu.test(name))
    return false;
  const parts = (isFolder(name) ? name.slice(0, -1) : name).split("/");
  if (parts.length > depth) return false;
  return parts.every((part) => part !== "" && part !== "." && part !== "..");
}
