import { useTranslations } from "next-intl";
import { useRowProblem } from "@/components/recipients/use-row-problem";
import { Card } from "@/components/ui/card";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { FAULTS_SHOWN, type FaultyRow } from "@/lib/recipients/files/schema";

/** The rows that cannot be sent to as they stand in the file, with the wrong cells marked. */
export function FaultyRows({
  header,
  ignored,
  rows,
  total,
}: {
  header: readonly string[];
  ignored: readonly number[];
  rows: readonly FaultyRow[];
  total: number;
}) {
  const t = useTranslations("sheets");
  const order = wrongFirst(rows, header.length);
  return (
    <Card id="faulty-rows" heading={t("faults")}>
      {total > rows.length && (
        <p className="mb-3 text-small text-ink-soft">{t("faultsFirst", { count: FAULTS_SHOWN })}</p>
      )}
      <Table
        id="faults"
        caption={t("faultsTable")}
        look="sheet"
        columns={[
          { key: "row", label: t("row"), align: "end" },
          ...order.map((index) => {
            const name = header[index] ?? "";
            return {
              key: String(index),
              label: ignored.includes(index) ? `${name} ${t("ignored")}` : name,
            };
          }),
        ]}
      >
        {rows.map((row) => (
          <FaultyLine key={row.row} row={row} order={order} />
        ))}
      </Table>
    </Card>
  );
}

/** Columns in which something is wrong first: the others may not find room beside them. */
function wrongFirst(rows: readonly FaultyRow[], columns: number): number[] {
  const wrong = new Set(rows.flatMap(({ problems }) => problems.map(({ column }) => column)));
  const all = Array.from({ length: columns }, (_, column) => column);
  return [
    ...all.filter((column) => wrong.has(column)),
    ...all.filter((column) => !wrong.has(column)),
  ];
}

function FaultyLine({
  row: { row, cells, problems },
  order,
}: {
  row: FaultyRow;
  order: readonly number[];
}) {
  const sentence = useRowProblem();
  const whole = problems.filter(({ column }) => column === null);
  return (
    <tr id={`row-${row}`} tabIndex={-1}>
      <RowHeader>
        {row}
        {whole.map((problem) => (
          <span key={problem.code} className="block text-tiny font-semibold text-failed">
            {sentence(problem)}
          </span>
        ))}
      </RowHeader>
      {order.map((column) => {
        const found = problems.filter((problem) => problem.column === column);
        const isDoubt = found.every(({ code }) => code === "recipient_repeated");
        return (
          <Cell
            key={column}
            {...(found.length > 0
              ? {
                  mark: isDoubt ? ("doubtful" as const) : ("wrong" as const),
                  note: found.map(sentence).join(". "),
                }
              : {})}
          >
            <span className="break-words">{cells[column] ?? ""}</span>
          </Cell>
        );
      })}
    </tr>
  );
}
