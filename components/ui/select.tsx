import type { ComponentPropsWithRef } from "react";
import { ChosenList } from "@/components/ui/chosen-list";
import { classNames } from "@/components/ui/class-names";
import { Field, type FieldText, ariaOf, controlLook } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

export type SelectOption = { value: string; label: string };

export function Select({
  id,
  label,
  hint,
  error,
  isOptional,
  options,
  className,
  ...rest
}: FieldText & {
  id: string;
  options: readonly SelectOption[];
} & Omit<ComponentPropsWithRef<"select">, "children">) {
  const look = {
    ...ariaOf(id, { hint, error }),
    id,
    className: classNames(controlLook(error), "appearance-none pr-11"),
  };
  const choices = options.map((option) => (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  ));
  return (
    <Field id={id} label={label} hint={hint} error={error} isOptional={isOptional}>
      <div className={classNames("relative max-w-105", className)}>
        {typeof rest.value === "string" ? (
          <ChosenList {...rest} {...look} value={rest.value}>
            {choices}
          </ChosenList>
        ) : (
          <select {...rest} {...look}>
            {choices}
          </select>
        )}
        <Icon
          name="down"
          className="pointer-events-none absolute top-1/2 right-3.5 -translate-y-1/2 text-ink-soft"
        />
      </div>
    </Field>
  );
}
