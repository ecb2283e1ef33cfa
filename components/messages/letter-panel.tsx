import { useTranslations } from "next-intl";
import type { LetterView } from "@/components/messages/draft-view";
import { LetterPicture } from "@/components/messages/letter-picture";
import { Notification } from "@/components/ui/notification";
import { Paper } from "@/components/ui/paper";
import { DRAWN_PAGES } from "@/lib/attachments/schema";
import { SectionHeading } from "@/components/ui/section-heading";

/** The letter itself, beside the form. `version` changes with each save, so that the picture follows. */
export function LetterPanel({
  messageId,
  version,
  letter,
  recipientName,
}: {
  messageId: string;
  version: number;
  letter: LetterView;
  recipientName: string;
}) {
  const t = useTranslations("messages.letter");
  const isDrawn = letter.kind === "shown" || letter.kind === "own";
  const pdf = `/api/messages/${messageId}/letter`;
  return (
    <section aria-labelledby="letter-heading" className="wide:sticky wide:top-6">
      <SectionHeading
        id="letter-heading"
        aside={
          isDrawn && (
            <a href={pdf} target="_blank" className="text-link">
              {t("open")}
            </a>
          )
        }
      >
        {t("title")}
      </SectionHeading>
      {letter.kind === "none" && (
        <Paper label={t("blank")}>
          <p className="p-8 text-small text-ink-soft md:p-12">{t("noLanguage")}</p>
        </Paper>
      )}
      {letter.kind === "unprintable" && (
        <Notification kind="attention">
          <p>{t("unprintable", { characters: letter.characters.join(" ") })}</p>
        </Notification>
      )}
      {isDrawn && (
        <LetterPicture
          source={`${pdf}/picture?version=${version}`}
          alternative={t("alternative")}
          failure={t("failed")}
        />
      )}
      {letter.kind === "shown" && (
        <p className="mt-3 text-note text-ink-soft">
          {recipientName ? t("exact", { name: recipientName }) : t("nobody")}
          {letter.hasGaps && ` ${t("unfilled")}`}
        </p>
      )}
      {letter.kind === "own" && (
        <p className="mt-3 text-note text-ink-soft">
          {t("own")}
          {letter.pageCount > DRAWN_PAGES &&
            ` ${t("ownLong", { shown: DRAWN_PAGES, count: letter.pageCount })}`}
        </p>
      )}
    </section>
  );
}
