import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Fieldset } from "@/components/ui/fieldset";

export type RadioOption = {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Why this cannot be chosen: the option stays, with this sentence in place of its hint. */
  unavailable?: ReactNode;
};

/**
 * One choice of a few, as cards or as a plain list. `inputProps` reaches every radio button:
 * a form library's `register(…)`, or `value` with `onChange`.
 */
export function RadioGroup({
  id,
  name,
  legend,
  hint,
  error,
  options,
  defaultValue,
  look = "cards",
  legendSize,
  inputProps,
}: {
  id: string;
  name: string;
  legend: string;
  hint?: ReactNode;
  error?: string;
  options: readonly RadioOption[];
  defaultValue?: string;
  look?: "cards" | "list";
  legendSize?: "label" | "heading";
  inputProps?: ComponentPropsWithRef<"input">;
}) {
  return (
    <Fieldset id={id} legend={legend} hint={hint} error={error} legendSize={legendSize}>
      <div className={look === "cards" ? "grid gap-3" : "grid gap-1"}>
        {options.map((option) => (
          <RadioChoice
            key={option.value}
            id={`${id}-${option.value}`}
            name={name}
            option={option}
            look={look}
            isChosen={defaultValue === undefined ? undefined : defaultValue === option.value}
            inputProps={inputProps}
          />
        ))}
      </div>
    </Fieldset>
  );
}

function RadioChoice({
  id,
  name,
  option,
  look,
  isChosen,
  inputProps,
}: {
  id: string;
  name: string;
  option: RadioOption;
  look: "cards" | "list";
  isChosen: boolean | undefined;
  inputProps: ComponentPropsWithRef<"input"> | undefined;
}) {
  const isUnavailable = option.unavailable !== undefined;
  const note = option.unavailable ?? option.hint;
  return (
    <div
      className={classNames(
        "grid grid-cols-[auto_1fr] gap-x-3",
        look === "cards" &&
          "relative rounded border border-line-strong bg-paper px-4 py-3.5 has-checked:border-petrol has-checked:bg-petrol-tint has-checked:shadow-[inset_0_0_0_1px_var(--color-petrol)]",
        look === "list" && "py-1.5",
        isUnavailable && "bg-sheet",
      )}
    >
      <input
        name={name}
        defaultChecked={isChosen}
        {...inputProps}
        type="radio"
        id={id}
        value={option.value}
        disabled={isUnavailable}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        className="relative z-1 mt-1 size-6 flex-none accent-petrol"
      />
      <label
        htmlFor={id}
        className={classNames(
          look === "cards" && "font-semibold after:absolute after:inset-0",
          isUnavailable && "text-ink-soft",
        )}
      >
        {option.label}
      </label>
      {note !== undefined && (
        <div id={`${id}-note`} className="relative col-start-2 text-small text-ink-soft">
          {note}
        </div>
      )}
    </div>
  );
}
