"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useController, useWatch, type Control } from "react-hook-form";
import { PlaceholderValues } from "@/components/messages/placeholder-values";
import { PlainFields } from "@/components/messages/plain-fields";
import { SaveProblem } from "@/components/messages/save-problem";
import { hrefAfter, StepActions } from "@/components/messages/step-actions";
import { StepCard } from "@/components/messages/step-card";
import type { DraftVersion } from "@/components/messages/use-autosave";
import { charactersOf, unprintableFields } from "@/components/messages/unprintable";
import { useStep } from "@/components/messages/use-step";
import { BoxStatus, type KnownBox } from "@/components/recipients/box-status";
import { RecentPicker } from "@/components/recipients/recent-picker";
import { ActionBar } from "@/components/ui/action-bar";
import { Button, LinkButton } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { capitalised } from "@/lib/format";
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import { saveRecipient } from "@/lib/messages/actions";
import type { Condition } from "@/lib/messages/body/rules";
import {
  recipientAnswersSchema,
  recipientInput,
  recipientRefusals,
  type RecipientAnswers,
} from "@/lib/recipients/answers";
import type { RecalledRecipient } from "@/lib/recipients/recent/schema";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import { NUMBER_REFUSALS, type NumberRefusal } from "@/lib/recipients/schema";

const FIELDS: Record<keyof RecipientAnswers, string> = {
  kind: "recipient-kind",
  number: "recipient-number",
  name: "recipient-name",
  address: "recipient-address",
  attention: "recipient-attention",
  language: "recipient-language",
  values: "recipient-values",
};

/** Lengths at which a number is whole: before that, saying that it is wrong would only disturb. */
const WHOLE = { citizen: 11, enterprise: 10 };

export function RecipientForm({
  version,
  answers,
  unprintable,
  known,
  recipientId,
  several,
  languages,
  isInSeveral,
  isFromCheck,
}: {
  version: DraftVersion;
  answers: RecipientAnswers;
  /** Characters of the saved answers that the letter has no shapes for. */
  unprintable: readonly string[];
  /** In which this kind of message may be written, or this very one is. */
  languages: readonly LetterLanguage[];
  /** Each recipient has their own of those that the message is written in. */
  isInSeveral: boolean;
  /** What is known of the saved recipient's box. */
  known: KnownBox | null;
  /** Of one of several; null: the message's first. */
  recipientId: string | null;
  /** What is asked of one of several; null while there is but one. */
  several: readonly AskedInLanguage[] | null;
  isFromCheck: boolean;
}) {
  const t = useTranslations("recipients");
  const common = useTranslations("common");
  const sentenceOf = useSentences();
  const { messageId } = version;
  const [isNumberLeft, setNumberLeft] = useState(answers.number !== "");
  const step = useStep({
    formId: "recipient-form",
    part: "recipient",
    version,
    answers,
    shape: recipientAnswersSchema,
    refusalsOf: (given) => ({
      ...unprintableFields(printedParts(given), unprintable),
      ...recipientRefusals(given, new Date()),
    }),
    inputOf: (given) => {
      const input = recipientInput(given, new Date());
      return input && { ...input, recipientId, values: several ? given.values : null };
    },
    save: saveRecipient,
    place: recipientId ?? undefined,
    nextHref: several
      ? `/messages/${messageId}/recipient`
      : hrefAfter(messageId, "recipient", isFromCheck),
  });
  const { register, control, formState } = step.form;
  const kind = useWatch({ control, name: "kind" });
  const number = useWatch({ control, name: "number" });
  const [name, address, attention] = useWatch({ control, name: ["name", "address", "attention"] });
  const parsed = useMemo(() => parseRecipientNumber(kind, number, new Date()), [kind, number]);

  const errors = useMemo(
    () =>
      step.summary.map(({ field, code }) => ({
        fieldId: FIELDS[field as keyof RecipientAnswers],
        message: sentenceOf(code),
      })),
    [step.summary, sentenceOf],
  );
  const found: Partial<Record<string, string>> = unprintableFields(
    { name, address, attention },
    unprintable,
  );
  const errorOf = (field: keyof RecipientAnswers) => {
    const code = formState.errors[field]?.message ?? found[field];
    return typeof code === "string" ? sentenceOf(code) : undefined;
  };

  const fillIn = (recipient: RecalledRecipient) => {
    for (const field of ["kind", "number", "name", "address", "attention"] as const)
      step.form.setValue(field, recipient[field], { shouldDirty: true });
    // What was chosen stays, as the text may be written in it already; of several each has their own.
    const isOpen = isInSeveral || !step.form.getValues("language");
    if (isOpen && languages.includes(recipient.language))
      step.form.setValue("language", recipient.language, { shouldDirty: true });
    setNumberLeft(true);
    step.form.setFocus("number");
  };
  const isWhole = isNumberLeft || number.replace(/\D/g, "").length >= WHOLE[kind];
  const { trouble } = step.autosave;
  const told = trouble?.kind === "refused" ? trouble.problem.fields?.number : undefined;
  // What is read here is of the number that stands there; what was told, of the one saved last.
  const numberError =
    errorOf("number") ??
    (!parsed.ok && number.trim() !== "" && isWhole ? sentenceOf(parsed.refusal) : undefined) ??
    (told === undefined ? undefined : sentenceOf(told));
  const numberField = register("number");
  const isCitizen = kind === "citizen";

  return (
    <StepCard
      id="recipient-step"
      heading={t("heading")}
      errors={errors}
      notices={<SaveProblem messageId={messageId} autosave={step.autosave} />}
    >
      <form {...step.formProps} autoComplete="off">
        <PlainFields {...step.hidden} />
        {recipientId !== null && <input type="hidden" name="recipientId" value={recipientId} />}
        <RecentPicker messageId={messageId} onChoose={fillIn} />
        <RadioGroup
          id={FIELDS.kind}
          name="kind"
          legend={t("kind")}
          look="list"
          defaultValue={answers.kind}
          inputProps={register("kind")}
          options={[
            { value: "citizen", label: t("citizen") },
            { value: "enterprise", label: t("enterprise") },
          ]}
        />
        <TextInput
          id={FIELDS.number}
          label={isCitizen ? t("niss") : t("enterpriseNumber")}
          hint={isCitizen ? t("nissHint") : t("enterpriseNumberHint")}
          error={numberError}
          width="short"
          inputMode="numeric"
          spellCheck={false}
          defaultValue={answers.number}
          {...numberField}
          onBlur={(event) => {
            setNumberLeft(true);
            void numberField.onBlur(event);
          }}
        />
        <BoxStatus
          messageId={messageId}
          kind={kind}
          digits={parsed.ok ? parsed.value : null}
          known={known}
          beforehand={step.autosave.flush}
        />
        <TextInput
          id={FIELDS.name}
          label={t("name")}
          hint={isCitizen ? t("nameHintCitizen") : t("nameHintEnterprise")}
          error={errorOf("name")}
          defaultValue={answers.name}
          {...register("name")}
        />
        <div hidden={isCitizen}>
          <TextInput
            id={FIELDS.attention}
            label={t("attention")}
            hint={t("attentionHint")}
            error={errorOf("attention")}
            isOptional
            defaultValue={answers.attention}
            {...register("attention")}
          />
        </div>
        <Textarea
          id={FIELDS.address}
          label={t("address")}
          hint={t("addressHint")}
          error={errorOf("address")}
          isOptional
          rows={3}
          defaultValue={answers.address}
          {...register("address")}
        />
        {several !== null && <Values control={control} asked={several} unprintable={unprintable} />}
        <RadioGroup
          id={FIELDS.language}
          name="language"
          legend={t("language")}
          hint={t(isInSeveral ? "languageHintSeveral" : "languageHint")}
          error={errorOf("language")}
          look="list"
          defaultValue={answers.language}
          inputProps={register("language")}
          options={LETTER_LANGUAGES.map((language) => ({
            value: language,
            label: capitalised(common(`language.${language}`)),
            unavailable: languages.includes(language)
              ? undefined
              : t(isInSeveral ? "languageNotWritten" : "languageClosed"),
          }))}
        />
        <Details summary={t("languageRule")}>
          <p>{t("languageRuleBody")}</p>
        </Details>
        {several === null ? (
          <StepActions
            messageId={messageId}
            task="recipient"
            isFromCheck={isFromCheck}
            isPending={step.isGoingOn}
          />
        ) : (
          <ActionBar>
            <LinkButton variant="secondary" href={`/messages/${messageId}/recipient`}>
              {t("list.back")}
            </LinkButton>
            <Button type="submit" isPending={step.isGoingOn}>
              {t("list.save")}
            </Button>
          </ActionBar>
        )}
      </form>
    </StepCard>
  );
}

