/**
 * Where the bytes of a file come from, wherever it lies: codecs read what they need, where they need it,
 * and never the whole file at once.
 */
import { open } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";

export type ByteSource = {
  size: number;
  /** Fills `into` from `position` on; answers how many bytes there were, fewer only at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
};

export type FileSource = ByteSource & { close(): Promise<void> };

const CHUNK = 64 * 1024;

export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    read: async (into, position) => {
      const part = bytes.subarray(position, position + into.byteLength);
      into.set(part);
      return part.byteLength;
    },
  };
}

/** The caller closes it, also when what was read of it was refused. */
export async function openFileSource(path: string): Promise<FileSource> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  return {
    size,
    close: () => file.close(),
    read: async (into, position) => {
      let filled = 0;
      while (filled < into.byteLength) {
        const { bytesRead } = await file.read(
          into,
          filled,
          into.byteLength - filled,
          position + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
  };
}

/** The bytes from `start` up to, not including, `end`. */
export async function* streamBytes(
  source: ByteSource,
  start = 0,
  end = source.size,
): AsyncGenerator<Buffer> {
  for (let position = start; position < end;) {
    // A chunk of its own each time: readers further down keep slices of it while the next is read.
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, end - position));
    const filled = await source.read(chunk, position);
    if (filled === 0) return;
    yield chunk.subarray(0, filled);
    position += filled;
    // A disk lets others have their turn by itself; bytes in memory would keep everybody waiting.
    if (position < end) await setImmediate();
  }
}

/** The first bytes, as many as there are up to `length`. */
export async function readStart(source: ByteSource, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(length, source.size));
  return bytes.subarray(0, await source.read(bytes, 0));
}
