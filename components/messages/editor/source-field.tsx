"use client";

import { useTranslations } from "next-intl";

/** The letter's text with its signs, for those who would rather type than press; and for their readers. */
export function SourceField({
  id,
  label,
  describedBy,
  isInvalid,
  language,
  source,
  onChange,
}: {
  id: string;
  label: string;
  describedBy: string;
  isInvalid: boolean;
  language: string | undefined;
  source: string;
  onChange: (source: string) => void;
}) {
  const t = useTranslations("messages.editor.source");
  return (
    <>
      <p
        id={`${id}-signs`}
        className="border-b border-line bg-desk px-4 py-3 text-small text-ink-soft"
      >
        {t("hint")}
      </p>
      <textarea
        id={id}
        aria-label={label}
        aria-describedby={`${describedBy} ${id}-signs`}
        aria-invalid={isInvalid || undefined}
        lang={language}
        spellCheck
        value={source}
        onChange={(event) => onChange(event.target.value)}
        className="block field-sizing-content min-h-80 w-full px-4.5 py-4"
      />
    </>
  );
}
