"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { PlainFields } from "@/components/messages/plain-fields";
import { SaveProblem } from "@/components/messages/save-problem";
import { hrefAfter, StepActions } from "@/components/messages/step-actions";
import { StepCard } from "@/components/messages/step-card";
import type { DraftVersion } from "@/components/messages/use-autosave";
import { useStep } from "@/components/messages/use-step";
import { ReplyFieldsEditor } from "@/components/replies/reply-fields-editor";
import { ReplyLabelsEditor } from "@/components/replies/reply-labels-editor";
import { WordsField } from "@/components/replies/word-inputs";
import { Notification } from "@/components/ui/notification";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { saveReplies } from "@/lib/messages/actions";
import {
  repliesAnswersSchema,
  repliesInput,
  repliesRefusals,
  type RepliesAnswers,
  REPLIES_REFUSALS,
  type TypedWords,
  type RepliesRefusal,
} from "@/lib/messages/answers";
import type { LetterLanguage } from "@/lib/letters/schema";
import { QUESTION_LIMIT, REPLY_KINDS } from "@/lib/replies/options/schema";

const FIELDS: Record<keyof RepliesAnswers, string> = {
  replies: "reply-kind",
  question: "reply-question",
  labels: "reply-labels",
  fields: "reply-fields",
  url: "reply-url",
  deadline: "reply-deadline",
  isChangeable: "reply-changeable",
};

