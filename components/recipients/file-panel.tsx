import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FileSize } from "@/components/attachments/file-size";
import { ColumnForm } from "@/components/recipients/column-form";
import { MessageAction } from "@/components/messages/message-action";
import { FaultAnswers } from "@/components/recipients/fault-answers";
import { ReadingWatch } from "@/components/recipients/reading-watch";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { Notification } from "@/components/ui/notification";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import type { ArchiveView } from "@/lib/attachments/personal/schema";
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import type { LettersInLanguage } from "@/lib/messages/languages/rules";
import { chooseLanguage, removeRecipientFile } from "@/lib/recipients/files/actions";
import type { RecipientFileView, RecipientNeeds } from "@/lib/recipients/files/schema";
import { isSheetRefusal } from "@/lib/recipients/files/rules";

/** The spreadsheet that the recipients come from: what became of it, and what it still asks. */
export function FilePanel({
  messageId,
  lockNumber,
  file,
  archive,
  needs,
  languages,
  letters,
  alsoWrite,
  recipients: { count, unchecked },
}: {
  messageId: string;
  lockNumber: number;
  file: RecipientFileView;
  archive: ArchiveView | null;
  needs: RecipientNeeds;
  /** In which this kind of message may be written. */
  languages: readonly LetterLanguage[];
  /** Of a message in several how many go in each; empty: it is in one. */
  letters: readonly LettersInLanguage[];
  /** The way to a further language. */
  alsoWrite: ReactNode;
  recipients: { count: number; unchecked: number };
}) {
  const t = useTranslations("sheets");
  const common = useTranslations("common.language");
  const closed = useTranslations("recipients");
  const { state, findings, refusal } = file;
  const archiveName = archive?.fileName ?? null;
  const columns = { messageId, lockNumber, file, needs, archiveName };
  return (
    <Card id="recipient-file-panel" heading={t("title")}>
      <p className="mb-1 font-semibold break-all">
        {file.fileName}{" "}
        <span className="text-small font-normal text-ink-soft">
          (<FileSize bytes={file.size} />)
        </span>
      </p>
      <p className="mb-5 text-small text-ink-soft">
        {t("uploaded", { name: file.uploadedBy, when: file.uploadedAt })}
      </p>
      <ReadingWatch
        messageId={messageId}
        lockNumber={lockNumber}
        fileName={file.fileName}
        archiveName={archiveName}
        known={{ state, rowsRead: file.rowsRead, progress: file.progress, unchecked, archive }}
      />
      {state === "refused" && refusal && (
        <Notification kind="error" title={t("refused", { file: file.fileName })}>
          <p>
            {t(`refusal.${isSheetRefusal(refusal.code) ? refusal.code : "damaged"}`, {
              detail: refusal.detail ?? "",
            })}
          </p>
        </Notification>
      )}
      {state === "read" && findings && (
        <>
          {findings.match.missing.length > 0 ? (
            <ColumnForm {...columns} findings={findings} />
          ) : (
            <>
              <FaultAnswers {...{ messageId, lockNumber, file, findings, recipients: count }} />
              <Details summary={t("match.title")}>
                <ColumnForm {...columns} findings={findings} />
              </Details>
            </>
          )}
        </>
      )}
      {state === "read" && letters.length > 0 && (
        <>
          <ul className="mt-6">
            {letters.map(({ language, count: own }) => (
              <li key={language}>
                {t("language.counts", { count: own, language: common(language) })}
              </li>
            ))}
          </ul>
          {needs.language && findings?.match.targets.language === undefined && (
            <Notification kind="attention">
              <p>{t("language.noColumn", { language: common(needs.language) })}</p>
            </Notification>
          )}
        </>
      )}
      <MessageAction
        action={chooseLanguage}
        messageId={messageId}
        lockNumber={lockNumber}
        className="mt-6"
      >
        <RadioGroup
          id="file-language"
          name="language"
          legend={t(letters.length > 0 ? "language.main" : "language.legend")}
          look="list"
          defaultValue={needs.language ?? ""}
          options={LETTER_LANGUAGES.map((value) => ({
            value,
            label: common(value),
            unavailable: languages.includes(value) ? undefined : closed("languageClosed"),
          }))}
        />
        <SubmitButton variant="secondary" size="small">
          {t("language.save")}
        </SubmitButton>
      </MessageAction>
      {alsoWrite}
      <div className="mt-7 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line pt-4">
        <TextLink href={`/messages/${messageId}/recipient/file`}>{t("another")}</TextLink>
        <MessageAction action={removeRecipientFile} messageId={messageId} lockNumber={lockNumber}>
          <SubmitButton variant="quiet" size="small">
            {t("byHand")}
          </SubmitButton>
        </MessageAction>
      </div>
    </Card>
  );
}
