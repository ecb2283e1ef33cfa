import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** Inside the portal the frame is there already. */
export default function PortalNotFound() {
  const t = useTranslations("errors");
  const layout = useTranslations("layout");
  return (
    <>
      {/* A page that was not found has no metadata of its own: React brings this title to the head. */}
      <title>{`${t("notFoundTitle")} – ${layout("product")}`}</title>
      <PageHeading title={t("notFoundTitle")} lead={`${t("notFoundBody")} ${t("notFoundRole")}`} />
      <LinkButton href="/">{t("toHome")}</LinkButton>
    </>
  );
}
