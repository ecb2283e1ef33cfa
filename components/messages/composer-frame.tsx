import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SentBackNotice, type SentBack } from "@/components/approvals/sent-back-notice";
import { ComposerTasks } from "@/components/messages/composer-tasks";
import type { DraftView, LetterView } from "@/components/messages/draft-view";
import { FreshDraft } from "@/components/messages/fresh-draft";
import { LetterPanel } from "@/components/messages/letter-panel";
import { SavedState, SaveStatusProvider } from "@/components/messages/save-status";
import { WhoIsHere } from "@/components/messages/who-is-here";
import { NarrowPanels } from "@/components/ui/narrow-panels";
import { PageHeading } from "@/components/ui/page-heading";
import type { DraftProblem } from "@/lib/messages/rules";
import type { Task } from "@/lib/messages/schema";
import { languageOf } from "@/lib/text/languages";

/** The composer's three columns: the parts on the left, one task in the middle, the letter on the right. */
export function ComposerFrame({
  draft,
  problems,
  letter,
  sentBack,
  current,
  children,
}: {
  draft: DraftView;
  problems: readonly DraftProblem[];
  letter: LetterView;
  sentBack: SentBack | null;
  current: Task;
  children: ReactNode;
}) {
  const t = useTranslations("messages");
  const language = languageOf(useLocale());
  const type = draft.messageType.name[language];
  const { reference, authorName: author } = draft;
  return (
    <SaveStatusProvider>
      <PageHeading
        title={letter.subject.trim() || t("composer.noSubject", { type })}
        lead={
          <span className="text-small">{t("composer.about", { type, reference, author })}</span>
        }
        actions={<SavedState savedAt={draft.savedAt.toISOString()} />}
      />
      <WhoIsHere messageId={draft.id} />
      <NarrowPanels
        label={t("composer.panels")}
        initial="task"
        columns="md:grid-cols-[15.5rem_minmax(0,1fr)] wide:grid-cols-[15.5rem_minmax(0,1fr)_26.5rem]"
        panels={[
          {
            id: "parts",
            label: t("composer.parts"),
            standsFrom: "md",
            content: <ComposerTasks draft={draft} problems={problems} current={current} />,
          },
          {
            id: "task",
            label: t(`task.${current}`),
            content: (
              <div data-arrival>
                <FreshDraft messageId={draft.id} lockNumber={draft.lockNumber}>
                  {sentBack && <SentBackNotice messageId={draft.id} sentBack={sentBack} />}
                  {children}
                </FreshDraft>
              </div>
            ),
          },
          {
            id: "letter",
            label: t("composer.letter"),
            standsFrom: "wide",
            content: <LetterPanel draft={draft} letter={letter} />,
          },
        ]}
      />
    </SaveStatusProvider>
  );
}
