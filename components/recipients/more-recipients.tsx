import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";

/** The way from one recipient to several. */
export function MoreRecipients({
  messageId,
  hasRecipient,
}: {
  messageId: string;
  hasRecipient: boolean;
}) {
  const t = useTranslations("recipients.more");
  return (
    <aside
      aria-labelledby="more-recipients"
      className="mt-6 rounded border border-line bg-paper px-4 py-5 md:px-7"
    >
      <h2 id="more-recipients" className="font-semibold">
        {t("title")}
      </h2>
      <p className="text-small text-ink-soft">{t("lead")}</p>
      <ul className="mt-2 grid gap-1.5">
        {hasRecipient && (
          <li>
            <TextLink href={`/messages/${messageId}/recipient/new`}>{t("add")}</TextLink>
          </li>
        )}
        <li>
          <TextLink href={`/messages/${messageId}/recipient/file`}>{t("file")}</TextLink>
        </li>
      </ul>
    </aside>
  );
}
