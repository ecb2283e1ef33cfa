"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useController, useWatch } from "react-hook-form";
import type { PlaceholderChoice } from "@/components/messages/suggestions";
import { MarkedInput } from "@/components/messages/marked-input";
import { PlaceholderValues, type ValuesFrom } from "@/components/messages/placeholder-values";
import { PlainFields } from "@/components/messages/plain-fields";
import { SaveProblem } from "@/components/messages/save-problem";
import { hrefAfter, StepActions } from "@/components/messages/step-actions";
import { StepCard } from "@/components/messages/step-card";
import type { DraftVersion } from "@/components/messages/use-autosave";
import { charactersOf, unprintableFields } from "@/components/messages/unprintable";
import { useStep } from "@/components/messages/use-step";
import { FieldError } from "@/components/ui/field-error";
import { Notification } from "@/components/ui/notification";
import { Skeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { saveText } from "@/lib/messages/actions";
import {
  textAnswersSchema,
  textInput,
  textRefusals,
  type TextAnswers,
} from "@/lib/messages/answers";
import {
  BUILT_INS,
  builtInLabel,
  builtInOf,
  conditionsIn,
  emptyDocument,
  plainText,
} from "@/lib/messages/body/rules";
import {
  ownPlaceholders,
  placeholdersWithoutValue,
  usedPlaceholders,
} from "@/lib/messages/values/rules";
import type { LetterLanguage } from "@/lib/letters/schema";
import { SUBJECT_LIMIT } from "@/lib/messages/schema";

const LetterEditor = dynamic(() => import("@/components/messages/editor/letter-editor"), {
  ssr: false,
  loading: () => (
    <div className="min-h-94 rounded border-[1.5px] border-field bg-paper p-4.5">
      <Skeleton lines={5} />
    </div>
  ),
});

export function TextForm({
  version,
  answers,
  language,
  other,
  next,
  isOneOfSeveral,
  valuesFrom,
  ownLetter,
  unprintable,
  isFromCheck,
}: {
  version: DraftVersion;
  answers: TextAnswers;
  /** Characters of the saved answers that the letter has no shapes for. */
  unprintable: readonly string[];
  /** The recipient's; null as long as it is not chosen. */
  language: LetterLanguage | null;
  /** The same, where this is not the main text. */
  other: LetterLanguage | null;
  /** The text that is written after this one; null: none. */
  next: LetterLanguage | null;
  isOneOfSeveral: boolean;
  valuesFrom: ValuesFrom;
  /** The name of the PDF that is the letter in place of a text. */
  ownLetter: string | null;
  isFromCheck: boolean;
}) {
  const t = useTranslations("messages.text");
  const messages = useTranslations("messages");
  const meanings = useTranslations("messages.editor.builtIn");
  const common = useTranslations("common.language");
  const composer = useTranslations("messages.composer");
  const sentenceOf = useTextSentences();
  const { messageId } = version;
  const goesOn = next !== null && !isFromCheck;
  const hasOwnLetter = ownLetter !== null;
  /** Without the text where the own PDF is the letter; it stays saved. */
  const sentOf = (given: TextAnswers) =>
    hasOwnLetter ? { ...given, body: emptyDocument() } : given;
  const step = useStep({
    // Of its own: what stands in the form of another language was not typed into this one.
    formId: other ? `text-form-${other}` : "text-form",
    part: "text",
    version,
    answers,
    shape: textAnswersSchema,
    refusalsOf: (given) => {
      const refusals = textRefusals(given, {
        hasRecipient: valuesFrom === "here",
        hasOwnLetter,
      });
      return {
        ...unprintableFields(writtenParts(given), unprintable),
        ...refusals,
        ...(refusals.values ? { values: gapsCode(sentOf(given)) } : {}),
      };
    },
    inputOf: (given) => {
      const input = textInput(given);
      return input && { ...input, language: other };
    },
    save: saveText,
    place: other ?? undefined,
    nextHref: goesOn
      ? `/messages/${messageId}/text?language=${next}`
      : hrefAfter(messageId, "text", isFromCheck),
  });
  const { register, control, formState } = step.form;
  const body = useController({ control, name: "body" });
  const values = useController({ control, name: "values" });
  const subject = useWatch({ control, name: "subject" });
  const ownReference = useWatch({ control, name: "ownReference" });
  const facts = sentOf({
    subject,
    ownReference,
    body: body.field.value,
    values: values.field.value,
  });
  const own = ownPlaceholders(facts);
  const gaps = placeholdersWithoutValue(facts);
  const isReferenceUsed = usedPlaceholders(facts).some(isReference);

  const errors = useMemo(
    () =>
      step.summary.flatMap(
        ({ field, code }) =>
          gapsOf(code)?.map(({ fieldId, name }) => ({
            fieldId,
            message:
              fieldId === REFERENCE
                ? t("ownReferenceMissing")
                : messages("placeholderWithoutValue", { name }),
          })) ?? [{ fieldId: `text-${field}`, message: sentenceOf(code) }],
      ),
    [step.summary, sentenceOf, messages, t],
  );
  const found: Partial<Record<string, string>> = unprintableFields(
    writtenParts(facts),
    unprintable,
  );
  const errorOf = (field: keyof TextAnswers) => {
    const error = formState.errors[field];
    const code = error === undefined ? found[field] : error.message;
    if (error === undefined && code === undefined) return undefined;
    return sentenceOf(typeof code === "string" ? code : "node_not_allowed");
  };
  const choices: PlaceholderChoice[] = [
    ...BUILT_INS.map((builtIn) => ({
      name: builtInLabel(builtIn, language ?? "nl"),
      meaning: meanings(builtIn),
    })),
    ...own.map((name) => ({ name })),
  ];
  const bodyError = errorOf("body");

  return (
    <StepCard
      id="text-step"
      heading={
        isOneOfSeveral && language ? t("headingIn", { language: common(language) }) : t("heading")
      }
      errors={errors}
      notices={<SaveProblem messageId={messageId} autosave={step.autosave} />}
    >
      <form {...step.formProps}>
        <PlainFields {...step.hidden} />
        {other && <input type="hidden" name="language" value={other} />}
        <MarkedInput
          id="text-subject"
          label={t("subject")}
          hint={
            language === null
              ? t("subjectHint")
              : t("subjectHintLanguage", { language: common(language) })
          }
          error={errorOf("subject")}
          limit={SUBJECT_LIMIT}
          text={subject}
          choices={choices}
          gaps={valuesFrom === "here" ? gaps : []}
          lang={language ?? undefined}
          defaultValue={answers.subject}
          {...register("subject")}
        />
        {/* All letters share it: it is asked with the main text, and where a text speaks of it. */}
        {(other === null || isReferenceUsed) && (
          <TextInput
            id={REFERENCE}
            label={t("ownReference")}
            hint={t(isReferenceUsed ? "ownReferenceUsedHint" : "ownReferenceHint")}
            error={
              errorOf("ownReference") ??
              (formState.isSubmitted && gaps.some(isReference)
                ? t("ownReferenceMissing")
                : undefined)
            }
            isOptional={!isReferenceUsed}
            width="half"
            defaultValue={answers.ownReference}
            {...register("ownReference")}
          />
        )}
        {hasOwnLetter && (
          <Notification kind="info">
            <p>{t("ownLetter", { name: ownLetter })}</p>
            <p>
              <TextLink href={`/messages/${messageId}/documents`}>{t("ownLetterChange")}</TextLink>
            </p>
          </Notification>
        )}
        <div hidden={hasOwnLetter} className="mb-6">
          <span className="mb-1 block font-semibold">{t("body")}</span>
          <div id="text-body-hint" className="mb-2 text-small text-ink-soft">
            {t("bodyHint")}
          </div>
          <FieldError id="text-body" error={bodyError} />
          {!hasOwnLetter && (
            <LetterEditor
              id="text-body"
              label={t("body")}
              describedBy={
                bodyError === undefined ? "text-body-hint" : "text-body-hint text-body-error"
              }
              isInvalid={bodyError !== undefined}
              language={language ?? undefined}
              document={body.field.value}
              choices={choices}
              gaps={gaps}
              onChange={body.field.onChange}
            />
          )}
        </div>
        <PlaceholderValues
          id="text-values"
          names={own}
          conditions={conditionsIn(subject, facts.body)}
          values={values.field.value}
          gaps={formState.isSubmitted ? gaps : []}
          unprintable={unprintable}
          valuesFrom={valuesFrom}
          onChange={values.field.onChange}
        />
        <StepActions
          messageId={messageId}
          task="text"
          isFromCheck={isFromCheck}
          isPending={step.isGoingOn}
          onward={goesOn ? composer("nextLanguage", { language: common(next) }) : undefined}
        />
      </form>
    </StepCard>
  );
}

/** What the recipient reads of one's own words; the values of placeholders have fields of their own. */
function writtenParts({ subject, ownReference, body }: TextAnswers) {
  return { subject, ownReference, body: plainText(body) };
}

/** The field of the sender's own reference, which the text may ask for as it does for other values. */
const REFERENCE = "text-ownReference";

function isReference(name: string): boolean {
  return builtInOf(name) === "own_reference";
}

/** A refusal that carries which placeholders lack a value, and the fields where it is given. */
const GAPS = "placeholder_without_value\n";

function gapsCode(given: TextAnswers): string {
  const own = ownPlaceholders(given);
  const lines = placeholdersWithoutValue(given).map((name) => {
    const place = own.indexOf(name);
    return `${place === -1 ? REFERENCE : `text-values-${place}`}\t${name}`;
  });
  return GAPS + lines.join("\n");
}

function gapsOf(code: string): { fieldId: string; name: string }[] | null {
  if (!code.startsWith(GAPS)) return null;
  return code
    .slice(GAPS.length)
    .split("\n")
    .map((line) => {
      const [fieldId = "", name = ""] = line.split("\t");
      return { fieldId, name };
    });
}

function useTextSentences(): (code: string) => string {
  const t = useTranslations("messages.text");
  const problem = useTranslations("messages.problem");
  return useMemo(
    () => (code) => {
      const characters = charactersOf(code);
      if (characters !== null) return t("unprintable", { characters });
      switch (code) {
        case "subject_missing":
        case "subject_too_long":
        case "text_missing":
          return problem(code);
        case "own_reference_too_long":
          return t("ownReferenceTooLong");
        case "text_too_long":
        case "document_too_large":
          return t("bodyTooLong");
        case "table_too_large":
          return t("tableTooLarge");
        default:
          return t("bodyRefused");
      }
    },
    [t, problem],
  );
}
