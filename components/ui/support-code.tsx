import { useTranslations } from "next-intl";

/** The stable code of an error: small, after the sentence, for who calls the helpdesk. */
export function SupportCode({ code }: { code: string }) {
  const t = useTranslations("common");
  return <p className="mt-1 text-tiny text-ink-soft">{t("supportCode", { code })}</p>;
}
