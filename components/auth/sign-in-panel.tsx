import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import { SupportCode } from "@/components/ui/support-code";

/** Codes that the sign-in page may meet in its address; any other gets the general sentence. */
const errorSentences = {
  level_too_low: "levelTooLow",
  csam_unreachable: "unreachable",
  access_denied: "cancelled",
  too_many_requests: "tooMany",
} as const;

const endSentences = {
  idle: "idle",
  absolute: "absolute",
  ended: "elsewhere",
  signed_out: "signedOut",
} as const;

/** Explains CSAM and leads there. `error` and `ended` come from the address and are not trusted. */
export function SignInPanel({
  action,
  returnPath,
  error,
  ended,
}: {
  /** Where the form posts to, with the return path as `to`. */
  action: string;
  returnPath: string;
  error?: string;
  ended?: string;
}) {
  const t = useTranslations("auth.signIn");
  return (
    <div className="mx-auto max-w-form">
      <EndNotice ended={ended} />
      <SignInErrorNotice error={error} />
      <PageHeading title={t("title")} lead={t("lead")} />
      <Card>
        <p className="mb-5">{t("explanation")}</p>
        <form method="post" action={action}>
          <input type="hidden" name="to" value={returnPath} />
          <SubmitButton icon="secure">{t("button")}</SubmitButton>
        </form>
        <h2 className="mt-8 mb-2 text-h3 font-semibold">{t("needTitle")}</h2>
        <ul className="grid gap-1">
          <Need>{t("needEid")}</Need>
          <Need>{t("needItsme")}</Need>
        </ul>
        <p className="mt-3 text-small text-ink-soft">
          {t("level")} {t("needRole")}
        </p>
      </Card>
    </div>
  );
}

function Need({ children }: { children: string }) {
  return (
    <li className="flex gap-2">
      <Icon name="check" className="mt-1.25 text-opened" />
      {children}
    </li>
  );
}

export function SignInErrorNotice({ error }: { error: string | undefined }) {
  const t = useTranslations("auth.error");
  if (error === undefined) return null;
  const sentence = isKey(errorSentences, error) ? errorSentences[error] : "generic";
  return (
    <Notification kind="error" title={t(`${sentence}Title`)} isLive>
      <p>{t(`${sentence}Body`)}</p>
      <SupportCode code={codeOf(error)} />
    </Notification>
  );
}

function EndNotice({ ended }: { ended: string | undefined }) {
  const t = useTranslations("auth.ended");
  if (ended === undefined || !isKey(endSentences, ended)) return null;
  const sentence = endSentences[ended];
  return (
    <Notification kind={ended === "signed_out" ? "success" : "info"} title={t(`${sentence}Title`)}>
      <p>{t(`${sentence}Body`)}</p>
    </Notification>
  );
}

/** Shown beside our sentence, hence nothing but a short code may pass. */
function codeOf(error: string): string {
  return /^[\w-]{1,40}$/.test(error) ? error : "unknown";
}

function isKey<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
