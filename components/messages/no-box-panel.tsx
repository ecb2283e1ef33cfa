import { useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { savePaper } from "@/lib/messages/actions";

/** The end of the way for a recipient without a usable eBox: nothing to fill in, but ways out. */
export function NoBoxPanel({
  messageId,
  lockNumber,
  recipientName: name,
  isLetterShown,
}: {
  messageId: string;
  lockNumber: number;
  recipientName: string;
  isLetterShown: boolean;
}) {
  const t = useTranslations("messages.check.noBox");
  const ways = [
    ...(isLetterShown
      ? [{ href: `/api/messages/${messageId}/letter`, label: t("print"), isFile: true }]
      : []),
    { href: `/messages/${messageId}/recipient?from=check`, label: t("change") },
    { href: "/messages?list=drafts", label: t("keep") },
    { href: `/messages/${messageId}/discard`, label: t("discard") },
  ];
  return (
    <Notification kind="error" title={t("title")}>
      <p>{t("body", { name })}</p>
      <MessageAction action={savePaper} messageId={messageId} lockNumber={lockNumber}>
        <input type="hidden" name="paperWanted" value="yes" />
        <input type="hidden" name="backTo" value="check" />
        <div className="my-3">
          <SubmitButton variant="secondary">{t("paper")}</SubmitButton>
        </div>
      </MessageAction>
      <p className="mb-3 text-small">{t("paperHint")}</p>
      <p>{t("others")}</p>
      <ul className="mt-2 grid list-disc gap-1 pl-5">
        {ways.map(({ href, label, isFile }) => (
          <li key={href}>
            <TextLink
              href={href}
              {...(isFile === true ? { target: "_blank", prefetch: false } : {})}
            >
              {label}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notification>
  );
}
