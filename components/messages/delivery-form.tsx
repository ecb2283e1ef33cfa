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
import { SealedWord } from "@/components/ui/seal-mark";
import { saveDelivery } from "@/lib/messages/actions";
import { deliveryAnswersSchema, deliveryInput, type DeliveryAnswers } from "@/lib/messages/answers";
import { isRegistered, registeredIsOpen } from "@/lib/messages/rules";
import type { DeliveryChoice } from "@/lib/messages/schema";
import type { RecipientKind } from "@/lib/recipients/schema";

export function DeliveryForm({
  version,
  deliveryChoice,
  recipientKinds,
  registeredOpenTo,
  typeName,
  isStopped,
  isFromCheck,
}: {
  version: DraftVersion;
  deliveryChoice: DeliveryChoice | null;
  recipientKinds: readonly RecipientKind[];
  /** The kinds of recipient to whom the service may send this message registered. */
  registeredOpenTo: readonly RecipientKind[];
  typeName: string;
  /** Registered sending is stopped because the time-stamp authority stays away. */
  isStopped: boolean;
  isFromCheck: boolean;
}) {
  const t = useTranslations("messages.delivery");
  const choices = useTranslations("deliveries.choice");
  const problems = useTranslations("messages.problem");
  const { messageId } = version;
  const answers: DeliveryAnswers = { choice: deliveryChoice ?? "" };
  const isOpen = registeredIsOpen({ registeredOpenTo, recipients: { kinds: recipientKinds } });
  const step = useStep({
    formId: "delivery-form",
    part: "delivery",
    version,
    answers,
    shape: deliveryAnswersSchema,
    refusalsOf: ({ choice }) => ({
      ...(choice === "" ? { choice: "delivery_not_chosen" } : {}),
      ...(choice !== "" && isRegistered(choice) && !isOpen
        ? { choice: "registered_not_open" }
        : {}),
    }),
    inputOf: deliveryInput,
    save: saveDelivery,
    nextHref: hrefAfter(messageId, "delivery", isFromCheck),
  });
  const sentenceOf = (code: string | undefined) =>
    code === "registered_not_open"
      ? problems("registered_not_open")
      : problems("delivery_not_chosen");
  const errors = useMemo(
    () =>
      step.summary.map(({ code }) => ({
        fieldId: "delivery",
        message:
          code === "registered_not_open"
            ? problems("registered_not_open")
            : problems("delivery_not_chosen"),
      })),
    [step.summary, problems],
  );
  const wrong = step.form.formState.errors.choice;
  const closed = isOpen ? (isStopped ? t("stopped") : undefined) : whyClosed();

  function whyClosed(): string {
    if (registeredOpenTo.length === 0) return t("closedToType", { type: typeName });
    return recipientKinds.includes("citizen") && !registeredOpenTo.includes("citizen")
      ? t("closedToCitizens", { type: typeName })
      : t("closedToEnterprises", { type: typeName });
  }

  return (
    <StepCard
      id="delivery-step"
      heading={t("heading")}
      errors={errors}
      notices={<SaveProblem messageId={messageId} autosave={step.autosave} />}
    >
      <form {...step.formProps}>
        <PlainFields {...step.hidden} />
        <RadioGroup
          id="delivery"
          name="choice"
          legend={t("legend")}
          error={wrong && sentenceOf(wrong.message)}
          defaultValue={answers.choice}
          inputProps={step.form.register("choice")}
          options={[
            { value: "normal", label: choices("normal"), hint: t("normalHint") },
            {
              value: "registered",
              label: <SealedWord>{choices("registered")}</SealedWord>,
              hint: t("registeredHint"),
              unavailable: closed,
            },
            {
              value: "registered_with_acknowledgement",
              label: <SealedWord>{choices("registered_with_acknowledgement")}</SealedWord>,
              hint: t("acknowledgementHint"),
              unavailable: closed,
            },
          ]}
        />
        <StepActions
          messageId={messageId}
          task="delivery"
          isFromCheck={isFromCheck}
          isPending={step.isGoingOn}
        />
      </form>
    </StepCard>
  );
}
