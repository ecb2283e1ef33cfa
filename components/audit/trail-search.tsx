"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { Details } from "@/components/ui/details";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { AUDIT_ACTS, LOOKS } from "@/lib/audit/schema";
import { searchTrail } from "@/lib/audit/trail/actions";
import { actsOf } from "@/lib/audit/trail/rules";
import { OTHER_ACTORS, type AuditChoices, type AuditFilter } from "@/lib/audit/trail/schema";
import { languageOf } from "@/lib/text/languages";

/**
 * One field for whom or what it is about, and behind a disclosure what narrows down. It posts, because
 * what is typed may be a national number; the answer is an address without it, or what is wrong with it,
 * with everything as it was typed.
 */
export function TrailSearch({
  filter,
  choices,
  isWhole,
}: {
  filter: AuditFilter;
  choices: AuditChoices;
  isWhole: boolean;
}) {
  const t = useTranslations("audit.search");
  const refusals = useTranslations("refusals");
  const [refused, search] = useActionState(searchTrail, null);
  const error = refused ? refusals(refused.code) : undefined;
  const errors = useMemo(() => (error ? [{ fieldId: "query", message: error }] : []), [error]);
  return (
    <form action={search} className="mb-5">
      <ErrorSummary errors={errors} />
      <Fields
        key={refused?.attempt ?? 0}
        filter={refused?.search ?? filter}
        typed={refused?.search.query ?? ""}
        error={error}
        choices={choices}
        isWhole={isWhole}
      />
      {refused && (
        <p className="mt-2 text-tiny text-ink-soft">{t("code", { code: refused.code })}</p>
      )}
    </form>
  );
}

function Fields({
  filter,
  typed,
  error,
  choices,
  isWhole,
}: {
  filter: Omit<AuditFilter, "after" | "before">;
  typed: string;
  error: string | undefined;
  choices: AuditChoices;
  isWhole: boolean;
}) {
  const t = useTranslations("audit.search");
  const who = useTranslations("audit.who");
  const language = languageOf(useLocale());
  const any = { value: "", label: t("any") };
  const { kind, act, person, service, from, to } = filter;
  return (
    <>
      {filter.n && <input type="hidden" name="n" value={filter.n} />}
      {filter.subject && <input type="hidden" name="subject" value={filter.subject} />}
      {kind && <input type="hidden" name="kind" value={kind} />}
      <SearchField
        id="query"
        name="query"
        label={t("label")}
        hint={t("hint")}
        error={error}
        defaultValue={typed}
      />
      <div className="mt-3">
        <Details summary={t("more")} isOpen={Boolean(act ?? person ?? service ?? from ?? to)}>
          <div className="grid gap-x-6 pt-1 md:grid-cols-3">
            <Select
              id="person"
              name="person"
              label={t("person")}
              defaultValue={person ?? ""}
              options={[
                any,
                ...choices.people.map(({ id, name }) => ({ value: id, label: name })),
                ...(isWhole ? OTHER_ACTORS.map((kind) => ({ value: kind, label: who(kind) })) : []),
              ]}
            />
            <ActSelect filter={filter} isWhole={isWhole} />
            <Select
              id="service"
              name="service"
              label={t("service")}
              defaultValue={service ?? ""}
              options={[
                any,
                ...choices.services.map(({ id, name }) => ({ value: id, label: name[language] })),
              ]}
            />
            <TextInput
              id="from"
              name="from"
              type="date"
              label={t("from")}
              defaultValue={from ?? ""}
              width="short"
            />
            <TextInput
              id="to"
              name="to"
              type="date"
              label={t("to")}
              defaultValue={to ?? ""}
              width="short"
            />
          </div>
        </Details>
      </div>
    </>
  );
}

function ActSelect({
  filter: { kind, act },
  isWhole,
}: {
  filter: Pick<AuditFilter, "kind" | "act">;
  isWhole: boolean;
}) {
  const t = useTranslations("audit");
  const language = languageOf(useLocale());
  const acts = kind ? actsOf(kind) : isWhole ? AUDIT_ACTS : LOOKS;
  const options = acts
    .map((each) => ({ value: each, label: t(`acts.${each}`) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  return (
    <Select
      id="act"
      name="act"
      label={t("search.act")}
      defaultValue={act ?? ""}
      options={[{ value: "", label: t("search.any") }, ...options]}
    />
  );
}
