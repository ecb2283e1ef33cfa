import { useTranslations } from "next-intl";
import { SignOutButton } from "@/components/replies/sign-out-button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";

/** For a link that leads nowhere and for somebody else's alike: nothing of any message is told. */
export function ReplyRefused({ name }: { name: string }) {
  const t = useTranslations("answering");
  return (
    <div className="mx-auto max-w-form">
      <PageHeading title={t("refusedTitle")} lead={t("signedInAs", { name })} />
      <Card>
        <p className="mb-3">{t("refusedBody")}</p>
        <p className="mb-5">{t("entranceEnterprise")}</p>
        <SignOutButton variant="secondary">{t("refusedOther")}</SignOutButton>
      </Card>
    </div>
  );
}
