import { useFormatter, useTranslations } from "next-intl";
import { Chip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";
import { historyAddress } from "@/lib/deliveries/rules";
import type { HistoryFilter } from "@/lib/deliveries/schema";
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
  const chips = words(filter).map(([name, label]) => (
    <li key={name}>
      <Chip label={label} removeHref={historyAddress({ ...kept, [name]: null })} />
    </li>
  ));
  if (chips.length === 0) return null;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-2">
      <ul aria-label={t("label")} className="flex flex-wrap gap-2">
        {chips}
      </ul>
      {chips.length > 1 && (
        <TextLink href="/messages" className="py-0.5 text-small">
          {t("clear")}
        </TextLink>
      )}
    </div>
  );
}

type FilterName = Exclude<keyof HistoryFilter, "after" | "before">;

function useFilterWords(types: readonly TypeChoice[]) {
  const t = useTranslations("history.filters");
  const states = useTranslations("deliveries.state");
  const format = useFormatter();
  // Noon, so that a day stays the same day in Brussels.
  const dayOf = (date: string) => format.dateTime(new Date(`${date}T12:00:00Z`), "date");
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
