"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo, useState } from "react";
import { HeldFields } from "@/components/message-types/held-fields";
import { ReceiptFields } from "@/components/message-types/receipt-fields";
import { ReplyFields } from "@/components/message-types/reply-fields";
import { RetentionFields } from "@/components/message-types/retention-fields";
import { UnopenedFields } from "@/components/message-types/unopened-fields";
import { Card } from "@/components/ui/card";
import { ErrorSummary } from "@/components/ui/error-summary";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { saveType } from "@/lib/message-types/actions";
import type { TypedType } from "@/lib/message-types/answers";
import { DELIVERY_CHOICES } from "@/lib/messages/schema";
import { isRegistered } from "@/lib/messages/rules";
import { OPTION_PROBLEMS } from "@/lib/replies/options/rules";

const FIELD_OF = {
  languages: "type-languages",
  legalBasis: "type-legal-basis",
  "unopened.afterDays": "type-after-days",
  unopened: "type-after-days",
  "receipt.afterDays": "type-receipt-days",
  "receipt.basis": "type-receipt-basis",
  "retention.contentsMonths": "type-contents-months",
  "retention.repliesMonths": "type-replies-months",
  deliveryChoice: "type-delivery",
  defaultTemplateId: "type-template",
  replyOption: "type-replies",
} as const;
type WrongField = keyof typeof FIELD_OF;

const CODES = [
  "languages_missing",
  "too_long",
  "days_invalid",
  "days_after_validity",
  "registered_closed",
  "template_unknown",
  "receipt_days",
  "receipt_basis_missing",
  "receipt_basis_long",
  "months_invalid",
  "replies_longer",
] as const;

/** What is wrong with the replies: as a whole, or somewhere in their words, which then are too long. */
function replyCode(fields: Readonly<Record<string, string>>) {
  const code = [...OPTION_PROBLEMS, "reply_words_missing" as const].find(
    (each) => each === fields.replyOption,
  );
  if (code) return code;
  const isInside = Object.keys(fields).some((field) => field.startsWith("replyOption"));
  return isInside ? "reply_too_long" : undefined;
}

/** Everything a message type asks, on one page. */
export function TypeForm({
  typeId,
  lockNumber,
  saved,
  templates,
  isRegisteredOpen,
}: {
  typeId: string;
  lockNumber: number;
  saved: TypedType;
  templates: readonly { id: string; name: string }[];
  isRegisteredOpen: boolean;
}) {
  const t = useTranslations("types");
  const replies = useTranslations("replies.problem");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(saveType, null);
  const typed = answer?.typed ?? saved;
  const wrong = useMemo(() => {
    const fields = answer?.problem.fields ?? {};
    return (Object.keys(FIELD_OF) as WrongField[]).flatMap((field) => {
      const code = CODES.find((each) => each === fields[field]);
      const reply = field === "replyOption" ? replyCode(fields) : undefined;
      const message = reply ? replies(reply) : code && t(`refusal.${code}`);
      return message ? [{ fieldId: FIELD_OF[field], message }] : [];
    });
  }, [answer, t, replies]);
  const errors = useMemo(() => {
    if (answer === null || wrong.length > 0) return wrong;
    return [{ message: refusals(answer.problem.code) }];
  }, [answer, wrong, refusals]);
  const errorOf = (id: string) => wrong.find(({ fieldId }) => fieldId === id)?.message;
  return (
    <form action={send} className="grid gap-6">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="typeId" value={typeId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
      <Card id="type-begin" heading={t("form.begin")}>
        <p className="mb-6 text-ink-soft">{t("form.beginHint")}</p>
        <Beginning {...{ typed, templates, isRegisteredOpen, errorOf }} />
      </Card>
      <Card id="type-held" heading={t("form.held")}>
        <HeldFields typed={typed} errorOf={errorOf} />
      </Card>
      <Card id="type-unopened" heading={t("form.unopened")}>
        <p className="mb-6 text-ink-soft">{t("form.unopenedHint")}</p>
        <UnopenedFields typed={typed} errorOf={errorOf} />
      </Card>
      <Card id="type-receipt" heading={t("form.receipt")}>
        <p className="mb-6 text-ink-soft">{t("form.receiptHint")}</p>
        <ReceiptFields typed={typed} errorOf={errorOf} />
      </Card>
      <Card id="type-retention" heading={t("form.retention")}>
        <p className="mb-6 text-ink-soft">{t("form.retentionHint")}</p>
        <RetentionFields typed={typed} errorOf={errorOf} />
      </Card>
      <div>
        <SubmitButton>{t("form.save")}</SubmitButton>
      </div>
    </form>
  );
}

function Beginning({
  typed,
  templates,
  isRegisteredOpen,
  errorOf,
}: Pick<Parameters<typeof TypeForm>[0], "templates" | "isRegisteredOpen"> & {
  typed: TypedType;
  errorOf: (id: string) => string | undefined;
}) {
  const t = useTranslations("types.form");
  const choices = useTranslations("deliveries.choice");
  const [template, setTemplate] = useState(typed.defaultTemplateId);
  const asked = { value: "", label: t("asked") };
  return (
    <>
      <Select
        id="type-template"
        name="defaultTemplateId"
        label={t("template")}
        hint={t("templateHint")}
        error={errorOf("type-template")}
        value={template}
        onChange={(event) => setTemplate(event.target.value)}
        options={[
          { value: "", label: t("noTemplate") },
          ...templates.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <RadioGroup
        id="type-payment"
        name="payment"
        legend={t("payment")}
        look="list"
        defaultValue={typed.payment}
        options={[asked, { value: "wanted", label: t("paymentWanted") }]}
      />
      <ReplyFields typed={typed} errorOf={errorOf} />
      <RadioGroup
        id="type-delivery"
        name="deliveryChoice"
        legend={t("delivery")}
        look="list"
        error={errorOf("type-delivery")}
        defaultValue={typed.deliveryChoice}
        options={[
          asked,
          ...DELIVERY_CHOICES.map((choice) => ({
            value: choice,
            label: choices(choice),
            unavailable:
              isRegistered(choice) && !isRegisteredOpen ? t("registeredClosed") : undefined,
          })),
        ]}
      />
    </>
  );
}
