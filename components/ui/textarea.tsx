import type { ComponentPropsWithRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field, type FieldText, ariaOf, controlLook } from "@/components/ui/field";

export function Textarea({
  id,
  label,
  hint,
  error,
  isOptional,
  limit,
  rows = 5,
  className,
  ...rest
}: FieldText & { id: string; limit?: number } & ComponentPropsWithRef<"textarea">) {
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      error={error}
      isOptional={isOptional}
      limit={limit}
      initialLength={String(rest.defaultValue ?? rest.value ?? "").length}
    >
      <textarea
        {...rest}
        {...ariaOf(id, { hint, error, limit })}
        id={id}
        rows={rows}
        className={classNames(
          controlLook(error),
          "field-sizing-content",
          rows < 5 ? "min-h-18" : "min-h-30",
          className,
        )}
      />
    </Field>
  );
}
