"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { HoursFields } from "@/components/services/hours-fields";
import { MeanwhilePanel } from "@/components/services/meanwhile-panel";
import { fieldIdOf } from "@/components/services/field-id";
import { Card } from "@/components/ui/card";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { saveService } from "@/lib/services/actions";
import { NOTE_LANGUAGES, type TypedService } from "@/lib/services/answers";
import { SERVICE_NAME_LIMIT } from "@/lib/services/schema";

const CODES = [
  "name_missing",
  "too_long",
  "unprintable",
  "partition_invalid",
  "partition_reserved",
  "partition_taken",
  "address_missing",
  "address_lines",
  "address_line_long",
  "email_invalid",
  "phone_invalid",
  "website_invalid",
  "hours_invalid",
] as const;

export type ServiceFormProps = {
  /** Null: one that is to be added. */
  service: { id: string; lockNumber: number } | null;
  saved: TypedService;
};

/** Everything an administrator says about a service, on one page. */
export function ServiceForm({ service, saved }: ServiceFormProps) {
  const t = useTranslations("services");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(saveService, null);
  const typed = answer ? { ...saved, ...answer.typed } : saved;
  const wrong = useMemo(() => {
    const found = new Map<string, string>();
    for (const [field, told] of Object.entries(answer?.problem.fields ?? {})) {
      const code = CODES.find((each) => each === told);
      const fieldId = fieldIdOf(field);
      if (code && !found.has(fieldId)) found.set(fieldId, t(`refusal.${code}`));
    }
    return [...found].map(([fieldId, message]) => ({ fieldId, message }));
  }, [answer, t]);
  const errors = useMemo(() => {
    if (answer === null || wrong.length > 0) return wrong;
    return [{ message: refusals(answer.problem.code) }];
  }, [answer, wrong, refusals]);
  const field = (name: string) => ({
    id: fieldIdOf(name),
    name,
    error: wrong.find(({ fieldId }) => fieldId === fieldIdOf(name))?.message,
    defaultValue: typed[name],
  });
  return (
    <form action={send} className="grid gap-6">
      <ErrorSummary errors={errors} />
      {answer?.theirs && <MeanwhilePanel fields={answer.theirs.fields} />}
      <input type="hidden" name="serviceId" value={service?.id ?? ""} />
      <input
        type="hidden"
        name="lockNumber"
        value={answer?.theirs?.lockNumber ?? service?.lockNumber ?? ""}
      />
      <Card id="service-names" heading={t("form.names")}>
        <p className="mb-6 text-ink-soft">{t("form.namesHint")}</p>
        {NOTE_LANGUAGES.map((language) => (
          <TextInput
            key={language}
            {...field(`name.${language}`)}
            label={t(`form.name.${language}`)}
            lang={language}
            limit={SERVICE_NAME_LIMIT}
          />
        ))}
        <TextInput
          {...field("name.en")}
          label={t("form.name.en")}
          hint={t("form.nameEnHint")}
          lang="en"
          isOptional
        />
        {service === null && (
          <TextInput
            {...field("partition")}
            label={t("form.partition")}
            hint={t("form.partitionHint")}
            width="half"
            spellCheck={false}
            autoCapitalize="characters"
          />
        )}
      </Card>
      <Card id="service-addresses" heading={t("form.addresses")}>
        <Textarea
          {...field("addressLines")}
          label={t("form.address")}
          hint={t("form.addressHint")}
          rows={3}
        />
        <Textarea
          {...field("replyAddressLines")}
          label={t("form.replyAddress")}
          hint={t("form.replyAddressHint")}
          rows={3}
          isOptional
        />
      </Card>
      <Card id="service-contact" heading={t("form.contact")}>
        <p className="mb-6 text-ink-soft">{t("form.contactHint")}</p>
        <TextInput
          {...field("contactEmail")}
          label={t("form.email")}
          type="email"
          spellCheck={false}
          width="half"
          isOptional
        />
        <TextInput
          {...field("contactPhone")}
          label={t("form.phone")}
          hint={t("form.phoneHint")}
          type="tel"
          width="short"
          isOptional
        />
        <TextInput
          {...field("website")}
          label={t("form.website")}
          hint={t("form.websiteHint")}
          type="url"
          spellCheck={false}
          isOptional
        />
      </Card>
      <Card id="service-hours" heading={t("form.hours")}>
        <p className="mb-6 text-ink-soft">{t("form.hoursHint")}</p>
        <HoursFields field={field} />
      </Card>
      {service !== null && (
        <Card id="service-accounts" heading={t("form.accounts")}>
          <p className="mb-2 text-ink-soft">{t("form.accountsHint")}</p>
          <TextLink href={`/accounts#accounts-${service.id}`}>{t("form.accountsLink")}</TextLink>
        </Card>
      )}
      <div>
        <SubmitButton>{t(service ? "form.save" : "form.add")}</SubmitButton>
      </div>
    </form>
  );
}
