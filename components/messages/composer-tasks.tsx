import { useFormatter, useTranslations } from "next-intl";
import type { DraftView } from "@/components/messages/draft-view";
import { LinkButton } from "@/components/ui/button";
import { Task, TaskList, type TaskState } from "@/components/ui/task-list";
import { TextLink } from "@/components/ui/text-link";
import { countWords } from "@/lib/messages/body/rules";
import { isInSeveral, languagesWritten } from "@/lib/messages/languages/rules";
import { hasOwnLetter, isRegistered, type DraftProblem } from "@/lib/messages/rules";
import { TASKS, type Task as TaskName } from "@/lib/messages/schema";

type Answer = { answer: string; state: TaskState };

/** The parts of the message, each with its state in words and the answer given. */
export function ComposerTasks({
  draft,
  problems,
  current,
}: {
  draft: DraftView;
  problems: readonly DraftProblem[];
  current?: TaskName;
}) {
  const t = useTranslations("messages");
  const answerOf = useAnswers(draft, problems);
  return (
    <>
      <TaskList label={t("composer.partsLabel")}>
        {TASKS.map((task) => (
          <Task
            key={task}
            href={`/messages/${draft.id}/${task}`}
            title={t(`task.${task}`)}
            isCurrent={task === current}
            {...answerOf[task]()}
          />
        ))}
      </TaskList>
      <div className="mt-5 grid gap-4 px-4">
        <LinkButton href={`/messages/${draft.id}/check`} variant="secondary" isWide>
          {t("composer.check")}
        </LinkButton>
        <TextLink href={`/messages/${draft.id}/discard`} className="text-small">
          {t("composer.discard")}
        </TextLink>
      </div>
    </>
  );
}

function useAnswers(
  draft: DraftView,
  problems: readonly DraftProblem[],
): Record<TaskName, () => Answer> {
  const t = useTranslations("messages.answer");
  const archive = useTranslations("sheets.archive");
  const choice = useTranslations("deliveries.choice");
  const format = useFormatter();
  const has = (code: DraftProblem["code"]) => problems.some((problem) => problem.code === code);
  const count = (code: DraftProblem["code"], asked: TaskName) =>
    problems.filter(({ code: one, task }) => one === code && task === asked).length;
  const amountWords = (cents: number | null) =>
    cents === null ? t("freeAmount") : format.number(cents / 100, "euro");
  const todo = (answer: string): Answer => ({ answer, state: "todo" });
  const done = (answer: string): Answer => ({ answer, state: "done" });
  const attention = (answer: string): Answer => ({ answer, state: "attention" });

  return {
    recipient: () => {
      if (has("recipients_being_read")) return todo(t("recipientsBeingRead"));
      if (has("recipients_refused")) return attention(t("recipientsRefused"));
      if (has("recipients_unanswered")) return attention(t("recipientsUnanswered"));
      if (has("archive_refused")) return attention(t("archiveRefused"));
      if (!draft.recipient) return todo(t("recipientMissing"));
      const { count: several } = draft.recipients;
      if (several > 1)
        return problems.some(({ task }) => task === "recipient")
          ? attention(t("recipientsIncomplete", { count: several }))
          : done(t("recipients", { count: several }));
      const { name } = draft.recipient;
      if (has("recipient_name_missing") || has("language_missing"))
        return todo(t("recipientIncomplete"));
      if (has("recipient_unprintable")) return attention(t("recipientUnprintable", { name }));
      if (has("recipient_not_reachable")) return attention(t("recipientUnreachable", { name }));
      if (has("recipient_not_checked")) return attention(t("recipientUnchecked", { name }));
      return done(name);
    },
    text: () => {
      // One of its texts is not whole, and another may well be.
      if (problems.some(({ task, language }) => task === "text" && language))
        return attention(t("incomplete"));
      if (has("subject_missing") && has("text_missing")) return todo(t("textMissing"));
      if (has("subject_missing")) return todo(t("subjectMissing"));
      if (has("text_missing")) return todo(t("bodyMissing"));
      if (has("text_unprintable")) return attention(t("textUnprintable"));
      if (has("subject_too_long")) return attention(t("textTooLong"));
      // Those of a list's rows are told with the recipients.
      const gaps = count("placeholder_without_value", "text");
      if (gaps > 0) return attention(t("placeholders", { count: gaps }));
      return hasOwnLetter(draft)
        ? done(t("ownLetter"))
        : done(
            isInSeveral(draft)
              ? t("languages", { count: languagesWritten(draft).length })
              : t("words", { count: countWords(draft.body) }),
          );
    },
    documents: () => {
      if (has("attachment_refused")) return attention(t("documentsRefused"));
      if (has("attachment_not_pdf")) return attention(t("documentsNotPdf"));
      if (has("attachments_over_limit")) return attention(t("documentsOverLimit"));
      if (has("attachment_unchecked")) return todo(t("documentsUnchecked"));
      const files = draft.attachments.length;
      if (files > 0) return done(t("documents", { count: files }));
      return draft.recipients.withFiles > 0 ? done(archive("title")) : todo(t("noDocuments"));
    },
    payment: () => {
      if (draft.paymentWanted === null) return todo(t("notAnswered"));
      // Nothing was filled in yet: the message's type alone said that there is something to pay.
      if (draft.paymentWanted && !draft.payment) return todo(t("paymentMissing"));
      if (problems.some((problem) => problem.task === "payment")) return attention(t("incomplete"));
      if (!draft.paymentWanted || !draft.payment) return done(t("noPayment"));
      return done(
        draft.payment.amountFrom ? t("ownAmounts") : amountWords(draft.payment.amountCents),
      );
    },
    replies: () => {
      const { replyOption } = draft;
      if (!replyOption) return todo(t("notChosen"));
      if (problems.some((problem) => problem.task === "replies")) return attention(t("incomplete"));
      switch (replyOption.kind) {
        case "none":
          return done(t("repliesNo"));
        case "ebox":
          return done(t("repliesYes"));
        case "choice":
          return done(t("repliesChoice", { count: replyOption.labels.length }));
        case "form":
          return done(t("repliesForm", { count: replyOption.fields.length }));
        case "link":
          return done(t("repliesLink"));
      }
    },
    delivery: () => {
      if (draft.deliveryChoice === null) return todo(t("notChosen"));
      if (has("registered_not_open")) return attention(t("registeredClosed"));
      const answer = choice(draft.deliveryChoice);
      return isRegistered(draft.deliveryChoice) ? { answer, state: "sealed" } : done(answer);
    },
  };
}
