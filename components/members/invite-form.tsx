"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import { useMemberErrors } from "@/components/members/use-member-errors";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Fieldset } from "@/components/ui/fieldset";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { rightValue } from "@/lib/members/answers";
import { invitePerson } from "@/lib/members/invitations/actions";
import type { ServiceName } from "@/lib/members/schema";
import { languageOf, languages } from "@/lib/text/languages";

const FIELDS = {
  givenName: "invite-givenName",
  surname: "invite-surname",
  email: "invite-email",
  rights: "invite-rights",
};

/** Whom to invite, and what they may do then. */
export function InviteForm({ services }: { services: readonly ServiceName[] }) {
  const t = useTranslations("members");
  const names = useTranslations("common.language");
  const language = languageOf(useLocale());
  const [answer, send] = useActionState(invitePerson, null);
  // Kept here, because React empties a form whose action has answered.
  const [typed, setTyped] = useState({ givenName: "", surname: "", email: "", language });
  const [rights, setRights] = useState<readonly string[]>([]);
  const { errors, errorOf } = useMemberErrors(answer, FIELDS);
  const field = (name: "givenName" | "surname" | "email") => ({
    id: FIELDS[name],
    name,
    label: t(`form.${name}`),
    error: errorOf(name),
    value: typed[name],
    width: "half" as const,
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
  });
  const box = (value: string, label: string) => (
    <Checkbox
      key={value}
      id={`invite-${value.replace(":", "-")}`}
      name="rights"
      value={value}
      label={label}
      checked={rights.includes(value)}
      onChange={(event) =>
        setRights(event.target.checked ? [...rights, value] : rights.filter((one) => one !== value))
      }
    />
  );
  return (
    <form action={send} noValidate>
      <ErrorSummary errors={errors} />
      <TextInput {...field("givenName")} hint={t("form.givenNameHint")} />
      <TextInput {...field("surname")} />
      <TextInput {...field("email")} type="email" hint={t("form.emailHint")} />
      <Select
        id="invite-language"
        name="language"
        label={t("form.language")}
        options={languages.map((value) => ({ value, label: names(value) }))}
        value={typed.language}
        onChange={(event) => setTyped({ ...typed, language: languageOf(event.target.value) })}
      />
      <Fieldset id={FIELDS.rights} legend={t("form.rights")} error={errorOf("rights")}>
        {services.map(({ id, name }) => (
          <RightsGroup key={id} heading={name[language]}>
            {(["sender", "approver"] as const).map((role) =>
              box(rightValue({ role, serviceId: id }), t(`role.${role}`)),
            )}
          </RightsGroup>
        ))}
        <RightsGroup heading={t("form.whole")}>
          {(["administrator", "auditor"] as const).map((role) =>
            box(rightValue({ role, serviceId: null }), t(`role.${role}`)),
          )}
        </RightsGroup>
      </Fieldset>
      <SubmitButton>{t("form.send")}</SubmitButton>
    </form>
  );
}

function RightsGroup({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <fieldset className="mt-3 mb-4">
      <legend className="mb-1 text-small font-semibold text-ink-soft">{heading}</legend>
      <div className="flex flex-wrap gap-x-9">{children}</div>
    </fieldset>
  );
}
