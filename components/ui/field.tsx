import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CharacterCount } from "@/components/ui/character-count";
import { FieldError } from "@/components/ui/field-error";

export type FieldText = {
  label: string;
  hint?: ReactNode;
  /** The sentence of the error, the same as in the error summary. */
  error?: string;
  isOptional?: boolean;
};

/** Label above, then what to know, then what is wrong, then the field: in reading order. */
export function Field({
  id,
  label,
  hint,
  error,
  isOptional = false,
  limit,
  initialLength = 0,
  children,
}: FieldText & { id: string; limit?: number; initialLength?: number; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div className="mb-6">
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
        {isOptional && <span className="font-normal text-ink-soft"> ({t("optional")})</span>}
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mb-2 text-small text-ink-soft">
          {hint}
        </div>
      )}
      <FieldError id={id} error={error} />
      {children}
      {limit !== undefined && (
        <CharacterCount fieldId={id} limit={limit} initialLength={initialLength} />
      )}
    </div>
  );
}

/** The aria attributes that tie a control to its hint, its error and its counter. */
export function ariaOf(
  id: string,
  { hint, error, limit }: { hint?: ReactNode; error?: string; limit?: number },
) {
  const described = [
    hint !== undefined && `${id}-hint`,
    error !== undefined && `${id}-error`,
    limit !== undefined && `${id}-count`,
  ].filter(Boolean);
  return {
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
    "aria-invalid": error !== undefined ? (true as const) : undefined,
  };
}

/** The look shared by everything one types or chooses in. */
export function controlLook(error: string | undefined): string {
  return [
    "block w-full rounded border-[1.5px] bg-paper px-3.25 py-2.25 text-field text-ink",
    error !== undefined
      ? "border-failed shadow-[inset_0_0_0_1px_var(--color-failed)]"
      : "border-field",
  ].join(" ");
}
