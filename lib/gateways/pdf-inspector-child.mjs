/**
 * The process that opens a stranger's PDF: forked by pdf-inspector.ts for one file, killed when that
 * takes too long or too much. Plain JavaScript, because it runs under bare Node.
 */
import { readFile } from "node:fs/promises";
import { PDF, PdfArray, PdfDict, PdfName, PdfRef } from "@libpdf/core";

/** Actions that do more than lead from one page to another (ISO 32000-2, 12.6.4). */
const ACTIVE = new Set([
  ...["JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "GoTo3DView"],
  ...["RichMediaExecute", "Movie", "Sound", "GoToR", "GoToE"],
]);
/** Scripts, and forms made of programs. Files within the file are the malware scanner's business. */
const CARRIERS = ["JavaScript", "XFA"];

process.once("message", (path) => {
  void inspect(path).then((report) => process.send(report, () => process.exit(0)));
});
process.on("disconnect", () => process.exit(0));

async function inspect(path) {
  try {
    const pdf = await PDF.load(await readFile(path));
    if (pdf.isEncrypted) return { kind: "encrypted" };
    const pageCount = pdf.getPageCount();
    if (pageCount === 0) return { kind: "damaged" };
    const catalog = pdf.getCatalog();
    return {
      kind: "read",
      pageCount,
      isTagged: catalog.has("StructTreeRoot"),
      isActive: isActive(pdf, catalog),
    };
  } catch {
    return { kind: "damaged" };
  }
}

/** Whether anything that the document holds together would run. Walks every object once. */
function isActive(pdf, catalog) {
  const seen = new Set();
  const waiting = [catalog];
  while (waiting.length > 0) {
    let object = waiting.pop();
    if (object instanceof PdfRef) {
      const key = object.toString();
      if (seen.has(key)) continue;
      seen.add(key);
      object = pdf.context.resolve(object);
    }
    if (object instanceof PdfArray) {
      for (let index = 0; index < object.length; index += 1) waiting.push(object.at(index));
    } else if (object instanceof PdfDict) {
      if (runs(object)) return true;
      for (const [, value] of object) waiting.push(value);
    }
  }
  return false;
}

function runs(dict) {
  const action = dict.get("S");
  return (
    (action instanceof PdfName && ACTIVE.has(action.value)) ||
    CARRIERS.some((name) => dict.has(name))
  );
}
