import { useTranslations } from "next-intl";
import { SignInErrorNotice } from "@/components/auth/sign-in-panel";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";

/** What everybody sees before signing in, whatever the link: whether it leads anywhere is not told. */
export function ReplyEntrance({ token, error }: { token: string; error?: string }) {
  const t = useTranslations("answering");
  return (
    <div className="mx-auto max-w-form">
      <SignInErrorNotice error={error} />
      <PageHeading title={t("title")} lead={t("entranceLead")} />
      <Card>
        <p className="mb-5">{t("entranceHow")}</p>
        <form method="post" action="/api/auth/start">
          <input type="hidden" name="to" value={`/reply/${token}`} />
          <SubmitButton icon="secure">{t("signIn")}</SubmitButton>
        </form>
        <p className="mt-6 text-small text-ink-soft">{t("entranceEnterprise")}</p>
      </Card>
    </div>
  );
}
