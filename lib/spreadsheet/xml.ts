/** XML as it streams by, for files that strangers made: no document types, no entities, no depths. */
import sax, { type SAXParser, type Tag } from "sax";
import { SheetError, sheetError } from "./refusal";

export type Attributes = Record<string, string>;

export type XmlHandler = {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  /** May come in several pieces. */
  text(text: string): void;
};

const DEPTH = 100;
/** One element's; a root names some dozens of namespaces at most. */
const ATTRIBUTES = 200;

/**
 * Calls the handler as the bytes come, and yields after each chunk what `take` takes from it, so that
 * what it gathered is handed on before the next.
 * @throws SheetError `damaged` where it is not well-formed, `unsafe_xml` where it declares anything
 */
export async function* walkXml<T>(
  bytes: AsyncIterable<Buffer>,
  handler: XmlHandler,
  take: () => T,
): AsyncGenerator<T> {
  const parser = strictParser(handler);
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    decoder ??= decoderOf(chunk);
    feed(parser, decode(decoder, chunk));
    yield take();
  }
  feed(parser, decode(decoder ?? decoderOf(Buffer.alloc(0))));
  finish(parser);
  yield take();
}

/** For the small parts of a package. */
export async function readXml(bytes: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const walk = walkXml(bytes, handler, () => undefined);
  while (!(await walk.next()).done);
}

/** Without the prefix: programs choose their own for the same namespace. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function strictParser(handler: XmlHandler): SAXParser {
  const parser = sax.parser(true, {});
  let depth = 0;
  let attributes = 0;
  parser.onopentagstart = () => {
    attributes = 0;
  };
  parser.onattribute = () => {
    attributes += 1;
    if (attributes > ATTRIBUTES) throw sheetError("damaged");
  };
  parser.onopentag = (tag) => {
    depth += 1;
    if (depth > DEPTH) throw sheetError("damaged");
    handler.open(tag.name, (tag as Tag).attributes);
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    handler.close(name);
  };
  parser.ontext = (text) => handler.text(text);
  parser.oncdata = (text) => handler.text(text);
  parser.ondoctype = parser.onsgmldeclaration = () => {
    throw sheetError("unsafe_xml");
  };
  parser.onerror = (error) => {
    throw error;
  };
  return parser;
}

function feed(parser: SAXParser, text: string): void {
  try {
    parser.write(text);
  } catch (error) {
    throw refusalOf(error);
  }
}

function finish(parser: SAXParser): void {
  try {
    parser.close();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What the parser throws is about the file; what our own handlers throw says so itself. */
function refusalOf(error: unknown): unknown {
  return error instanceof SheetError ? error : sheetError("damaged");
}

function decoderOf(start: Buffer): TextDecoder {
  const isUtf16 = start[0] === 0xff && start[1] === 0xfe;
  const isBigEndian = start[0] === 0xfe && start[1] === 0xff;
  return new TextDecoder(isUtf16 ? "utf-16le" : isBigEndian ? "utf-16be" : "utf-8", {
    fatal: true,
  });
}

function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw sheetError("damaged");
  }
}
