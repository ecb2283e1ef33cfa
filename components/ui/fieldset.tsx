import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { ariaOf } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";

/** Several controls that answer one question. The id is the error summary's target. */
export function Fieldset({
  id,
  legend,
  hint,
  error,
  legendSize = "label",
  children,
}: {
  id: string;
  legend: string;
  hint?: ReactNode;
  error?: string;
  legendSize?: "label" | "heading";
  children: ReactNode;
}) {
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className="mb-6 min-w-0"
      aria-describedby={ariaOf(id, { hint, error })["aria-describedby"]}
    >
      <legend
        className={classNames(
          "mb-1 font-semibold",
          legendSize === "heading" && "mb-2 text-h2 tracking-h2",
        )}
      >
        {legend}
      </legend>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mb-2 text-small text-ink-soft">
          {hint}
        </div>
      )}
      <FieldError id={id} error={error} />
      {children}
    </fieldset>
  );
}
