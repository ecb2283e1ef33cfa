import { useFormatter, useLocale, useTranslations } from "next-intl";
import { FilterChips } from "@/components/ui/filter-chips";
import { auditAddress } from "@/lib/audit/trail/rules";
import { OTHER_ACTORS, type AuditChoices, type AuditFilter } from "@/lib/audit/trail/schema";
import { noonOf } from "@/lib/format";
import { languageOf } from "@/lib/text/languages";

type FilterName = Exclude<keyof AuditFilter, "kind" | "after" | "before">;

/** The filters that are on, each taken off by following it. `reference`: of what it is about. */
export function TrailChips({
  filter,
  choices,
  reference,
}: {
  filter: AuditFilter;
  choices: AuditChoices;
  reference: string | null;
}) {
  const t = useTranslations("audit.filters");
  const words = useFilterWords(choices, reference);
  // Another page of the list belongs to the filters it was made with.
  const kept = { ...filter, after: null, before: null };
  return (
    <FilterChips
      label={t("label")}
      chips={words(filter).map(([name, label]) => ({
        name,
        label,
        removeHref: auditAddress({ ...kept, [name]: null }),
      }))}
      clear={{ label: t("clear"), href: auditAddress({ kind: filter.kind }) }}
    />
  );
}

function useFilterWords({ people, services }: AuditChoices, reference: string | null) {
  const t = useTranslations("audit.filters");
  const acts = useTranslations("audit.acts");
  const who = useTranslations("audit.who");
  const format = useFormatter();
  const language = languageOf(useLocale());
  const dayOf = (date: string) => format.dateTime(noonOf(date), "date");
  const nameOf = (person: string) => {
    const other = OTHER_ACTORS.find((kind) => kind === person);
    return other ? who(other) : (people.find(({ id }) => id === person)?.name ?? person);
  };
  return (filter: AuditFilter): [FilterName, string][] => {
    const { n, subject, person, act, service, from, to } = filter;
    const place = services.find(({ id }) => id === service)?.name[language];
    const on: [FilterName, string | null][] = [
      ["n", n && t("n")],
      ["subject", subject && t("subject", { reference: reference ?? subject })],
      ["person", person && t("person", { name: nameOf(person) })],
      ["act", act && t("act", { act: acts(act) })],
      ["service", service && t("service", { name: place ?? service })],
      ["from", from && t("from", { date: dayOf(from) })],
      ["to", to && t("to", { date: dayOf(to) })],
    ];
    return on.flatMap(([name, label]) => (label ? [[name, label] as [FilterName, string]] : []));
  };
}
