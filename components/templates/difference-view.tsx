import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Card } from "@/components/ui/card";
import type { Piece } from "@/lib/templates/difference";
import { capitalised } from "@/lib/format";
import type { NameLink } from "@/lib/messages/body/names";
import type { NameDifference, TextDifference } from "@/lib/templates/rules";
import { TEMPLATE_LANGUAGES } from "@/lib/templates/schema";

/** What went and what came, by words: as a line through or under them, and said aloud. */
export function DifferenceView({
  differences,
  samples = [],
  names = null,
}: {
  differences: readonly TextDifference[];
  /** Placeholders whose sample value differs. */
  samples?: readonly string[];
  /** Placeholders that are one value in one of the versions alone. */
  names?: NameDifference | null;
}) {
  const t = useTranslations("templates.difference");
  const languages = useTranslations("common.language");
  if (differences.length === 0 && samples.length === 0 && names === null) return <p>{t("none")}</p>;
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
        <Card
          key={language}
          id={`difference-${language}`}
          heading={capitalised(languages(language))}
        >
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
      {names && (
        <Card id="difference-names" heading={t("names")}>
          <dl className="grid gap-4 break-words">
            <Links term={t("namesBefore")} links={names.before} />
            <Links term={t("namesAfter")} links={names.after} />
          </dl>
        </Card>
      )}
      {samples.length > 0 && <p>{t("samples", { names: samples.join(", ") })}</p>}
    </div>
  );
}

function Links({ term, links }: { term: string; links: readonly NameLink[] }) {
  const t = useTranslations("templates.difference");
  return (
    <div>
      <dt className="mb-1 text-small font-semibold text-ink-soft">{term}</dt>
      <dd>
        {links.length === 0 ? (
          t("namesNone")
        ) : (
          <ul className="grid gap-1">
            {links.map((link) => (
              <li key={JSON.stringify(link)}>
                <LinkWords link={link} />
              </li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  );
}

function LinkWords({ link }: { link: NameLink }) {
  const t = useTranslations("templates.difference");
  const languages = useTranslations("common.language");
  const names = TEMPLATE_LANGUAGES.flatMap((language) => {
    const name = link[language];
    return name === undefined ? [] : [t("nameIn", { name, language: languages(language) })];
  });
  const [only] = names;
  return names.length === 1 && only !== undefined
    ? t("nameAlone", { name: only })
    : names.join(" = ");
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
