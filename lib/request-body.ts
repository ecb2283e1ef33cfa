/**
 * What a request carries, read with a bound: nobody fills the memory of the portal by sending more.
 * Anything that cannot be read as what it should be counts as nothing.
 */
import { readBounded } from "@/lib/bounded-body";

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

/** Null too when whoever sent it went away. */
function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  return readBounded(request, limit).catch(() => null);
}
