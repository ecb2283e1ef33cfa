import { useLocale, useTranslations } from "next-intl";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { ManagedService } from "@/lib/services/schema";
import { languageOf } from "@/lib/text/languages";

/** Each service with how citizens reach it, those that send first. */
export function ServiceTable({ services }: { services: readonly ManagedService[] }) {
  const t = useTranslations("services");
  const language = languageOf(useLocale());
  return (
    <Table
      id="services"
      caption={t("title")}
      isSlim
      columns={[
        { key: "name", label: t("column.name") },
        { key: "partition", label: t("column.partition"), from: "md" },
        { key: "contact", label: t("column.contact"), from: "md" },
        { key: "state", label: t("column.state") },
      ]}
    >
      {services.map((service) => (
        <tr key={service.id}>
          <RowHeader>
            <TextLink href={`/services/${service.id}`}>{service.name[language]}</TextLink>
            <div className="mt-1 text-tiny break-words text-ink-soft md:hidden">
              {service.partition}
              <Contact service={service} />
            </div>
          </RowHeader>
          <Cell from="md">{service.partition}</Cell>
          <Cell from="md">
            <Contact service={service} />
          </Cell>
          <Cell>
            {service.archivedAt ? (
              <Tag tone="waiting" icon="archive">
                {t("state.archived")}
              </Tag>
            ) : (
              <Tag tone="opened" icon="check">
                {t("state.active")}
              </Tag>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Contact({ service: { contactEmail, contactPhone } }: { service: ManagedService }) {
  const t = useTranslations("services");
  const lines = [contactEmail, contactPhone].filter((line) => line !== null);
  return (
    <ul className="grid gap-0.5">
      {(lines.length > 0 ? lines : [t("column.noContact")]).map((line) => (
        <li key={line} className="wrap-anywhere">
          {line}
        </li>
      ))}
    </ul>
  );
}
