import { RandomAccessReader } from "yauzl";
import { type ByteSource } from "./source";

const BLOCK = 16 * 1024;

/**
 * Lets yauzl read a source. Tables of contents are read in small pieces one after the other: a block is
 * kept, so that each piece is not a read of its own.
 */
export class SourceReader extends RandomAccessReader {
  private block = Buffer.alloc(0);
  private blockStart = 0;
  private fail: (reason: unknown) => void = () => undefined;

  /**
   * Never fulfilled. Rejected with what a callback threw while it worked on bytes that make no sense:
   * nobody else would hear of it, and the one who waits would wait for ever.
   */
  readonly broken = new Promise<never>((_, reject) => {
    this.fail = reject;
  });
  /** What the source itself threw: the disk's fault, not the file's. */
  sourceError?: Error;

  constructor(private readonly source: ByteSource) {
    super();
    this.broken.catch(() => undefined);
  }

  override read(
    into: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.fill(into.subarray(offset, offset + length), position)
      .then(
        (count) => callback(null, count),
        (error: unknown) => {
          this.sourceError = error instanceof Error ? error : new Error("the source failed");
          callback(this.sourceError);
        },
      )
      .catch(this.fail);
  }

  private async fill(into: Buffer, position: number): Promise<number> {
    if (position < 0 || position >= this.source.size) return 0;
    if (into.length > BLOCK) return this.source.read(into, position);
    const from = position - this.blockStart;
    if (from < 0 || from + into.length > this.block.length) {
      const block = Buffer.allocUnsafe(BLOCK);
      this.block = block.subarray(0, await this.source.read(block, position));
      this.blockStart = position;
      return this.block.copy(into);
    }
    return this.block.copy(into, 0, from, from + into.length);
  }
}
