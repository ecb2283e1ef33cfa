import { useTranslations } from "next-intl";
import type { DraftView } from "@/components/messages/draft-view";
import { MessageAction } from "@/components/messages/message-action";
import { SubmitButton } from "@/components/ui/submit-button";
import { TabLinks } from "@/components/ui/tab-links";
import { capitalised } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { countWords } from "@/lib/messages/body/rules";
import { addLanguage, removeLanguage } from "@/lib/messages/languages/actions";
import {
  isInSeveral,
  languagesWritten,
  lettersByLanguage,
  textFor,
} from "@/lib/messages/languages/rules";

/** The texts of a message in several languages, each at its own address. */
export function TextLanguages({
  draft,
  current,
}: {
  draft: DraftView;
  current: LetterLanguage | null;
}) {
  const t = useTranslations("messages");
  const names = useTranslations("common.language");
  if (!isInSeveral(draft)) return null;
  return (
    <TabLinks
      label={t("text.languages")}
      tabs={languagesWritten(draft).map((language) => {
        const count = countWords(textFor(draft, language).body);
        return {
          href: `/messages/${draft.id}/text?language=${language}`,
          label: capitalised(names(language)),
          isCurrent: language === current,
          count: count === 0 ? t("text.empty") : t("answer.words", { count }),
        };
      })}
    />
  );
}

/** Lets a further language in, where the kind of message allows one and the main one is chosen. */
export function AlsoWrite({ draft }: { draft: DraftView }) {
  const t = useTranslations("messages.text");
  const names = useTranslations("common.language");
  const written = languagesWritten(draft);
  const more = draft.messageType.languages.filter((language) => !written.includes(language));
  if (written.length === 0 || more.length === 0) return null;
  return (
    <MessageAction
      action={addLanguage}
      messageId={draft.id}
      lockNumber={draft.lockNumber}
      className="mt-4"
    >
      {written.length === 1 && <p className="text-small text-ink-soft">{t("alsoHint")}</p>}
      <div className="flex flex-wrap gap-x-4">
        {more.map((language) => (
          <SubmitButton
            key={language}
            variant="quiet"
            size="small"
            icon="add"
            name="language"
            value={language}
          >
            {t("alsoIn", { language: names(language) })}
          </SubmitButton>
        ))}
      </div>
    </MessageAction>
  );
}

/** Takes the text that is looked at out, once it is said who gets it now. */
export function TakeOut({ draft, current }: { draft: DraftView; current: LetterLanguage | null }) {
  const t = useTranslations("messages.text");
  const names = useTranslations("common.language");
  const [other] = languagesWritten(draft).filter((language) => language !== current);
  if (current === null || other === undefined) return null;
  const letters = lettersByLanguage(draft, draft.recipients.languages);
  const count = letters.find(({ language }) => language === current)?.count ?? 0;
  const what = draft.recipients.file
    ? t("takeOutRows")
    : t("takeOutPeople", { language: names(other) });
  return (
    <MessageAction
      action={removeLanguage}
      messageId={draft.id}
      lockNumber={draft.lockNumber}
      className="mt-4"
    >
      <input type="hidden" name="language" value={current} />
      <p className="text-small text-ink-soft">
        {t("takeOutHint", { count })} {count > 0 && what}
      </p>
      <SubmitButton variant="quiet" size="small">
        {t("takeOut", { language: names(current) })}
      </SubmitButton>
    </MessageAction>
  );
}
