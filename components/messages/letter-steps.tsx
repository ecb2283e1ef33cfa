"use client";

import { useFormatter, useTranslations } from "next-intl";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Icon } from "@/components/ui/icon";
import { capitalised } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import type { LettersInLanguage } from "@/lib/messages/languages/rules";
import type { LetterPlace } from "@/lib/messages/rules";

/** The page one is on, with the letter of that recipient. */
function useLetterHref(): (position: number) => string {
  const asked = useSearchParams();
  return (position) => {
    const query = new URLSearchParams(asked);
    query.set("recipient", `${position}`);
    return `?${query}`;
  };
}

/** From one recipient's letter to the next, on the page one is on. */
export function LetterSteps({ place: { rank, count, before, after } }: { place: LetterPlace }) {
  const t = useTranslations("messages.letter");
  const hrefOf = useLetterHref();
  const step = (position: number | null, label: string, icon: "previous" | "next") =>
    position === null ? (
      <span className="size-11" />
    ) : (
      <Link
        href={hrefOf(position)}
        scroll={false}
        aria-label={label}
        className="inline-flex size-11 items-center justify-center rounded border border-line-strong bg-paper text-petrol hover:bg-petrol-tint"
      >
        <Icon name={icon} size={18} />
      </Link>
    );
  return (
    <nav aria-label={t("steps")} className="mb-3 flex items-center justify-between gap-3">
      {step(before, t("previous"), "previous")}
      <p className="text-small tabular-nums">{t("place", { position: rank, count })}</p>
      {step(after, t("next"), "next")}
    </nav>
  );
}

/** How many letters go in each language, each the way to the first of them. */
export function LetterLanguages({
  shownIn,
  letters,
}: {
  shownIn: LetterLanguage | null;
  letters: readonly LettersInLanguage[];
}) {
  const t = useTranslations("messages.letter");
  const names = useTranslations("common.language");
  const { number } = useFormatter();
  const hrefOf = useLetterHref();
  return (
    <nav aria-label={t("languages")} className="mb-3">
      <ul className="flex flex-wrap gap-x-5 text-small">
        {letters.map(({ language, count, first }) => {
          const label = `${capitalised(names(language))} (${number(count)})`;
          return (
            <li key={language}>
              {first === null || language === shownIn ? (
                <span
                  aria-current={language === shownIn ? "true" : undefined}
                  className={language === shownIn ? "font-semibold" : "text-ink-soft"}
                >
                  {label}
                </span>
              ) : (
                <Link href={hrefOf(first)} scroll={false} className="text-link">
                  {label}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
