/** Hands out a file: under its name, as nothing but its type, kept by no cache on the way. */
export type Download = { fileName: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> };

/** The same where the file is too large to be held at once; `size` in bytes, known before. */
export type StreamedDownload = Omit<Download, "bytes"> & {
  size: number;
  pieces: AsyncIterable<Uint8Array>;
};

export function streamedDownload({ size, pieces, ...file }: StreamedDownload): Response {
  const headers = {
    ...headersOf(file, size, "attachment"),
    // Compressed on the way, its length would no longer be known.
    "cache-control": "private, no-store, no-transform",
  };
  const reading = pieces[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await reading.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await reading.return?.();
    },
  });
  return new Response(body, { headers });
}

export function download(
  { fileName, mediaType, bytes }: Download,
  disposition: "attachment" | "inline" = "attachment",
): Response {
  const headers = headersOf({ fileName, mediaType }, bytes.byteLength, disposition);
  return new Response(bytes, { headers });
}

function headersOf(
  { fileName, mediaType }: Omit<Download, "bytes">,
  size: number,
  disposition: "attachment" | "inline",
) {
  return {
    "content-type": mediaType,
    "content-length": String(size),
    "content-disposition": contentDisposition(fileName, disposition),
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  };
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
