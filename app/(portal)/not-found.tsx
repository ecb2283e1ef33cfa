import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** Inside the portal the frame is there already. */
export default function PortalNotFound() {
  const t = useTranslations("errors");
  return (
    <>
      <PageHeading title={t("notFoundTitle")} lead={`${t("notFoundBody")} ${t("notFoundRole")}`} />
      <LinkButton href="/">{t("toHome")}</LinkButton>
    </>
  );
}
