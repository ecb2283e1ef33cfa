import { useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import type { LetterNotice } from "@/lib/messages/rules";

/** What the sender's own PDF cannot do, told before it is sent. */
export function LetterNotices({ notices }: { notices: readonly LetterNotice[] }) {
  const t = useTranslations("messages");
  if (notices.length === 0) return null;
  return (
    <Notification kind="attention" title={t("check.notices")}>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        {notices.map((notice) => (
          <li key={notice}>{t(`notice.${notice}`)}</li>
        ))}
      </ul>
    </Notification>
  );
}
