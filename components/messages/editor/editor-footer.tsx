"use client";

import { useTranslations } from "next-intl";
import { countCharacters, countWords } from "@/lib/messages/body/rules";
import { CHARACTER_LIMIT, type Document } from "@/lib/messages/body/schema";

/** How much there is, and the way to the other form of the same text. */
export function EditorFooter({
  document,
  isSource,
  onSwitch,
}: {
  document: Document;
  isSource: boolean;
  onSwitch: () => void;
}) {
  const t = useTranslations("messages.editor");
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line px-4 py-1 text-small text-ink-soft">
      <span>
        {t("counts", {
          words: countWords(document),
          characters: countCharacters(document),
          limit: CHARACTER_LIMIT,
        })}
      </span>
      <button
        type="button"
        aria-pressed={isSource}
        onClick={onSwitch}
        className="min-h-9 rounded-small px-2 font-semibold text-petrol hover:bg-petrol-tint aria-pressed:bg-petrol-tint pointer-coarse:min-h-11"
      >
        {t("source.switch")}
      </button>
    </div>
  );
}
