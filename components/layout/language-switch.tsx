"use client";

import { usePathname, useRouter } from "next/navigation";
import { classNames } from "@/components/ui/class-names";
import { type Language, languages } from "@/lib/text/languages";

const ownNames: Record<Language, string> = {
  nl: "Nederlands",
  fr: "Français",
  de: "Deutsch",
  en: "English",
};

/**
 * Each language under its own name. With JavaScript only the sentences are fetched anew, so
 * that what was typed stays; without it the form posts and comes back to the page.
 */
export function LanguageSwitch({
  label,
  current,
  look,
}: {
  label: string;
  current: Language;
  look: "onInk" | "onPaper";
}) {
  const router = useRouter();
  const back = usePathname();

  const change = async (language: string) => {
    const answer = await fetch("/api/language", {
      method: "POST",
      body: new URLSearchParams({ to: language }),
      headers: { accept: "application/json" },
    });
    if (answer.ok) router.refresh();
  };

  return (
    <form
      method="post"
      action="/api/language"
      aria-label={label}
      onSubmit={(event) => {
        const button = event.nativeEvent.submitter;
        if (!(button instanceof HTMLButtonElement)) return;
        event.preventDefault();
        void change(button.value);
      }}
      className={look === "onInk" ? "-mx-1 flex" : "-ml-1 flex"}
    >
      <input type="hidden" name="back" value={back} />
      {languages.map((language) => (
        <button
          key={language}
          type="submit"
          name="to"
          value={language}
          lang={language}
          aria-current={language === current || undefined}
          className={classNames(
            "min-h-8 min-w-8 px-1 text-small uppercase hover:underline aria-[current]:font-semibold pointer-coarse:min-h-11 pointer-coarse:min-w-11",
            look === "onInk"
              ? "text-ink-text aria-[current]:text-white"
              : "text-petrol aria-[current]:text-ink",
          )}
        >
          {language}
          <span className="sr-only normal-case"> {ownNames[language]}</span>
        </button>
      ))}
    </form>
  );
}
