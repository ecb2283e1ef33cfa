import { useTranslations } from "next-intl";
import { Details } from "@/components/ui/details";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { searchHistory } from "@/lib/deliveries/actions";
import { DELIVERY_STATES, type HistoryFilter } from "@/lib/deliveries/schema";

export type TypeChoice = { id: string; name: string };

/**
 * One field that understands them all, and behind a disclosure what narrows down. It posts, because
 * what is typed may be a national number; the answer is an address without it.
 */
export function HistorySearch({
  filter,
  types,
}: {
  filter: HistoryFilter;
  types: readonly TypeChoice[];
}) {
  const t = useTranslations("history.search");
  const states = useTranslations("deliveries.state");
  const any = { value: "", label: t("any") };
  const isNarrowed = Boolean(
    filter.state ?? filter.type ?? filter.choice ?? filter.from ?? filter.to,
  );
  return (
    <form action={searchHistory} className="mb-5">
      {filter.n && <input type="hidden" name="n" value={filter.n} />}
      {filter.view && <input type="hidden" name="view" value={filter.view} />}
      <SearchField
        id="query"
        name="query"
        label={t("label")}
        hint={t("hint")}
        defaultValue={filter.q}
      />
      <div className="mt-3">
        <Details summary={t("more")} isOpen={isNarrowed}>
          <div className="grid gap-x-6 pt-1 md:grid-cols-3">
            <Select
              id="state"
              name="state"
              label={t("state")}
              defaultValue={filter.state ?? ""}
              options={[
                any,
                ...DELIVERY_STATES.map((state) => ({ value: state, label: states(state) })),
              ]}
            />
            <Select
              id="type"
              name="type"
              label={t("type")}
              defaultValue={filter.type ?? ""}
              options={[any, ...types.map(({ id, name }) => ({ value: id, label: name }))]}
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
            <TextInput
              id="from"
              name="from"
              type="date"
              label={t("from")}
              defaultValue={filter.from ?? ""}
              width="short"
            />
            <TextInput
              id="to"
              name="to"
              type="date"
              label={t("to")}
              defaultValue={filter.to ?? ""}
              width="short"
            />
          </div>
        </Details>
      </div>
    </form>
  );
}
