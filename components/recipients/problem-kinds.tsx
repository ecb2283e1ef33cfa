import { useFormatter, useTranslations } from "next-intl";
import { useRowProblem } from "@/components/recipients/use-row-problem";
import { TextLink } from "@/components/ui/text-link";
import type { Findings } from "@/lib/recipients/files/schema";

type Kind = Findings["kinds"][number];

/** Every kind of problem with how often it is there, and the way to the first row that has it. */
export function ProblemKinds({
  header,
  kinds,
}: {
  header: readonly string[];
  kinds: Findings["kinds"];
}) {
  const t = useTranslations("sheets");
  const common = useTranslations("common");
  const sentenceOf = useRowProblem();
  const { number } = useFormatter();
  // What differs from row to row is said where there is but one.
  const said = ({ code, count, detail }: Pick<Kind, "code" | "count" | "detail">) =>
    sentenceOf({ code, detail: count === 1 || code === "language_other" ? detail : undefined });
  return (
    <ul className="grid gap-x-8 gap-y-1.5 lg:grid-cols-2">
      {kinds
        .filter(({ code }) => code !== "recipient_repeated")
        .map(({ code, column, count, firstRow, detail }) => (
          <li key={`${code}-${column ?? ""}-${firstRow}`} className="flex gap-2">
            <strong className="tabular-nums">{number(count)}</strong>
            <span>
              <TextLink href={`#row-${firstRow}`}>
                {column !== null &&
                  header[column] &&
                  `${common("named", { name: header[column] })} `}
                {said({ code, count, detail })}
              </TextLink>{" "}
              <span className="text-small text-ink-soft">
                {count === 1
                  ? t("rowOf", { row: firstRow })
                  : t("rowsFrom", { count, row: firstRow })}
              </span>
            </span>
          </li>
        ))}
    </ul>
  );
}
