import { useTranslations } from "next-intl";
import type { Draft } from "@/components/deliveries/drafts-table";
import { MessageStateTag } from "@/components/messages/message-state-tag";
import { Card } from "@/components/ui/card";
import { SectionHeading } from "@/components/ui/section-heading";
import { TextLink } from "@/components/ui/text-link";

const shownAtMost = 5;

/** What was begun and waits to be finished. */
export function Drafts({ drafts }: { drafts: readonly Draft[] }) {
  const t = useTranslations("home.drafts");
  const history = useTranslations("history.drafts");
  return (
    <section aria-labelledby="drafts-heading" className="min-w-0 wrap-anywhere">
      <SectionHeading
        id="drafts-heading"
        aside={
          drafts.length > shownAtMost && (
            <TextLink href="/messages?list=drafts" className="py-0.5">
              {t("all")}
            </TextLink>
          )
        }
      >
        {t("title")}
      </SectionHeading>
      <Card isPadded={false}>
        {drafts.length === 0 && <p className="px-5.5 py-4.5 text-ink-soft">{t("none")}</p>}
        <ul>
          {drafts.slice(0, shownAtMost).map((draft) => (
            <li key={draft.id} className="border-b border-line px-5.5 py-4.5 last:border-b-0">
              <TextLink
                href={`/messages/${draft.id}`}
                className="line-clamp-2 font-semibold no-underline hover:underline"
              >
                {draft.subject || history("untitled")}
              </TextLink>
              {draft.state === "sent_back" && (
                <p className="my-1">
                  <MessageStateTag state={draft.state} />
                </p>
              )}
              <p className="text-small text-ink-soft">
                {draft.authorName} · {t("saved", { date: draft.savedAt })}
              </p>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}
