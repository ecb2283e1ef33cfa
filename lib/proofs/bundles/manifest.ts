/**
 * The manifest of a bundle: which files it holds, each with its SHA-256 (ASiCManifest of ETSI EN 319
 * 162-1 §A.4). One line a file, so that a shell reads it too; one list has exactly one text.
 */
import { ok, refuse, type Result } from "@/lib/result";
import { decodeBase64, decodeUtf8, encodeBase64, utf8, type Bytes } from "../bytes";

export type ManifestEntry = { name: string; mediaType: string; sha256: Bytes };

export const MANIFEST_NAME = "META-INF/ASiCManifest.xml";
export const SIGNATURE_NAME = "META-INF/signature.p7s";

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
<asic:SigReference URI="${SIGNATURE_NAME}" MimeType="application/pkcs7-signature"/>
`;
const TAIL = "</asic:ASiCManifest>\n";
const LINE =
  /^<asic:DataObjectReference URI="([^"&<>]+)" MimeType="([a-z0-9.+/-]+)"><ds:DigestMethod Algorithm="http:\/\/www\.w3\.org\/2001\/04\/xmlenc#sha256"\/><ds:DigestValue>([A-Za-z0-9+/]{43}=)<\/ds:DigestValue><\/asic:DataObjectReference>$/;

export function formatManifest(entries: readonly ManifestEntry[]): Bytes {
  const lines = entries.map(
    ({ name, mediaType, sha256 }) =>
      `<asic:DataObjectReference URI="${encodePath(name)}" MimeType="${mediaType}">` +
      `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
      `<ds:DigestValue>${encodeBase64(sha256)}</ds:DigestValue></asic:DataObjectReference>\n`,
  );
  return utf8(HEAD + lines.join("") + TAIL);
}

/** Refuses whatever `formatManifest` would not have written. */
export function parseManifest(bytes: Uint8Array): Result<ManifestEntry[], "manifest_malformed"> {
  const text = decodeUtf8(bytes) ?? "";
  if (!text.startsWith(HEAD) || !text.endsWith(TAIL)) return refuse("manifest_malformed");
  const body = text.slice(HEAD.length, text.length - TAIL.length);
  const lines = body === "" ? [] : body.slice(0, -1).split("\n");
  const entries = body === "" || body.endsWith("\n") ? lines.map(readLine) : [null];
  return entries.every((entry) => entry !== null) ? ok(entries) : refuse("manifest_malformed");
}

function readLine(line: string): ManifestEntry | null {
  const [, uri, mediaType, digest] = LINE.exec(line) ?? [];
  const name = uri && decodePath(uri);
  const sha256 = digest && decodeBase64(digest);
  return name && mediaType && sha256 ? { name, mediaType, sha256 } : null;
}

/** RFC 3986: what is no unreserved character is written in percent signs, `/` excepted. */
function encodePath(name: string): string {
  return name
    .split("/")
    .map((part) =>
      encodeURIComponent(part).replace(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");
}

function decodePath(uri: string): string | null {
  try {
    const name = decodeURIComponent(uri);
    return encodePath(name) === uri ? name : null;
  } catch {
    return null;
  }
}
