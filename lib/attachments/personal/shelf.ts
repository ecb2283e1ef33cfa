/**
 * The files of a ZIP as rows of a spreadsheet name them: capitals, kinds of spaces and ways of writing
 * an accent do not count, and folders only where they are needed to tell two files apart.
 */
import type { ShelfFile } from "@/lib/attachments/personal/schema";

export class FileShelf {
  /** Every end of a path that begins at a folder: `a/b/c.pdf` is also `b/c.pdf` and `c.pdf`. */
  private readonly byEnd = new Map<string, ShelfFile[]>();

  constructor(private readonly files: readonly ShelfFile[]) {
    for (const file of files) {
      const parts = nameKey(file.path).split("/");
      for (let from = 0; from < parts.length; from += 1) {
        const end = parts.slice(from).join("/");
        const known = this.byEnd.get(end);
        if (known) known.push(file);
        else this.byEnd.set(end, [file]);
      }
    }
  }

  /** Each with its path, by its id. */
  all(): [id: string, path: string][] {
    return this.files.map(({ id, path }) => [id, path]);
  }

  /** The file with this name, one whose whole path it is before one that only ends so. */
  find(name: string): ShelfFile | "missing" | "ambiguous" {
    const key = nameKey(name);
    const found = this.byEnd.get(key) ?? [];
    const [first, second] = found;
    if (!first) return "missing";
    if (!second) return first;
    const whole = found.filter(({ path }) => nameKey(path) === key);
    return whole.length === 1 && whole[0] ? whole[0] : "ambiguous";
  }
}

/** The names in a cell, in their order, each once. */
export function namesInCell(text: string): string[] {
  const names = text
    .split(/[;\n\r]+/)
    .map((name) => name.trim())
    .filter((name) => nameKey(name) !== "");
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}

function nameKey(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\\/g, "/")
    .split("/")
    .map((part) => part.trim().replace(/\s+/gu, " "))
    .filter((part) => part !== "" && part !== ".")
    .join("/")
    .toLowerCase()
    .normalize("NFC");
}
