import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** For who is signed in and has no role: not an error, but a next step. */
export function NoAccessPanel({ personName }: { personName?: string }) {
  const t = useTranslations("auth.noAccess");
  return (
    <div className="max-w-form">
      <PageHeading
        title={t("title")}
        lead={personName === undefined ? t("signedIn") : t("signedInAs", { name: personName })}
      />
      <h2 className="mb-2 text-h2 font-semibold tracking-h2">{t("whomTitle")}</h2>
      <p className="mb-3">{t("whomKnown")}</p>
      <p className="mb-3">{t("whomNew")}</p>
      <p className="mb-6">{t("afterwards")}</p>
      <LinkButton href="/" prefetch={false}>
        {t("retry")}
      </LinkButton>
    </div>
  );
}
