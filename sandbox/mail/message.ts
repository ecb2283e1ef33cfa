/** A message as it came over the line (RFC 5322, MIME): who, what about, the text, and what is attached. */

export interface Attachment {
  name: string;
  mediaType: string;
  content: Buffer;
}

export interface ReadMessage {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  attachments: Attachment[];
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** `raw` is one character a byte, lines end in CR LF. */
export function readMessage(raw: string): ReadMessage {
  const whole = readPart(raw);
  const parts = leavesOf(whole);
  const text = parts.find(
    (part) => mediaTypeOf(part) === "text/plain" && nameOf(part) === undefined,
  );
  const header = (name: string) => decodeWords(whole.headers.get(name) ?? "");
  return {
    messageId: header("message-id"),
    from: header("from"),
    to: header("to"),
    subject: header("subject"),
    text: text === undefined ? "" : contentOf(text).toString("utf8").replaceAll("\r\n", "\n"),
    attachments: parts.flatMap((part) => {
      const name = nameOf(part);
      return name === undefined
        ? []
        : [{ name, mediaType: mediaTypeOf(part), content: contentOf(part) }];
    }),
  };
}

function readPart(raw: string): Part {
  const end = raw.startsWith("\r\n") ? 0 : raw.indexOf("\r\n\r\n");
  const head = end < 0 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? "" : raw.slice(end + 4) };
}

/** The parts that are no containers, however deep they lie. */
function leavesOf(part: Part, depth = 0): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers.get("content-type") ?? "")?.[1];
  if (!mediaTypeOf(part).startsWith("multipart/") || boundary === undefined || depth > 5) {
    return [part];
  }
  const pieces = `\r\n${part.body}`.split(`\r\n--${boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => leavesOf(readPart(piece.replace(/^\r\n/, "")), depth + 1));
}

function mediaTypeOf({ headers }: Part): string {
  return (headers.get("content-type") ?? "text/plain").split(";")[0]?.trim().toLowerCase() ?? "";
}

function nameOf({ headers }: Part): string | undefined {
  const disposition = headers.get("content-disposition") ?? "";
  const name = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  return name === undefined ? undefined : decodeWords(name);
}

function contentOf({ headers, body }: Part): Buffer {
  switch (headers.get("content-transfer-encoding")?.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64");
    case "quoted-printable":
      return unquote(body.replaceAll(/=[ \t]*\r\n/g, ""));
    default:
      return Buffer.from(body, "latin1");
  }
}

function unquote(text: string): Buffer {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

/** RFC 2047: words in other letters than ASCII. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, "$1")
    .replaceAll(/=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi, (_, _charset, kind: string, word: string) =>
      (kind.toUpperCase() === "B"
        ? Buffer.from(word, "base64")
        : unquote(word.replaceAll("_", " "))
      ).toString("utf8"),
    );
}
