import { useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { TextLink } from "@/components/ui/text-link";

/** The end of the way for a recipient without a usable eBox: nothing to fill in, but ways out. */
export function NoBoxPanel({
  messageId,
  recipientName: name,
  isLetterShown,
}: {
  messageId: string;
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
