import { useFormatter, useTranslations } from "next-intl";
import { FilterChips } from "@/components/ui/filter-chips";
import { historyAddress } from "@/lib/deliveries/rules";
import type { HistoryFilter } from "@/lib/deliveries/schema";
import { noonOf } from "@/lib/format";
import type { TypeChoice } from "@/components/deliveries/history-search";

/** The filters that are on, each taken off by following it. */
export function HistoryChips({
  filter,
  types,
}: {
  filter: HistoryFilter;
  types: readonly TypeChoice[];
}) {
  const t = useTranslations("history.filters");
  const words = useFilterWords(types);
  // Another page of the list belongs to the filters it was made with.
  const kept = { ...filter, after: null, before: null };
  return (
    <FilterChips
      label={t("label")}
      chips={words(filter).map(([name, label]) => ({
        name,
        label,
        removeHref: historyAddress({ ...kept, [name]: null }),
      }))}
      clear={{ label: t("clear"), href: "/messages" }}
    />
  );
}

type FilterName = Exclude<keyof HistoryFilter, "after" | "before">;

function useFilterWords(types: readonly TypeChoice[]) {
  const t = useTranslations("history.filters");
  const states = useTranslations("deliveries.state");
  const format = useFormatter();
  const dayOf = (date: string) => format.dateTime(noonOf(date), "date");
  return ({ q, n, view, state, type, choice, from, to }: HistoryFilter): [FilterName, string][] => {
    const typeName = types.find(({ id }) => id === type)?.name ?? "";
    const on: [FilterName, string | null][] = [
      ["q", q === "" ? null : t("text", { text: q })],
      ["n", n && t("number")],
      ["view", view && t(view)],
      ["state", state && t("state", { state: states(state) })],
      ["type", type && t("type", { type: typeName })],
      ["choice", choice && t(choice)],
      ["from", from && t("from", { date: dayOf(from) })],
      ["to", to && t("to", { date: dayOf(to) })],
    ];
    return on.flatMap(([name, label]) => (label ? [[name, label] as [FilterName, string]] : []));
  };
}
