import { describe, expect, test } from "vitest";
import { LARGEST_FILE_BYTES, LARGEST_SUM_BYTES, readFiles } from "./read-files";

const fileOf = (name: string, text: string) => new File([text], name);

/** As large as it says, and never read. */
function largeFile(name: string, size: number): File {
  return Object.defineProperty(new File([], name), "size", { value: size });
}

function unreadableFile(name: string): File {
  const file = new File([], name);
  file.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotFoundError"));
  return file;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("files chosen for checking", () => {
  test("are added to those that are there", async () => {
    const known = [{ name: "proof.pdf", bytes: bytesOf("proof") }];
    const { files, troubles } = await readFiles([fileOf("letter.pdf", "letter")], known);
    expect(files).toEqual([...known, { name: "letter.pdf", bytes: bytesOf("letter") }]);
    expect(troubles).toEqual([]);
  });

  test("count once when they are chosen twice, and twice when they differ", async () => {
    const known = [{ name: "letter.pdf", bytes: bytesOf("letter") }];
    const same = await readFiles([fileOf("letter.pdf", "letter")], known);
    expect(same.files).toHaveLength(1);
    const other = await readFiles([fileOf("letter.pdf", "another")], known);
    expect(other.files).toHaveLength(2);
  });

  test("that are too large are told, and the others taken", async () => {
    const large = largeFile("film.mp4", LARGEST_FILE_BYTES + 1);
    const { files, troubles } = await readFiles([large, fileOf("letter.pdf", "letter")], []);
    expect(files.map(({ name }) => name)).toEqual(["letter.pdf"]);
    expect(troubles).toEqual([{ name: "film.mp4", code: "too_large" }]);
  });

  test("that are too much together are told", async () => {
    const bytes = new Uint8Array(LARGEST_SUM_BYTES - LARGEST_FILE_BYTES + 1);
    const large = largeFile("all", LARGEST_FILE_BYTES);
    const { troubles } = await readFiles([large], [{ name: "known", bytes }]);
    expect(troubles).toEqual([{ name: "all", code: "too_much" }]);
  });

  test("that are folders or went away are told", async () => {
    const { files, troubles } = await readFiles(
      [fileOf("Documents", ""), unreadableFile("gone.pdf")],
      [],
      new Set(["Documents"]),
    );
    expect(files).toEqual([]);
    expect(troubles).toEqual([
      { name: "Documents", code: "folder" },
      { name: "gone.pdf", code: "unreadable" },
    ]);
  });
});