/** What the text in one language asks of each recipient. */
type AskedInLanguage = {
  language: LetterLanguage | null;
  placeholders: readonly string[];
  conditions: readonly Condition[];
};

/** What the text's own placeholders say in this recipient's letter. */
function Values({
  control,
  asked,
  unprintable,
}: {
  control: Control<RecipientAnswers, unknown, RecipientAnswers>;
  asked: readonly AskedInLanguage[];
  unprintable: readonly string[];
}) {
  const { field } = useController({ control, name: "values" });
  const language = useWatch({ control, name: "language" });
  const own = asked.find((each) => each.language === language) ?? asked[0];
  return (
    <PlaceholderValues
      id="recipient-values"
      names={own?.placeholders ?? []}
      conditions={own?.conditions ?? []}
      values={field.value}
      gaps={[]}
      unprintable={unprintable}
      valuesFrom="here"
      onChange={field.onChange}
    />
  );
}

function printedParts({ name, address, attention }: RecipientAnswers) {
  return { name, address, attention };
}

function useSentences(): (code: string) => string {
  const t = useTranslations("recipients");
  const problem = useTranslations("messages.problem");
  return useMemo(
    () => (code) => {
      if (isNumberRefusal(code)) return t(`refusal.${code}`);
      const characters = charactersOf(code);
      if (characters !== null) return t("unprintable", { characters });
      switch (code) {
        case "name_missing":
          return problem("recipient_name_missing", { count: 1 });
        case "name_too_long":
          return t("nameTooLong");
        case "address_too_long":
          return t("addressTooLong");
        case "attention_too_long":
          return t("attentionTooLong");
        default:
          return problem("language_missing");
      }
    },
    [t, problem],
  );
}

function isNumberRefusal(code: string): code is NumberRefusal {
  return NUMBER_REFUSALS.some((refusal) => refusal === code);
}
