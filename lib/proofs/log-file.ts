/** How the public log hands out its files: to anyone, from any page, kept where they never change. */
const CACHE = {
  fixed: "public, max-age=31536000, immutable",
  changing: "no-cache",
} as const;

export function logFile(
  bytes: Uint8Array<ArrayBuffer> | null,
  mediaType: string,
  life: keyof typeof CACHE,
): Response {
  if (!bytes) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(bytes, {
    headers: {
      "content-type": mediaType,
      "content-length": String(bytes.byteLength),
      "cache-control": CACHE[life],
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    },
  });
}
