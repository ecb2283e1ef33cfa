import { useTranslations } from "next-intl";
import { ariaOf, controlLook } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { SubmitButton } from "@/components/ui/submit-button";

/** One field that searches; it belongs inside a form with method GET, so that results have an address. */
export function SearchField({
  id,
  name,
  label,
  hint,
  error,
  defaultValue,
}: {
  id: string;
  name: string;
  label: string;
  hint?: string;
  /** The sentence of the error, the same as in the error summary. */
  error?: string;
  defaultValue?: string;
}) {
  const t = useTranslations("common");
  return (
    <div role="search">
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mb-2 text-small text-ink-soft">
          {hint}
        </div>
      )}
      <FieldError id={id} error={error} />
      <div className="flex max-w-form flex-wrap gap-3">
        <input
          {...ariaOf(id, { hint, error })}
          id={id}
          name={name}
          type="search"
          defaultValue={defaultValue}
          autoComplete="off"
          className={`${controlLook(error)} min-w-0 flex-1 basis-56`}
        />
        <SubmitButton icon="search">{t("search")}</SubmitButton>
      </div>
    </div>
  );
}
