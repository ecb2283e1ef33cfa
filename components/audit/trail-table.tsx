import { useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { auditAddress } from "@/lib/audit/trail/rules";
import type { AuditLine } from "@/lib/audit/trail/schema";
import { languageOf } from "@/lib/text/languages";

/** One line a record. Following one opens it, which is a look of its own and on record. */
export function TrailTable({ rows }: { rows: readonly AuditLine[] }) {
  const t = useTranslations("audit.columns");
  return (
    <Table
      id="trail"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "what", label: t("what"), width: "38%" },
        { key: "who", label: t("who"), from: "md" },
        { key: "about", label: t("about"), from: "md" },
        { key: "service", label: t("service"), from: "lg" },
        { key: "when", label: t("when"), align: "end", from: "md" },
      ]}
    >
      {rows.map((line) => (
        <Row key={line.id} line={line} />
      ))}
    </Table>
  );
}

function Row({ line }: { line: AuditLine }) {
  const language = languageOf(useLocale());
  const when = <DateTime value={line.at} format="short" />;
  return (
    <tr>
      <RowHeader>
        <TextLink href={`/audit/${line.id}`} prefetch={false} className="font-semibold">
          <ActWords line={line} />
        </TextLink>
        <span className="mt-1 flex flex-wrap gap-x-2 text-tiny text-ink-soft md:hidden">
          <WhoWords who={line.who} />
          <About line={line} />
          <span className="whitespace-nowrap tabular-nums">{when}</span>
        </span>
      </RowHeader>
      <Cell from="md">
        <WhoWords who={line.who} />
      </Cell>
      <Cell from="md">
        <About line={line} />
      </Cell>
      <Cell from="lg">{line.service?.[language]}</Cell>
      <Cell from="md" align="end" isNumeric>
        {when}
      </Cell>
    </tr>
  );
}

/** What was done, in words; the code of an act that nobody here knows. */
export function ActWords({ line: { act, actCode } }: { line: AuditLine }) {
  const t = useTranslations("audit.acts");
  return <>{act ? t(act) : actCode}</>;
}

export function WhoWords({ who }: { who: AuditLine["who"] }) {
  const t = useTranslations("audit.who");
  return <span>{who.kind === "person" ? who.name : t(who.kind)}</span>;
}

/** Leads to everything that is on record about the same thing. */
function About({ line: { subjectId, reference } }: { line: AuditLine }) {
  if (!subjectId || !reference) return null;
  return (
    <TextLink
      href={auditAddress({ subject: subjectId })}
      prefetch={false}
      className="whitespace-nowrap tabular-nums"
    >
      {reference}
    </TextLink>
  );
}
