"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { classNames } from "@/components/ui/class-names";

const announceAfterMilliseconds = 1000;

/** Counts what stands in the field with this id; speaks only when one stops typing. */
export function CharacterCount({
  fieldId,
  limit,
  initialLength,
}: {
  fieldId: string;
  limit: number;
  initialLength: number;
}) {
  const t = useTranslations("common");
  const [used, setUsed] = useState(initialLength);
  const [spoken, setSpoken] = useState("");

  useEffect(() => {
    const field = document.getElementById(fieldId);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    const count = () => setUsed(field.value.length);
    // What was typed before this script arrived counts too.
    count();
    field.addEventListener("input", count);
    return () => field.removeEventListener("input", count);
  }, [fieldId]);

  const sentence =
    used > limit
      ? t("charactersOver", { over: used - limit })
      : t("charactersLeft", { left: limit - used });

  useEffect(() => {
    const timer = setTimeout(() => setSpoken(sentence), announceAfterMilliseconds);
    return () => clearTimeout(timer);
  }, [sentence]);

  return (
    <div
      className={classNames(
        "mt-1 text-right text-tiny tabular-nums",
        used > limit ? "font-semibold text-failed" : "text-ink-soft",
      )}
    >
      <span aria-hidden="true">{used > limit ? sentence : t("characters", { used, limit })}</span>
      <span id={`${fieldId}-count`} className="sr-only">
        {t("characters", { used: 0, limit })}
      </span>
      <span aria-live="polite" className="sr-only">
        {used > 0 ? spoken : ""}
      </span>
    </div>
  );
}
