"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { PlainFields } from "@/components/messages/plain-fields";
import { SaveProblem } from "@/components/messages/save-problem";
import { hrefAfter, StepActions } from "@/components/messages/step-actions";
import { StepCard } from "@/components/messages/step-card";
import type { DraftVersion } from "@/components/messages/use-autosave";
import { useStep } from "@/components/messages/use-step";
import { RadioGroup } from "@/components/ui/radio-group";
import { saveReplies } from "@/lib/messages/actions";
import { repliesAnswersSchema, repliesInput, type RepliesAnswers } from "@/lib/messages/answers";

export function RepliesForm({
  version,
  replyAllowed,
  isFromCheck,
}: {
  version: DraftVersion;
  replyAllowed: boolean | null;
  isFromCheck: boolean;
}) {
  const t = useTranslations("replies");
  const problems = useTranslations("messages.problem");
  const { messageId } = version;
  const answers: RepliesAnswers = {
    replies: replyAllowed === null ? "" : replyAllowed ? "yes" : "no",
  };
  const step = useStep({
    formId: "replies-form",
    part: "replies",
    version,
    answers,
    shape: repliesAnswersSchema,
    refusalsOf: ({ replies }) => (replies === "" ? { replies: "replies_not_answered" } : {}),
    inputOf: repliesInput,
    save: saveReplies,
    nextHref: hrefAfter(messageId, "replies", isFromCheck),
  });
  const sentence = problems("replies_not_answered");
  const errors = useMemo(
    () => step.summary.map(() => ({ fieldId: "replies", message: sentence })),
    [step.summary, sentence],
  );
  return (
    <StepCard
      id="replies-step"
      heading={t("heading")}
      errors={errors}
      notices={<SaveProblem messageId={messageId} autosave={step.autosave} />}
    >
      <form {...step.formProps}>
        <PlainFields {...step.hidden} />
        <RadioGroup
          id="replies"
          name="replies"
          legend={t("legend")}
          error={step.form.formState.errors.replies && sentence}
          defaultValue={answers.replies}
          inputProps={step.form.register("replies")}
          options={[
            { value: "yes", label: t("yes"), hint: t("yesHint") },
            { value: "no", label: t("no"), hint: t("noHint") },
          ]}
        />
        <StepActions
          messageId={messageId}
          task="replies"
          isFromCheck={isFromCheck}
          isPending={step.isGoingOn}
        />
      </form>
    </StepCard>
  );
}
