import { useTranslations } from "next-intl";
import { detailOf } from "@/lib/recipients/files/rules";
import type { RowProblem } from "@/lib/recipients/files/schema";

type Say = (code: RowProblem["code"], values: { detail: string }) => string;

/** The sentence of a problem of a row; what it names may be left out. */
export function useRowProblem(): (problem: Pick<RowProblem, "code" | "detail">) => string {
  const names = useTranslations("common.language");
  // So many sentences, each with parameters of its own, are more than the compiler can tell apart.
  const say = useTranslations("sheets.problem") as unknown as Say;
  return (problem) => say(problem.code, { detail: detailOf(problem, names) });
}
