"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, useEffect, useRef } from "react";

export type FormError = { fieldId?: string; message: string };

/**
 * Stands on top of the main part after a failed submit, takes the focus, and leads to each
 * field. The page title says that something is wrong for who hears titles first.
 */
export function ErrorSummary({ errors, title }: { errors: readonly FormError[]; title?: string }) {
  const t = useTranslations("common");
  const box = useRef<HTMLDivElement>(null);
  const prefix = t("errorPrefix");

  useEffect(() => {
    if (errors.length === 0) return;
    box.current?.focus();
    const plainTitle = document.title;
    if (!plainTitle.startsWith(prefix)) document.title = `${prefix} ${plainTitle}`;
    return () => {
      document.title = plainTitle;
    };
  }, [errors, prefix]);

  if (errors.length === 0) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      aria-labelledby="error-summary-title"
      className="mb-7.5 rounded border-3 border-failed bg-paper px-5 py-5 md:px-7.5 md:py-6.5"
    >
      <h2 id="error-summary-title" className="mb-3 text-h2 font-semibold tracking-h2">
        {title ?? t("problem")}
      </h2>
      <ul className="grid gap-1">
        {errors.map(({ fieldId, message }) => (
          <li key={`${fieldId}-${message}`}>
            {fieldId === undefined ? (
              <span className="font-semibold text-failed">{message}</span>
            ) : (
              <a
                href={`#${fieldId}`}
                onClick={(event) => goToField(event, fieldId)}
                className="font-semibold text-failed underline hover:decoration-2"
              >
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Following the plain link would show the field without its label and without the caret. */
function goToField(event: MouseEvent, fieldId: string) {
  const field = document.getElementById(fieldId);
  if (field === null) return;
  event.preventDefault();
  const label =
    document.querySelector(`label[for="${CSS.escape(fieldId)}"]`) ?? field.closest("fieldset");
  (label ?? field).scrollIntoView({ block: "start" });
  const target = field.matches("fieldset") ? field.querySelector<HTMLElement>("input") : field;
  (target ?? field).focus({ preventScroll: true });
}
