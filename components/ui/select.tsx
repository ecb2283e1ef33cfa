import type { ComponentPropsWithRef } from "react";
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
  return (
    <Field id={id} label={label} hint={hint} error={error} isOptional={isOptional}>
      <div className={classNames("relative max-w-105", className)}>
        <select
          {...(typeof rest.value === "string" && { ref: keepThroughReset(rest.value) })}
          {...rest}
          {...ariaOf(id, { hint, error })}
          id={id}
          className={classNames(controlLook(error), "appearance-none pr-11")}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon
          name="down"
          className="pointer-events-none absolute top-1/2 right-3.5 -translate-y-1/2 text-ink-soft"
        />
      </div>
    </Field>
  );
}

/**
 * React resets a form whose action has answered. It gives inputs back the value that it holds for them,
 * but takes a list back to its first choice: this chooses again what was chosen.
 */
function keepThroughReset(value: string) {
  return (list: HTMLSelectElement) => {
    const chooseAgain = () =>
      queueMicrotask(() => {
        list.value = value;
      });
    const { form } = list;
    form?.addEventListener("reset", chooseAgain);
    return () => form?.removeEventListener("reset", chooseAgain);
  };
}
