import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TrailChips } from "@/components/audit/trail-chips";
import { TrailSearch } from "@/components/audit/trail-search";
import { TrailTable } from "@/components/audit/trail-table";
import { RefusedPage } from "@/components/layout/refused-page";
import { TextProvider } from "@/components/layout/text-provider";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorSummary } from "@/components/ui/error-summary";
import { PageHeading } from "@/components/ui/page-heading";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import { viewTrail } from "@/lib/audit/trail/actions";
import { auditAddress, EXPORT_LIMIT } from "@/lib/audit/trail/rules";
import { AUDIT_KINDS, auditFilterSchema, type AuditFilter } from "@/lib/audit/trail/schema";
import { requireActor } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** Why what was to be taken out came back without a file. */
const EXPORT_REFUSALS = ["selection_too_large", "not_found"] as const;

type Query = Record<string, string | string[] | undefined>;

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireActor("audit:read");
  const query = await searchParams;
  const filter = auditFilterSchema.parse(query);
  const viewed = await viewTrail(filter);
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const { page, choices, isWhole } = viewed.value;
  const t = await getTranslations("audit");
  const refusals = await getTranslations("refusals");
  const refused = EXPORT_REFUSALS.find((code) => code === query.refused);
  const reference = page.rows.find(({ subjectId }) => subjectId === filter.subject)?.reference;
  const turn = (change: Partial<AuditFilter>) =>
    auditAddress({ ...filter, after: null, before: null, ...change });
  return (
    <>
      {refused && <ErrorSummary errors={[{ message: refusals(refused) }]} />}
      <PageHeading title={t("title")} lead={t(isWhole ? "lead" : "leadLooks")} />
      {isWhole && (
        <TabLinks
          label={t("tabs.label")}
          tabs={[null, ...AUDIT_KINDS].map((kind) => ({
            href: turn({ kind, act: null }),
            label: t(`tabs.${kind ?? "all"}`),
            isCurrent: filter.kind === kind,
          }))}
        />
      )}
      <TextProvider sections={["audit"]}>
        <TrailSearch
          key={auditAddress(filter)}
          filter={filter}
          choices={choices}
          isWhole={isWhole}
        />
      </TextProvider>
      <TrailChips filter={filter} choices={choices} reference={reference ?? null} />
      {page.rows.length > 0 ? (
        <TrailTable rows={page.rows} />
      ) : (
        <EmptyState title={t("empty.title")} icon="search">
          {t(filter.n ? "empty.numberBody" : "empty.body")}
        </EmptyState>
      )}
      <Pagination
        newerHref={page.newer ? turn({ before: page.newer }) : undefined}
        olderHref={page.older ? turn({ after: page.older }) : undefined}
      />
      {page.rows.length > 0 && <Export filter={filter} />}
    </>
  );
}

async function Export({ filter }: { filter: AuditFilter }) {
  const t = await getTranslations("audit.export");
  const file = (format: string) =>
    auditAddress({ ...filter, after: null, before: null }, `/api/audit/export/${format}`);
  return (
    <div className="mt-5">
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        <li>
          <DownloadLink href={file("xlsx")} label={t("xlsx")} format="XLSX" mayBeRefused />
        </li>
        <li>
          <DownloadLink href={file("csv")} label={t("csv")} format="CSV" mayBeRefused />
        </li>
      </ul>
      <p className="mt-1 text-small text-ink-soft">{t("limit", { limit: EXPORT_LIMIT })}</p>
    </div>
  );
}
