import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";

export type Version = {
  number: number;
  note: string;
  restoredFrom: number | null;
  publishedAt: Date;
  publishedBy: string | null;
};

export function VersionTable({
  templateId,
  versions,
}: {
  templateId: string;
  versions: readonly Version[];
}) {
  const t = useTranslations("templates");
  const noteOf = ({ note, restoredFrom }: Version) =>
    restoredFrom === null ? note : t("versions.restored", { number: restoredFrom });
  return (
    <Table
      id="versions"
      caption={t("versions.caption")}
      isSlim
      columns={[
        { key: "number", label: t("versions.number"), width: "34%" },
        { key: "note", label: t("versions.note"), from: "md" },
        { key: "who", label: t("versions.who"), from: "md" },
        { key: "when", label: t("versions.when"), align: "end", from: "md" },
      ]}
    >
      {versions.map((version) => (
        <tr key={version.number}>
          <RowHeader>
            <TextLink
              href={`/templates/${templateId}/versions/${version.number}`}
              className="font-semibold"
            >
              {t("state.version", { number: version.number })}
            </TextLink>
            <span className="mt-1 block text-tiny text-ink-soft md:hidden">
              {version.publishedBy ?? t("versions.portal")} ·{" "}
              <DateTime value={version.publishedAt} format="short" />
            </span>
            <span className="mt-1 block text-small md:hidden">{noteOf(version)}</span>
          </RowHeader>
          <Cell from="md">{noteOf(version)}</Cell>
          <Cell from="md">{version.publishedBy ?? t("versions.portal")}</Cell>
          <Cell from="md" align="end" isNumeric>
            <DateTime value={version.publishedAt} format="short" />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
