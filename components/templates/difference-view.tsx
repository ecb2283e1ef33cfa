import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Card } from "@/components/ui/card";
import type { Piece } from "@/lib/templates/difference";
import type { TextDifference } from "@/lib/templates/rules";

/** What went and what came, by words: as a line through or under them, and said aloud. */
export function DifferenceView({
  differences,
  samples = [],
}: {
  differences: readonly TextDifference[];
  /** Placeholders whose sample value differs. */
  samples?: readonly string[];
}) {
  const t = useTranslations("templates.difference");
  const languages = useTranslations("common.language");
  if (differences.length === 0 && samples.length === 0) return <p>{t("none")}</p>;
  return (
    <div className="grid gap-5">
      {differences.length > 0 && (
        <p className="text-small text-ink-soft">
          {t.rich("legend", {
            del: (words) => <span className={removedLook}>{words}</span>,
            ins: (words) => <span className={addedLook}>{words}</span>,
          })}
        </p>
      )}
      {differences.map(({ language, subject, body, isFormOnly }) => (
        <Card key={language} id={`difference-${language}`} heading={languages(language)}>
          {isFormOnly ? (
            <p>{t("formOnly")}</p>
          ) : (
            <dl lang={language} className="grid gap-4 break-words">
              <Part term={t("subject")} pieces={subject} />
              <Part term={t("body")} pieces={body} />
            </dl>
          )}
        </Card>
      ))}
      {samples.length > 0 && <p>{t("samples", { names: samples.join(", ") })}</p>}
    </div>
  );
}

function Part({ term, pieces }: { term: string; pieces: readonly Piece[] }) {
  return (
    <div>
      <dt className="mb-1 text-small font-semibold text-ink-soft">{term}</dt>
      <dd className="max-w-reading whitespace-pre-line">
        <Pieces pieces={pieces} />
      </dd>
    </div>
  );
}

/** A text with what went and what came marked in it. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  const t = useTranslations("templates.difference");
  return pieces.map(({ kind, text }, index) =>
    kind === "same" ? (
      text
    ) : (
      <Changed key={index} kind={kind} told={t(kind)}>
        {text}
      </Changed>
    ),
  );
}

/** Browsers do not tell assistive tools of ins and del by themselves. */
function Changed({
  kind,
  told,
  children,
}: {
  kind: "added" | "removed";
  told: string;
  children: string;
}) {
  const Element = kind === "added" ? "ins" : "del";
  return (
    <Element className={kind === "added" ? addedLook : removedLook}>
      <span className="sr-only"> {told} </span>
      {children}
    </Element>
  );
}

const addedLook = classNames(
  "bg-opened-tint text-opened underline decoration-2 underline-offset-3",
);
const removedLook = classNames("bg-failed-tint text-failed line-through decoration-2");
