import { useTranslations } from "next-intl";
import { Details } from "@/components/ui/details";
import type { Origin } from "@/lib/messages/origins";

/** Each placeholder of the letter with its value, and where that came from. */
export function ValueOrigins({ origins }: { origins: readonly Origin[] }) {
  const t = useTranslations("messages.origins");
  if (origins.length === 0) return null;
  return (
    <div className="mt-4">
      <Details summary={t("title")}>
        <dl className="grid gap-3 break-words">
          {origins.map((origin) => (
            <div key={origin.name}>
              <dt className="font-semibold">{origin.name}</dt>
              <dd>{origin.value ?? t("none")}</dd>
              {(origin.value !== null || origin.from.kind !== "typed") && (
                <dd className="text-ink-soft">
                  <From from={origin.from} />
                </dd>
              )}
            </div>
          ))}
        </dl>
      </Details>
    </div>
  );
}

function From({ from }: { from: Origin["from"] }) {
  const t = useTranslations("messages.origins");
  if (from.kind === "typed") return t("typed");
  if (from.kind === "built_in") return t(`builtIn.${from.builtIn}`);
  const { column, row } = from;
  return row === null ? t("column", { column }) : t("cell", { column, row });
}
