import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { formatDate, formatEuro } from "@/lib/format";
import { formatIban } from "@/lib/payments/rules";
import type { AnswerEntry } from "@/lib/replies/answers/schema";
import { languageOf, type Language } from "@/lib/text/languages";

/** What was answered, question by question, written as the reader's language writes it. */
export function AnswerList({
  entries,
  left,
  fileOf,
}: {
  entries: readonly AnswerEntry[];
  /** The words for what was left open. */
  left: string;
  /** How an attached file is shown, where it can be opened. */
  fileOf?: (entry: AnswerEntry) => ReactNode;
}) {
  const language = languageOf(useLocale());
  const [only] = entries;
  if (entries.length === 1 && only?.kind === "choice")
    return (
      <>
        {only.label && <p className="mb-1 text-small text-ink-soft">{only.label}</p>}
        <p className="text-h3 font-semibold">{only.value}</p>
      </>
    );
  return (
    <SummaryList>
      {entries.map((entry) => (
        <SummaryRow key={entry.id} term={entry.label}>
          {entry.value === "" ? (
            <span className="text-ink-soft">{left}</span>
          ) : (
            ((entry.file && fileOf?.(entry)) ?? (
              <span className="break-words whitespace-pre-line">{shown(entry, language)}</span>
            ))
          )}
        </SummaryRow>
      ))}
    </SummaryList>
  );
}

function shown({ kind, value }: AnswerEntry, language: Language): string {
  switch (kind) {
    case "date":
      return formatDate(value, language);
    case "amount":
      return formatEuro(Math.round(Number(value) * 100), language);
    case "iban":
      return formatIban(value);
    default:
      return value;
  }
}
