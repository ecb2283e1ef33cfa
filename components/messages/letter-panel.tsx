import { useTranslations } from "next-intl";
import type { DraftView, LetterView } from "@/components/messages/draft-view";
import { formatOf } from "@/components/deliveries/letter-panel";
import { isInSeveral, languageFor, lettersByLanguage } from "@/lib/messages/languages/rules";
import { isDraftState } from "@/lib/messages/schema";
import { LetterLanguages, LetterSteps } from "@/components/messages/letter-steps";
import { LetterPicture } from "@/components/messages/letter-picture";
import { ValueOrigins } from "@/components/messages/value-origins";
import { DownloadLink } from "@/components/ui/download-link";
import { Notification } from "@/components/ui/notification";
import { Paper } from "@/components/ui/paper";
import { DRAWN_PAGES } from "@/lib/attachments/schema";
import { TextLink } from "@/components/ui/text-link";
import { SectionHeading } from "@/components/ui/section-heading";

/** The letter itself, beside the form. Its address changes with each save, so that the picture follows. */
export function LetterPanel({ draft, letter }: { draft: DraftView; letter: LetterView }) {
  const t = useTranslations("messages.letter");
  const { id: messageId, lockNumber: version, shown: place, personalFiles: files } = draft;
  const recipientName = draft.recipient?.name ?? "";
  // In a test environment a draft can be sent to a test citizen first.
  const mayBeTried = draft.environment === "test" && isDraftState(draft.state);
  const isDrawn = letter.kind === "shown" || letter.kind === "own";
  const pdf = `/api/messages/${messageId}/letter`;
  const query = queryOf(draft);
  return (
    <section aria-labelledby="letter-heading" className="wide:sticky wide:top-6">
      <SectionHeading
        id="letter-heading"
        aside={
          isDrawn && (
            <a href={query ? `${pdf}?${query}` : pdf} target="_blank" className="text-link">
              {t("open")}
            </a>
          )
        }
      >
        {t("title")}
      </SectionHeading>
      {place !== null && <LetterSteps place={place} />}
      {isInSeveral(draft) && (
        <LetterLanguages
          shownIn={draft.shownIn}
          letters={lettersByLanguage(draft, draft.recipients.languages)}
        />
      )}
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
          source={`${pdf}/picture?version=${version}&${query}`}
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
      {letter.kind === "shown" && <ValueOrigins origins={letter.origins} />}
      {isDrawn && mayBeTried && (
        <p className="mt-3 text-small">
          <TextLink href={`/messages/${messageId}/trial`}>{t("trial")}</TextLink>
        </p>
      )}
      {letter.kind === "own" && (
        <p className="mt-3 text-note text-ink-soft">
          {t("own")}
          {letter.pageCount > DRAWN_PAGES &&
            ` ${t("ownLong", { shown: DRAWN_PAGES, count: letter.pageCount })}`}
        </p>
      )}
      {files.length > 0 && (
        <>
          <h3 className="mt-5 mb-1 text-small font-semibold">{t("ownFiles")}</h3>
          <ul className="grid gap-1 text-small">
            {files.map((file) => (
              <li key={file.id}>
                <DownloadLink
                  href={`/api/messages/${messageId}/personal/${file.id}`}
                  label={file.fileName}
                  format={formatOf(file.mediaType)}
                  bytes={file.size}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The whole letter as a PDF; null where there is none to be seen. */
export function letterHref(messageId: string, { kind }: LetterView): string | null {
  return kind === "shown" || kind === "own" ? `/api/messages/${messageId}/letter` : null;
}

/** Whose letter it is, for its address; of a text that nobody gets yet, the language alone. */
function queryOf(draft: DraftView): string {
  const { shown, shownIn } = draft;
  if (shownIn !== languageFor(draft, draft.recipient)) return `language=${shownIn}`;
  return shown === null ? "" : `recipient=${shown.position}`;
}
