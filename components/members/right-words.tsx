import { useTranslations } from "next-intl";
import type { Right } from "@/lib/members/schema";
import type { Language } from "@/lib/text/languages";
import type { ServiceName } from "@/lib/members/schema";

/** "Afzender, Dienst Financiën": a right in words, the same wherever one is named. */
export function useRightWords(services: readonly ServiceName[], language: Language) {
  const t = useTranslations("members");
  return ({ role, serviceId }: Right): string => {
    const service = services.find(({ id }) => id === serviceId);
    const place = serviceId === null ? t("wholeOrganisation") : (service?.name[language] ?? "");
    return t("rightLine", { role: t(`role.${role}`), place });
  };
}