export function RepliesForm({
  version,
  answers,
  languages,
  isProposed,
  isFromCheck,
}: {
  version: DraftVersion;
  answers: RepliesAnswers;
  /** The message's, its main one first. */
  languages: readonly LetterLanguage[];
  /** The message has no language yet: these are the ones that words are proposed in. */
  isProposed: boolean;
  isFromCheck: boolean;
}) {
  const t = useTranslations("replies");
  const names = useTranslations("common.language");
  const format = useFormatter();
  const sentenceOf = useRepliesSentences();
  const { messageId } = version;
  const proposedIn = isProposed ? languages[0] : undefined;
  const step = useStep({
    formId: "replies-form",
    part: "replies",
    version,
    answers,
    shape: repliesAnswersSchema,
    refusalsOf: (given) => repliesRefusals(given, languages, new Date()),
    inputOf: (given) => repliesInput(given, proposedIn),
    save: saveReplies,
    nextHref: hrefAfter(messageId, "replies", isFromCheck),
  });
  const { register, control, formState, setValue } = step.form;
  const [kind, question, labels, fields, url, deadline] = useWatch({
    control,
    name: ["replies", "question", "labels", "fields", "url", "deadline"],
  });
  const isInSeveral = languages.length > 1;
  const errors = useMemo(
    () =>
      step.summary.map(({ field, code }) => ({
        fieldId:
          (code === "reply_words_missing" &&
            gapIn(field, { question, labels, fields }, languages)) ||
          FIELDS[field as keyof RepliesAnswers],
        message: sentenceOf(code),
      })),
    [step.summary, sentenceOf, question, labels, fields, languages],
  );
  const errorOf = (field: keyof RepliesAnswers) => {
    const code = formState.errors[field]?.message;
    return code === undefined ? undefined : sentenceOf(code);
  };
  const isAsked = kind === "choice" || kind === "form";
  return (
    <StepCard
      id="replies-step"
      heading={t("heading")}
      errors={errors}
      notices={<SaveProblem messageId={messageId} autosave={step.autosave} />}
    >
      <form {...step.formProps}>
        <PlainFields {...step.hidden} />
        {proposedIn && <input type="hidden" name="proposedIn" value={proposedIn} />}
        <RadioGroup
          id={FIELDS.replies}
          name="replies"
          legend={t("legend")}
          error={errorOf("replies")}
          defaultValue={answers.replies}
          inputProps={register("replies")}
          options={REPLY_KINDS.map((value) => ({
            value,
            label: t(`kind.${value}`),
            hint: t(`kindHint.${value}`),
          }))}
        />
        <div hidden={!isAsked}>
          {isProposed && (
            <Notification kind="info">
              <p>
                {t.rich("proposedIn", {
                  languages: format.list(languages.map((language) => names(language))),
                  link: (words) => (
                    <TextLink href={`/messages/${messageId}/recipient`}>{words}</TextLink>
                  ),
                })}
              </p>
            </Notification>
          )}
          <WordsField
            id={FIELDS.question}
            name="question"
            label={kind === "form" ? t("formQuestion") : t("question")}
            hint={t(isInSeveral ? "severalHint" : "questionHint")}
            isOptional
            limit={QUESTION_LIMIT}
            words={question}
            languages={languages}
            error={errorOf("question")}
            onChange={(next) => setValue("question", next, { shouldDirty: true })}
          />
        </div>
        <div hidden={kind !== "choice"}>
          <ReplyLabelsEditor
            id={FIELDS.labels}
            name="labels"
            legend={t("labels")}
            hint={isInSeveral ? `${t("fieldOptionsHint")} ${t("severalHint")}` : t("labelsHint")}
            labels={labels}
            languages={languages}
            error={errorOf("labels")}
            onChange={(next) => setValue("labels", next, { shouldDirty: true })}
          />
        </div>
        <div hidden={kind !== "form"}>
          <ReplyFieldsEditor
            id={FIELDS.fields}
            fields={fields}
            languages={languages}
            error={errorOf("fields")}
            onChange={(next) => setValue("fields", next, { shouldDirty: true })}
          />
        </div>
        <div hidden={kind !== "link"}>
          <WordsField
            id={FIELDS.url}
            name="url"
            label={t("url")}
            hint={t(isInSeveral ? "urlsHint" : "urlHint")}
            error={errorOf("url")}
            inputMode="url"
            words={url}
            languages={languages}
            onChange={(next) => setValue("url", next, { shouldDirty: true })}
          />
        </div>
        <div hidden={!isAsked && kind !== "link"}>
          <TextInput
            id={FIELDS.deadline}
            type="date"
            label={t("deadline")}
            hint={t("deadlineHint")}
            error={errorOf("deadline")}
            isOptional
            width="short"
            defaultValue={answers.deadline}
            {...register("deadline")}
          />
        </div>
        <div hidden={!isAsked}>
          <RadioGroup
            id={FIELDS.isChangeable}
            name="isChangeable"
            legend={t("changeable")}
            look="list"
            defaultValue={answers.isChangeable}
            inputProps={register("isChangeable")}
            options={[
              { value: "yes", label: t(deadline ? "changeableYes" : "changeableAlways") },
              { value: "no", label: t("changeableNo") },
            ]}
          />
        </div>
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

/** The first field without words that another language has; none where all are written. */
function gapIn(
  field: string,
  { question, labels, fields }: Pick<RepliesAnswers, "question" | "labels" | "fields">,
  languages: readonly LetterLanguage[],
): string | undefined {
  const keys = languages.map((language, place) => (place === 0 ? "main" : language));
  const isBlank = (words: TypedWords, key: keyof TypedWords) => (words[key] ?? "").trim() === "";
  const said: Record<string, { id: string; words: TypedWords }[]> = {
    question: [{ id: FIELDS.question, words: question }],
    labels: labels.map((words, place) => ({ id: `${FIELDS.labels}-${place}`, words })),
    fields: fields.flatMap(({ id, label, options }) => [
      { id: `${FIELDS.fields}-${id}-label`, words: label },
      ...options.map((words, place) => ({
        id: `${FIELDS.fields}-${id}-options-${place}`,
        words,
      })),
    ]),
  };
  for (const { id, words } of said[field] ?? []) {
    const key = keys.find((each) => isBlank(words, each));
    if (key !== undefined && keys.some((each) => !isBlank(words, each)))
      return key === "main" ? id : `${id}-${key}`;
  }
  return undefined;
}

/** Every code of the page in words. */
function useRepliesSentences(): (code: string) => string {
  const t = useTranslations("replies.problem");
  return useMemo(() => (code) => t(isRefusal(code) ? code : "replies_not_answered"), [t]);
}

function isRefusal(code: string): code is RepliesRefusal {
  return REPLIES_REFUSALS.some((refusal) => refusal === code);
}
