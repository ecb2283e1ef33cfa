/** `Idempotency-Key`: an RFC 8941 String, of which the quotes are part. */

const STRING = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/** The key without its quotes; undefined when the header is no RFC 8941 String, or an empty one. */
export function parseIdempotencyKey(header: string): string | undefined {
  const content = STRING.exec(header.trim())?.[1];
  return content === undefined || content === "" ? undefined : content.replace(/\\(["\\])/g, "$1");
}
