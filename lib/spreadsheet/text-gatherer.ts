/** A text that comes in pieces, of which no more is kept than could be refused as too long. */
export class TextGatherer {
  private text = "";

  constructor(private readonly limit: number) {}

  start(): void {
    this.text = "";
  }

  add(piece: string): void {
    if (this.text.length > this.limit) return;
    this.text += piece.slice(0, this.limit + 1 - this.text.length);
  }

  get value(): string {
    return this.text;
  }
}
