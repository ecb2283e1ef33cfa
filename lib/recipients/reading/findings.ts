/** Problems counted by kind and column while rows go by, with the first row of each. */
import type { Findings, RowProblem } from "@/lib/recipients/files/schema";

type Kind = Findings["kinds"][number];

export class ProblemCount {
  private readonly kinds = new Map<string, Kind>();

  add(row: number, problems: readonly RowProblem[]): void {
    for (const { code, column, detail } of problems) {
      // Each language that is wanted and not written is told by itself.
      const key = `${code} ${column ?? ""} ${code === "language_other" ? detail : ""}`;
      const kind = this.kinds.get(key);
      if (kind) kind.count += 1;
      else
        this.kinds.set(key, {
          code,
          column,
          count: 1,
          firstRow: row,
          ...(detail === undefined ? {} : { detail }),
        });
    }
  }

  /** The most frequent first. */
  list(): Kind[] {
    return [...this.kinds.values()].sort((one, other) => other.count - one.count);
  }
}
