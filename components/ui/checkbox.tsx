import type { ComponentPropsWithRef, ReactNode } from "react";
import { ariaOf } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";

export function Checkbox({
  id,
  label,
  hint,
  error,
  ...rest
}: {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
} & Omit<ComponentPropsWithRef<"input">, "type">) {
  return (
    <div className="mb-3">
      <FieldError id={id} error={error} />
      <div className="grid grid-cols-[auto_1fr] gap-x-3 py-1">
        <input
          {...rest}
          {...ariaOf(id, { hint, error })}
          type="checkbox"
          id={id}
          className="mt-1 size-6 flex-none accent-petrol"
        />
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="col-start-2 text-small text-ink-soft">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
