import type { ComponentPropsWithRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field, type FieldText, ariaOf, controlLook } from "@/components/ui/field";

/**
 * `id` is what the error summary links to. The limit is told and counted, not enforced while
 * typing: cutting a pasted text silently loses it.
 */
export function TextInput({
  id,
  label,
  hint,
  error,
  isOptional,
  limit,
  width = "full",
  className,
  ...rest
}: FieldText & {
  id: string;
  limit?: number;
  width?: "full" | "half" | "short";
} & ComponentPropsWithRef<"input">) {
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
      <input
        type="text"
        {...rest}
        {...ariaOf(id, { hint, error, limit })}
        id={id}
        className={classNames(
          controlLook(error),
          width === "short" && "max-w-65",
          width === "half" && "max-w-105",
          className,
        )}
      />
    </Field>
  );
}
