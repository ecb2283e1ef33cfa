import { useLocale, useTranslations } from "next-intl";
import { Details } from "@/components/ui/details";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import {
  LARGEST_SAMPLE,
  type OverviewChoices,
  type OverviewFilter,
} from "@/lib/audit/overview/schema";
import { DELIVERY_STATES } from "@/lib/deliveries/schema";
import { languageOf, type Language } from "@/lib/text/languages";

/** Which deliveries are shown. It asks for no number and no name, and so its answer is its address. */
export function OverviewFilterForm({
  filter,
  choices,
}: {
  filter: OverviewFilter;
  choices: OverviewChoices;
}) {
  const t = useTranslations("overview");
  return (
    <form method="get" action="/proofs" className="mb-7">
      <div className="grid gap-x-6 md:grid-cols-2 lg:grid-cols-3">
        <Period filter={filter} />
        <Choices filter={filter} choices={choices} />
        <TextInput
          id="unopened"
          name="unopened"
          inputMode="numeric"
          label={t("filter.unopened")}
          defaultValue={filter.unopened ?? ""}
          width="short"
        />
      </div>
      <div className="mb-5">
        <Details summary={t("sample.heading")} isOpen={filter.size !== null}>
          <div className="grid gap-x-6 pt-1 md:grid-cols-2">
            <TextInput
              id="size"
              name="size"
              inputMode="numeric"
              label={t("sample.size")}
              defaultValue={filter.size ?? ""}
              width="short"
              hint={`1–${LARGEST_SAMPLE}`}
            />
            <TextInput
              id="seed"
              name="seed"
              label={t("sample.seed")}
              hint={t("sample.seedHint")}
              defaultValue={filter.seed}
              width="half"
              autoComplete="off"
            />
          </div>
        </Details>
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <SubmitButton icon="search">{t("filter.show")}</SubmitButton>
        <TextLink href="/proofs">{t("filter.clear")}</TextLink>
      </div>
    </form>
  );
}

function Period({ filter }: { filter: OverviewFilter }) {
  const t = useTranslations("overview.filter");
  return (["from", "to"] as const).map((name) => (
    <TextInput
      key={name}
      id={name}
      name={name}
      type="date"
      label={t(name)}
      defaultValue={filter[name] ?? ""}
      width="short"
    />
  ));
}

function Choices({ filter, choices }: { filter: OverviewFilter; choices: OverviewChoices }) {
  const t = useTranslations("overview.filter");
  const states = useTranslations("deliveries.state");
  const language = languageOf(useLocale());
  const any = { value: "", label: t("any") };
  const named = (rows: OverviewChoices["services"], of: Language) =>
    rows.map(({ id, name }) => ({ value: id, label: name[of] }));
  return (
    <>
      <Select
        id="service"
        name="service"
        label={t("service")}
        defaultValue={filter.service ?? ""}
        options={[any, ...named(choices.services, language)]}
      />
      <Select
        id="type"
        name="type"
        label={t("type")}
        defaultValue={filter.type ?? ""}
        options={[any, ...named(choices.types, language)]}
      />
      <Select
        id="choice"
        name="choice"
        label={t("choice")}
        defaultValue={filter.choice ?? ""}
        options={[
          any,
          { value: "normal", label: t("normal") },
          { value: "registered", label: t("registered") },
        ]}
      />
      <Select
        id="state"
        name="state"
        label={t("state")}
        defaultValue={filter.state ?? ""}
        options={[any, ...DELIVERY_STATES.map((state) => ({ value: state, label: states(state) }))]}
      />
    </>
  );
}
