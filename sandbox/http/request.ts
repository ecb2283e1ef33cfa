import type { IncomingMessage } from "node:http";

/** A request with its body already read: what every handler but the OpenID provider's works on. */
export interface SandboxRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** `http://host:port` as the caller wrote it. */
  origin: string;
}

/**
 * The whole body, or undefined when it is longer than `maximum` bytes. A body too long is read to its end
 * and dropped: a caller cut off while still sending would see a broken line instead of our 413.
 */
export async function readBody(
  stream: AsyncIterable<unknown>,
  maximum: number,
): Promise<Buffer | undefined> {
  let chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= maximum) chunks.push(chunk);
    else chunks = [];
  }
  return length <= maximum ? Buffer.concat(chunks) : undefined;
}

export function headerOf(request: SandboxRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export function formOf(request: SandboxRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString("utf8"));
}

/** The JSON of the body, or undefined when it is not JSON. */
export function jsonOf(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.body.toString("utf8"));
  } catch {
    return undefined;
  }
}
