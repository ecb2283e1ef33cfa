/** multipart/form-data (RFC 7578) over a body already read: parts in any order, each with its own headers. */

export interface Part {
  name: string;
  /** As the header says it: percent-encoding undone, bytes read as ISO-8859-1. */
  fileName?: string;
  mediaType?: string;
  content: Buffer;
}

const LINE_END = Buffer.from("\r\n");
const HEADERS_END = Buffer.from("\r\n\r\n");

/** The parts of the body, or undefined when it is not well-formed multipart. */
export function parseMultipart(contentType: string | undefined, body: Buffer): Part[] | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  // A boundary stands at the start of a line; the body's first one has no line before it.
  const text = Buffer.concat([LINE_END, body]);
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");

  const parts: Part[] = [];
  let position = text.indexOf(delimiter);
  while (position !== -1) {
    const afterDelimiter = position + delimiter.length;
    if (text.subarray(afterDelimiter, afterDelimiter + 2).toString("latin1") === "--") return parts;
    const lineEnd = text.indexOf(LINE_END, afterDelimiter);
    const next = text.indexOf(delimiter, afterDelimiter);
    if (lineEnd === -1 || next === -1) return undefined;
    // Only blanks may follow a boundary on its line (RFC 2046, transport padding).
    if (text.subarray(afterDelimiter, lineEnd).toString("latin1").trim() !== "") return undefined;
    const part = parsePart(text.subarray(lineEnd, next));
    if (part === undefined) return undefined;
    parts.push(part);
    position = next;
  }
  return undefined;
}

/** `raw` runs from the line end after the boundary up to the next boundary. */
function parsePart(raw: Buffer): Part | undefined {
  const headersEnd = raw.indexOf(HEADERS_END);
  if (headersEnd === -1) return undefined;
  const headers = new Map<string, string>();
  for (const line of raw.subarray(0, headersEnd).toString("latin1").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get("content-disposition") ?? "";
  const name = parameterOf(disposition, "name");
  if (!/^form-data\s*(;|$)/i.test(disposition) || name === undefined) return undefined;
  const fileName = parameterOf(disposition, "filename");
  return {
    name,
    fileName: fileName === undefined ? undefined : decodeFileName(fileName),
    mediaType: headers.get("content-type")?.split(";")[0]?.trim().toLowerCase(),
    content: raw.subarray(headersEnd + HEADERS_END.length),
  };
}

function boundaryOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType))
    return undefined;
  const boundary = parameterOf(contentType, "boundary");
  return boundary === undefined || boundary === "" ? undefined : boundary;
}

/** One parameter of a header value, quoted or bare. `name` must not match inside `filename`. */
function parameterOf(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:\\\\.|[^"\\\\])*)"|([^;\\s]*))`, "i").exec(
    header,
  );
  if (match === null) return undefined;
  return match[1]?.replace(/\\(.)/g, "$1") ?? match[2];
}

/** Names outside ISO-8859-1 travel percent-encoded; a stray percent sign is part of the name. */
function decodeFileName(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
