/** A sheet's rows one after the other, each as a recipient or with its problems, repeats found. */
import { readRow, type RowContext, type RowRecipient, type SheetCell } from "./row";
import type { RowProblem } from "@/lib/recipients/files/schema";
import { ok, type Result } from "@/lib/result";
import type { SheetRefusal } from "@/lib/spreadsheet/schema";

export type CheckedRow = {
  number: number;
  cells: readonly SheetCell[];
  recipient: RowRecipient | null;
  problems: RowProblem[];
  namedFiles: string[];
};

export async function* checkRows(
  rows: AsyncIterable<Result<{ number: number; cells: readonly SheetCell[] }, SheetRefusal>>,
  context: RowContext,
): AsyncGenerator<Result<CheckedRow, SheetRefusal>> {
  const firstRows = new Map<string, number>();
  for await (const row of rows) {
    if (!row.ok) {
      yield row;
      return;
    }
    const { number, cells } = row.value;
    const { recipient, problems, namedFiles } = readRow(cells, context);
    if (recipient) {
      const first = firstRows.get(recipient.number);
      if (first === undefined) firstRows.set(recipient.number, number);
      else problems.push(repeated(context, first));
    }
    yield ok({ number, cells, recipient, problems, namedFiles });
  }
}

/** Somebody may well get two letters: it is pointed out, and the sender decides. */
function repeated({ match }: RowContext, first: number): RowProblem {
  return { column: match.targets.number ?? null, code: "recipient_repeated", detail: `${first}` };
}
