import { useTranslations } from "next-intl";

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  const t = useTranslations("common");
  if (error === undefined) return null;
  return (
    <p id={`${id}-error`} className="mb-2 text-small font-semibold text-failed">
      <span className="sr-only">{t("errorPrefix")} </span>
      {error}
    </p>
  );
}
