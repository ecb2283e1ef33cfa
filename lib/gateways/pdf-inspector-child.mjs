/**
 * The process that opens a PDF: forked by pdf-inspector.ts for one stranger's file, or for many of our own,
 * killed when one takes too long or too much. Plain JavaScript, because it runs under bare Node.
 */
import { readFile } from "node:fs/promises";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import { PDF, PdfArray, PdfDict, PdfName, PdfRef, PdfStream } from "@libpdf/core";
import sharp from "sharp";

/** Actions that do more than lead from one page to another (ISO 32000-2, 12.6.4). */
const ACTIVE = new Set([
  ...["JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition", "GoTo3DView"],
  ...["RichMediaExecute", "Movie", "Sound", "GoToR", "GoToE"],
]);
/** Scripts, and forms made of programs. Files within the file are the malware scanner's business. */
const CARRIERS = ["JavaScript", "XFA"];

/** Beside this a picture is a luxury: the drawing would take the file's size once more in memory. */
const MOST_DRAWN_BYTES = 100 * 1024 * 1024;
const THUMBNAIL_WIDTH = 160;
const PAGE_WIDTH = 900;
/** The most pixels a page is drawn with: a page may say that it is a kilometre long. */
const MOST_PAGE_HEIGHT = 2400;
const BETWEEN_PAGES = 12;

process.on("message", (wanted) => void work(wanted));
process.on("disconnect", () => process.exit(0));

/**
 * `wanted`: `{ kind: "report", path }` or `{ kind: "pages", bytes, most }`, after which it ends; or
 * `{ kind: "own", bytes, most }`, after which it waits for the next.
 */
async function work(wanted) {
  if (wanted.kind === "own") return void process.send(await pages(wanted.bytes, wanted.most));
  if (wanted.kind === "pages") return end(await pages(wanted.bytes, wanted.most));
  const bytes = await readFile(wanted.path).catch(() => new Uint8Array());
  const report = await inspect(bytes);
  if (report.kind !== "read" || report.isActive || bytes.length > MOST_DRAWN_BYTES)
    return end(report);
  // Told before anything is drawn: a page that cannot be drawn says nothing against the file.
  process.send(report);
  end({ kind: "thumbnail", bytes: await thumbnail(bytes) });
}

function end(message) {
  process.send(message, () => process.exit(0));
}

async function inspect(bytes) {
  try {
    const pdf = await PDF.load(bytes);
    if (pdf.isEncrypted) return { kind: "encrypted" };
    const pageCount = pdf.getPageCount();
    if (pageCount === 0) return { kind: "damaged" };
    const catalog = pdf.getCatalog();
    return {
      kind: "read",
      pageCount,
      isTagged: catalog.has("StructTreeRoot"),
      isPdfA: claimsPdfA(pdf, catalog),
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

/** What the file says of itself (ISO 19005, 6.6.4), in either spelling of XMP; nobody validates it here. */
function claimsPdfA(pdf, catalog) {
  const named = catalog.get("Metadata");
  const metadata = named instanceof PdfRef ? pdf.context.resolve(named) : named;
  if (!(metadata instanceof PdfStream)) return false;
  const text = Buffer.from(metadata.getDecodedData()).toString("utf8");
  return /<pdfaid:part>\s*\d|pdfaid:part\s*=\s*["']\s*\d/.test(text);
}

/** The first page (PNG), or null when it cannot be drawn. */
async function thumbnail(bytes) {
  try {
    const { document } = await open(bytes);
    const { data, width, height } = await draw(document.getPage(0), THUMBNAIL_WIDTH);
    return await picture(data, width, height).png({ palette: true }).toBuffer();
  } catch {
    return null;
  }
}

/** The first `most` pages under each other (WebP), and how many pages there are. */
async function pages(bytes, most) {
  let opened = null;
  try {
    const { document } = (opened = await open(bytes));
    const drawn = [];
    for (let index = 0; index < Math.min(most, document.getPageCount()); index += 1) {
      drawn.push(await draw(document.getPage(index), PAGE_WIDTH));
    }
    const height = drawn.reduce((sum, page) => sum + page.height + BETWEEN_PAGES, -BETWEEN_PAGES);
    let top = 0;
    const layers = drawn.map((page) => {
      const layer = { input: page.data, raw: rawOf(page.width, page.height), left: 0, top };
      top += page.height + BETWEEN_PAGES;
      return layer;
    });
    const paper = { width: PAGE_WIDTH, height, channels: 3, background: "#d9d4cb" };
    const strip = await sharp({ create: paper }).composite(layers).webp({ quality: 82 }).toBuffer();
    return { kind: "pages", bytes: strip };
  } catch {
    return { kind: "pages", bytes: null };
  } finally {
    // Its memory is the library's own, which no collector sees.
    opened?.document.destroy();
  }
}

let starting = null;

async function open(bytes) {
  const library = await (starting ??= PDFiumLibrary.init());
  return { document: await library.loadDocument(bytes) };
}

async function draw(page, width) {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const most = (MOST_PAGE_HEIGHT * width) / PAGE_WIDTH;
  const height = Math.max(1, Math.min(most, Math.round((width * originalHeight) / originalWidth)));
  return page.render({ width, height: Math.floor(height), scale: 1, render: "bitmap" });
}

function rawOf(width, height) {
  return { width, height, channels: 4 };
}

function picture(data, width, height) {
  return sharp(data, { raw: rawOf(width, height) }).flatten({ background: "#ffffff" });
}
