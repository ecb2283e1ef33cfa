import { useTranslations } from "next-intl";
import { PlanWords } from "@/components/messages/plan-words";
import { Pieces } from "@/components/templates/difference-view";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import type { AskedChange } from "@/lib/approvals/rules";

/** What changed since the message was last looked at, part by part. */
export function AskedChanges({ changes }: { changes: readonly AskedChange[] }) {
  const t = useTranslations("approvals.changes");
  const names = useTranslations("common.language");
  const termOf = (change: AskedChange) => {
    const language = languageOf(change);
    return `${t(`part.${change.part}`)}${language ? ` (${names(language)})` : ""}`;
  };
  if (changes.length === 0) return <p>{t("none")}</p>;
  return (
    <SummaryList>
      {changes.map((change) => (
        <SummaryRow key={`${change.part} ${languageOf(change)}`} term={termOf(change)}>
          <Change change={change} />
        </SummaryRow>
      ))}
    </SummaryList>
  );
}

function languageOf(change: AskedChange) {
  return "language" in change ? change.language : undefined;
}

function Change({ change }: { change: AskedChange }) {
  const t = useTranslations("approvals.changes");
  switch (change.part) {
    case "subject":
    case "text":
    case "replies":
      return (
        <span className="break-words whitespace-pre-line">
          <Pieces pieces={change.pieces} />
        </span>
      );
    case "recipients":
      return (
        <>
          <p>{t("recipients", { before: change.before, after: change.after })}</p>
          <Names label={t("added")} names={change.added} />
          <Names label={t("removed")} names={change.removed} />
        </>
      );
    case "documents":
      if (change.added.length + change.removed.length === 0) return t("reordered");
      return (
        <>
          <Names label={t("added")} names={change.added} />
          <Names label={t("removed")} names={change.removed} />
        </>
      );
    case "plan":
      return (
        <>
          <p className="text-failed line-through">
            <span className="sr-only">{t("removed")}: </span>
            <PlanWords plan={change.before} />
          </p>
          <p>
            <span className="sr-only">{t("added")}: </span>
            <PlanWords plan={change.after} />
          </p>
        </>
      );
    default:
      return t("seeBelow");
  }
}

function Names({ label, names }: { label: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="break-words">
      <span className="text-small text-ink-soft">{label}:</span> {names.join(", ")}
    </p>
  );
}
