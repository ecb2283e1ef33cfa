/**
 * What a request carries, read with a bound: nobody fills the memory of the portal by sending more.
 * Anything that cannot be read as what it should be counts as nothing.
 */

/** Forms are short. */
const FORM_BYTES = 64 * 1024;
/** The longest letter with all its values fits several times. */
const JSON_BYTES = 1024 * 1024;

/** The fields of a form, plain or multipart; null when it is none, or too long. */
export async function readForm(request: Request, limit = FORM_BYTES): Promise<FormData | null> {
  const bytes = await readBytes(request, limit);
  const type = request.headers.get("content-type");
  if (!bytes || !type) return null;
  return new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => null);
}

/** The value of a JSON body; null when it is none, or too long. */
export async function readJson(request: Request, limit = JSON_BYTES): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  try {
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as unknown);
  } catch {
    return null;
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  // A length that is told counts before the first byte; one that is not, or is a lie, while they come.
  if (Number(request.headers.get("content-length") ?? 0) > limit) return null;
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        await reader.cancel();
        return null;
      }
      chunks.push(value);
    }
  } catch {
    // Whoever sent it went away.
    return null;
  }
  return new Uint8Array(Buffer.concat(chunks));
}
