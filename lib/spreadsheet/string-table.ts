import { sheetError } from "./refusal";

const SEGMENT = 1024 * 1024;
/** Bytes of all texts together, in UTF-8. */
const LIMIT = 128 * SEGMENT;

/**
 * The texts that an .xlsx keeps apart from its cells. They are held as bytes in a few large pieces: a
 * million small strings would take several times as much, and give the collector a million things to do.
 */
export class StringTable {
  private readonly segments: Buffer[] = [];
  private used = SEGMENT;
  private starts = new Uint32Array(1024);
  private lengths = new Uint32Array(1024);
  private count = 0;

  /** @throws SheetError `unpacks_too_large` */
  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.used + length > SEGMENT) {
      if (length > SEGMENT || (this.segments.length + 1) * SEGMENT > LIMIT)
        throw sheetError("unpacks_too_large", { limit: LIMIT });
      this.segments.push(Buffer.allocUnsafeSlow(SEGMENT));
      this.used = 0;
    }
    if (this.count === this.starts.length) this.grow();
    const segment = this.segments.length - 1;
    this.segments[segment]?.write(text, this.used);
    this.starts[this.count] = segment * SEGMENT + this.used;
    this.lengths[this.count] = length;
    this.used += length;
    this.count += 1;
  }

  get(index: number): string | null {
    if (!(index >= 0 && index < this.count)) return null;
    const start = this.starts[index] ?? 0;
    const from = start % SEGMENT;
    const segment = this.segments[Math.floor(start / SEGMENT)];
    return segment?.toString("utf8", from, from + (this.lengths[index] ?? 0)) ?? null;
  }

  private grow(): void {
    const starts = new Uint32Array(this.count * 2);
    const lengths = new Uint32Array(this.count * 2);
    starts.set(this.starts);
    lengths.set(this.lengths);
    this.starts = starts;
    this.lengths = lengths;
  }
}
