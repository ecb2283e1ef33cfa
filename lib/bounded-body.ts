type Carrier = Pick<Request | Response, "body" | "headers">;

/**
 * What a request or an answer carries, read with a bound (bytes): nobody fills our memory by sending more.
 * Null when it is larger, of which the rest is not read. Throws what broke when it breaks off.
 */
export async function readBounded(
  { body, headers }: Carrier,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  // A length that is told counts before the first byte; one that is not, or is a lie, while they come.
  const isTooLarge = Number(headers.get("content-length") ?? 0) > limit;
  if (isTooLarge) await body?.cancel();
  if (isTooLarge) return null;
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(Buffer.concat(chunks));
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

/** As text in UTF-8. */
export async function readBoundedText(carrier: Carrier, limit: number): Promise<string | null> {
  const bytes = await readBounded(carrier, limit);
  return bytes && new TextDecoder().decode(bytes);
}
