import { useFormatter, useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { TextLink } from "@/components/ui/text-link";
import type { LetterNotice } from "@/lib/messages/rules";
import type { SecondLook } from "@/lib/messages/second-look";

/** What the sender's own PDF cannot do, and what looks like a slip: told before it is sent. */
export function LetterNotices({
  notices,
  looks = [],
}: {
  notices: readonly LetterNotice[];
  looks?: readonly SecondLook[];
}) {
  const t = useTranslations("messages");
  if (notices.length + looks.length === 0) return null;
  return (
    <Notification kind="attention" title={t(looks.length > 0 ? "check.looks" : "check.notices")}>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        {notices.map((notice) => (
          <li key={notice}>{t(`notice.${notice}`)}</li>
        ))}
        {looks.map((look) => (
          <li key={JSON.stringify(look)}>
            <Look look={look} />
          </li>
        ))}
      </ul>
    </Notification>
  );
}

function Look({ look }: { look: SecondLook }) {
  const t = useTranslations("messages.notice");
  const names = useTranslations("common.language");
  const format = useFormatter();
  switch (look.code) {
    case "paper_not_registered":
    case "paper_without_files":
      return t(look.code, { count: look.count });
    case "never_opens": {
      const { count, names } = look;
      return t("never_opens", {
        count,
        names: format.list(names, "and"),
        more: count - names.length,
      });
    }
    case "amount_apart": {
      const euro = (cents: number) => format.number(cents / 100, "euro");
      const { cents, typical, others, position } = look;
      return (
        <>
          {t("amount_apart", { amount: euro(cents), typical: euro(typical), others })}{" "}
          <TextLink href={`?recipient=${position}`}>{t("amount_apart_look")}</TextLink>
        </>
      );
    }
    case "language_unused":
      return t("language_unused", { language: names(look.language) });
    default:
      return t(look.code, { written: look.detail });
  }
}
