import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveData } from "@/components/layout/live-data";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { EarlierNotice } from "@/components/messages/earlier-notice";
import { AlsoWrite } from "@/components/messages/text-languages";
import { RefreshWhile } from "@/components/messages/refresh-while";
import { ArchivePanel } from "@/components/recipients/archive-panel";
import { FaultyRows } from "@/components/recipients/faulty-rows";
import { FilePanel } from "@/components/recipients/file-panel";
import { MoreRecipients } from "@/components/recipients/more-recipients";
import { RecipientForm } from "@/components/recipients/recipient-form";
import { RecipientList } from "@/components/recipients/recipient-list";
import { WhereLettersGo } from "@/components/recipients/where-letters-go";
import { ActionBar } from "@/components/ui/action-bar";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { getEarlierMessages } from "@/lib/messages/earlier/data";
import type { Draft } from "@/lib/messages/data";
import { isInSeveral, languageFor, lettersByLanguage } from "@/lib/messages/languages/rules";
import { recipientNeeds } from "@/lib/messages/values/rules";
import { listFaultyRows } from "@/lib/recipients/files/data";
import type { FaultyRow, RecipientFileView } from "@/lib/recipients/files/schema";
import { loadComposer, type Composer, type StepProps } from "../composer";
import { recipientAnswers } from "./answers";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("recipient") };
}

/** The recipients: one typed by hand, several, or a spreadsheet of them. */
export default async function RecipientPage(props: StepProps) {
  const composer = await loadComposer(props);
  const { actor, draft, problems, letter, sentBack } = composer;
  const { file, count } = draft.recipients;
  const faults = file ? await listFaultyRows(actor, draft.id) : [];
  const isKnown = count > 0 && (!file || file.state === "read");
  const earlier = isKnown ? await getEarlierMessages(actor, draft.id) : null;
  return (
    <TextProvider sections={["messages", "recipients", "sheets", "attachments"]}>
      <LiveData>
        <ComposerFrame draft={draft} {...{ problems, letter, sentBack }} current="recipient">
          <EarlierNotice earlier={earlier} recipients={count} />
          {file ? (
            <FromFile draft={draft} file={file} faults={faults} />
          ) : count > 1 ? (
            <Several draft={draft} />
          ) : (
            <One composer={composer} />
          )}
        </ComposerFrame>
      </LiveData>
    </TextProvider>
  );
}

function One({ composer: { draft, version, isFromCheck } }: { composer: Composer }) {
  const { recipient } = draft;
  return (
    <>
      <RecipientForm
        version={version}
        isFromCheck={isFromCheck}
        unprintable={recipient?.unprintable ?? []}
        recipientId={null}
        several={null}
        {...recipientAnswers(draft, recipient)}
      />
      <MoreRecipients messageId={draft.id} hasRecipient={recipient !== null} />
    </>
  );
}

async function Several({ draft }: { draft: Draft }) {
  const t = await getTranslations("recipients");
  const { id: messageId, lockNumber, recipients, paperWanted } = draft;
  const people = draft.people.map((person) => ({
    ...person,
    letterIn: isInSeveral(draft) ? languageFor(draft, person) : null,
  }));
  return (
    <div className="grid grid-cols-1 gap-6">
      <Card id="recipients-step" heading={t("title")}>
        <RecipientList messageId={messageId} lockNumber={lockNumber} people={people} />
      </Card>
      {recipients.unchecked > 0 && <RefreshWhile />}
      <WhereLettersGo {...{ messageId, lockNumber, recipients, paperWanted }} />
      <GoOn messageId={messageId} />
    </div>
  );
}

function FromFile({
  draft,
  file,
  faults,
}: {
  draft: Draft;
  file: RecipientFileView;
  faults: readonly FaultyRow[];
}) {
  const { id: messageId, lockNumber, recipients, paperWanted, archive } = draft;
  return (
    <div className="grid grid-cols-1 gap-6">
      <FilePanel
        messageId={messageId}
        lockNumber={lockNumber}
        file={file}
        archive={archive}
        alsoWrite={<AlsoWrite draft={draft} />}
        needs={recipientNeeds(draft)}
        languages={draft.messageType.languages}
        letters={isInSeveral(draft) ? lettersByLanguage(draft, recipients.languages) : []}
        recipients={recipients}
      />
      {file.state === "read" && faults.length > 0 && (
        <FaultyRows
          header={file.header}
          ignored={file.findings?.match.ignored ?? []}
          rows={faults}
          total={file.faultyRows + file.repeatedRows}
        />
      )}
      <ArchivePanel
        messageId={messageId}
        lockNumber={lockNumber}
        archive={archive}
        unnamed={file.state === "read" ? file.findings?.unnamedFiles : undefined}
        recipients={recipients}
      />
      {file.state === "read" && recipients.count > 0 && (
        <WhereLettersGo {...{ messageId, lockNumber, recipients, paperWanted }} />
      )}
      <GoOn messageId={messageId} />
    </div>
  );
}

async function GoOn({ messageId }: { messageId: string }) {
  const t = await getTranslations("recipients.list");
  return (
    <ActionBar>
      <LinkButton href={`/messages/${messageId}/text`}>{t("goOn")}</LinkButton>
    </ActionBar>
  );
}
