/** Hands out a file: under its name, as nothing but its type, kept by no cache on the way. */
export type Download = { fileName: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> };

export function download(
  { fileName, mediaType, bytes }: Download,
  disposition: "attachment" | "inline" = "attachment",
): Response {
  return new Response(bytes, {
    headers: {
      "content-type": mediaType,
      "content-length": String(bytes.byteLength),
      "content-disposition": contentDisposition(fileName, disposition),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** RFC 6266: a plain name for old programs, the whole one in UTF-8 (RFC 8187) for the others. */
export function contentDisposition(fileName: string, disposition: "attachment" | "inline"): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  // Half a surrogate pair has no encoding.
  const encoded = encodeURIComponent(fileName.replace(/\p{Cs}/gu, "_")).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
