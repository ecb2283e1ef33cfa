import { useLocale, useTranslations } from "next-intl";
import { capitalised, formatDate, isCalendarDate } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { askedOf } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { optionIn } from "@/lib/replies/options/words";
import { languageOf } from "@/lib/text/languages";

/**
 * How the recipient may answer, in words: on the check page, and where a sent message is told.
 * `languages`: the message's, where it is shown in all of them, its main one first.
 */
export function ReplySummary({
  option,
  languages = [],
}: {
  option: ReplyOption | null;
  languages?: readonly LetterLanguage[];
}) {
  const names = useTranslations("common.language");
  if (languages.length < 2 || !option || option.kind === "none" || option.kind === "ebox")
    return <InOneLanguage option={option} />;
  return languages.map((language, place) => (
    <section key={language} className="mb-3 last:mb-0">
      <p className="text-small text-ink-soft">{capitalised(names(language))}</p>
      <InOneLanguage option={optionIn(option, place === 0 ? null : language)} />
    </section>
  ));
}

function InOneLanguage({ option }: { option: ReplyOption | null }) {
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
