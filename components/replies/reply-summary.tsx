import { useLocale, useTranslations } from "next-intl";
import { formatDate, isCalendarDate } from "@/lib/format";
import { askedOf } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { languageOf } from "@/lib/text/languages";

/** How the recipient may answer, in words: on the check page, and where a sent message is told. */
export function ReplySummary({ option }: { option: ReplyOption | null }) {
  const t = useTranslations("replies.summary");
  const check = useTranslations("messages.check");
  const answers = useTranslations("messages.answer");
  if (!option) return answers("notChosen");
  if (option.kind === "none") return check("repliesNo");
  if (option.kind === "ebox") return check("repliesYes");
  if (option.kind === "link")
    return (
      <>
        <p className="break-words">{option.url}</p>
        <Deadline deadline={option.deadline} />
      </>
    );
  const asked = askedOf(option);
  if (!asked) return answers("incomplete");
  const lines =
    asked.kind === "choice"
      ? asked.labels
      : asked.fields.map(({ label, isRequired }) =>
          isRequired ? t("required", { label }) : label,
        );
  return (
    <>
      <p>{t(asked.kind, { count: lines.length })}</p>
      {asked.question && <p className="mt-1 font-semibold">{asked.question}</p>}
      <ul className="my-1 list-disc pl-6">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Deadline deadline={option.deadline} />
      <p className="text-small text-ink-soft">{t(option.isChangeable ? "changeable" : "final")}</p>
    </>
  );
}

function Deadline({ deadline }: { deadline: string }) {
  const t = useTranslations("replies.summary");
  const language = languageOf(useLocale());
  if (!isCalendarDate(deadline)) return null;
  return <p>{t("until", { date: formatDate(deadline, language) })}</p>;
}
