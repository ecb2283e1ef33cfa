import { useTranslations } from "next-intl";
import { SignOut } from "@/components/layout/sign-out";
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
      <div className="flex flex-wrap items-center gap-6">
        <LinkButton href="/" prefetch={false}>
          {t("retry")}
        </LinkButton>
        <SignOut action="/api/auth/sign-out" look="onPaper" />
      </div>
    </div>
  );
}
