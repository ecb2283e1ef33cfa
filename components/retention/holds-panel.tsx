import { useLocale, useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { noonOf } from "@/lib/format";
import type { Hold } from "@/lib/retention/holds/schema";
import { languageOf } from "@/lib/text/languages";

/** What is kept from being erased, why and by whom, and what was once. */
export function HoldsPanel({ holds }: { holds: readonly Hold[] }) {
  const t = useTranslations("retention.holds");
  const active = holds.filter(({ lifted }) => lifted === null);
  const ended = holds.filter(({ lifted }) => lifted !== null);
  return (
    <Card id="holds" heading={t("title")}>
      <p className="mb-5 text-ink-soft">{t("lead")}</p>
      {active.length === 0 ? <p>{t("none")}</p> : <HoldsTable holds={active} />}
      <div className="mt-5">
        <LinkButton variant="secondary" href="/retention/holds/new">
          {t("add")}
        </LinkButton>
      </div>
      {ended.length > 0 && (
        <div className="mt-5">
          <Details summary={t("ended")}>
            <ul className="grid gap-3">
              {ended.map((hold) => (
                <li key={hold.id}>
                  <span className="block font-semibold">
                    <HoldWords hold={hold} />
                  </span>
                  {hold.lifted &&
                    t("lifted", {
                      name: hold.lifted.by,
                      when: hold.lifted.at,
                      reason: hold.lifted.reason,
                    })}
                </li>
              ))}
            </ul>
          </Details>
        </div>
      )}
    </Card>
  );
}

function HoldsTable({ holds }: { holds: readonly Hold[] }) {
  const t = useTranslations("retention.holds");
  return (
    <Table
      id="active-holds"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "what", label: t("what") },
        { key: "why", label: t("why"), from: "md" },
        { key: "who", label: t("who"), from: "md" },
        { key: "lift", label: t("lift"), align: "end" },
      ]}
    >
      {holds.map((hold) => {
        const placed = t("placed", { name: hold.placedBy, when: hold.placedAt });
        return (
          <tr key={hold.id}>
            <RowHeader>
              <HoldWords hold={hold} />
              <span className="mt-1 block text-tiny font-normal break-words text-ink-soft md:hidden">
                {hold.reason}
              </span>
              <span className="block text-tiny font-normal text-ink-soft md:hidden">{placed}</span>
            </RowHeader>
            <Cell from="md">
              <span className="break-words">{hold.reason}</span>
            </Cell>
            <Cell from="md">{placed}</Cell>
            <Cell align="end">
              <TextLink href={`/retention/holds/${hold.id}`}>
                {t("lift")}
                <span className="sr-only">
                  {" "}
                  <HoldWords hold={hold} />
                </span>
              </TextLink>
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

/** What a hold covers, in words. */
export function HoldWords({ hold }: { hold: Hold }) {
  const t = useTranslations("retention.holds");
  const language = languageOf(useLocale());
  switch (hold.kind) {
    case "delivery":
      return t("delivery", { reference: hold.reference });
    case "recipient":
      return t("recipient", { masked: hold.masked });
    case "period": {
      const period = t("period", { from: noonOf(hold.from), to: noonOf(hold.to) });
      const service = hold.service && t("ofService", { service: hold.service[language] });
      return service ? `${period} ${service}` : period;
    }
  }
}
