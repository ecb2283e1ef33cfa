import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { OverviewFilterForm } from "@/components/audit/overview-filter";
import { OverviewTotals } from "@/components/audit/overview-totals";
import { SavedViews } from "@/components/audit/saved-views";
import { HistoryTable } from "@/components/deliveries/history-table";
import { RefusedPage } from "@/components/layout/refused-page";
import { LinkButton } from "@/components/ui/button";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { orderSelected, viewOverview } from "@/lib/audit/overview/actions";
import { isSample, overviewAddress } from "@/lib/audit/overview/rules";
import { overviewFilterSchema, type OverviewFilter } from "@/lib/audit/overview/schema";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

/** Why an order may have come back without a file. */
const ORDER_REFUSALS = ["selection_too_large", "not_found", "conflict"] as const;
const VIEWS_DONE = ["saved", "removed"] as const;

type Query = Record<string, string | string[] | undefined>;

export default async function ProofsPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireActor("audit:prove");
  const query = await searchParams;
  const filter = overviewFilterSchema.parse(query);
  // A sample has a seed: one that nobody typed is chosen, and stands in the address like any other.
  if (filter.size !== null && filter.seed === "")
    redirect(overviewAddress({ ...filter, seed: randomUUID().slice(0, 8) }));
  const viewed = await viewOverview(filter);
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const overview = viewed.value;
  const { page, total } = overview;
  const t = await getTranslations("overview");
  const turn = (change: Partial<OverviewFilter>) =>
    overviewAddress({ ...filter, after: null, before: null, ...change });
  return (
    <>
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        actions={
          <div className="flex flex-wrap gap-3">
            <LinkButton href="/proofs/findings" variant="secondary" icon="search">
              {t("findings")}
            </LinkButton>
            <LinkButton href="/proofs/checkpoints" variant="secondary" icon="list">
              {t("checkpoints")}
            </LinkButton>
            <LinkButton href="/proofs/bundles" variant="secondary" icon="court">
              {t("bundles")}
            </LinkButton>
          </div>
        }
      />
      <Told query={query} />
      <OverviewFilterForm
        key={overviewAddress(filter)}
        filter={filter}
        choices={overview.choices}
      />
      {total > 0 && <OverviewTotals {...overview} />}
      {isSample(filter) && total > 0 && (
        <Notification
          kind="info"
          title={t("sample.drawn", { size: page.rows.length, total, seed: filter.seed })}
        >
          <p>{t("sample.how")}</p>
          <p>
            <TextLink href={turn({ size: null, seed: "" })}>{t("sample.whole")}</TextLink>
          </p>
        </Notification>
      )}
      {total > 0 ? (
        <HistoryTable rows={page.rows} withService now={now()} />
      ) : (
        <EmptyState title={t("none")} icon="search" />
      )}
      <Pagination
        newerHref={page.newer ? turn({ before: page.newer }) : undefined}
        olderHref={page.older ? turn({ after: page.older }) : undefined}
      />
      {total > 0 && <Taking filter={filter} />}
      <SavedViews
        views={overview.views}
        query={turn({}).replace(/^[^?]*\??/, "")}
        isRefused={query.view === "refused"}
      />
    </>
  );
}

/** What became of what was pressed last on this page. */
async function Told({ query }: { query: Query }) {
  const t = await getTranslations("overview.views");
  const refusals = await getTranslations("refusals");
  const order = ORDER_REFUSALS.find((each) => each === query.order);
  const done = VIEWS_DONE.find((each) => each === query.view);
  if (query.view === "refused")
    return <ErrorSummary errors={[{ fieldId: "name", message: t("refused") }]} />;
  if (order) return <ErrorSummary errors={[{ message: refusals(order) }]} />;
  return (
    done && (
      <Notification kind="success" isLive>
        <p>{t(`done.${done}`)}</p>
      </Notification>
    )
  );
}

/** What may be taken away of the selection. */
async function Taking({ filter }: { filter: OverviewFilter }) {
  const t = await getTranslations("overview.take");
  const selection = { ...filter, after: null, before: null };
  const file = (format: string) => overviewAddress(selection, `/api/proofs/export/${format}`);
  return (
    <div className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-3">
      <DownloadLink href={file("xlsx")} label={t("xlsx")} format="XLSX" mayBeRefused />
      <DownloadLink href={file("csv")} label={t("csv")} format="CSV" mayBeRefused />
      <form action={orderSelected}>
        <input type="hidden" name="query" value={overviewAddress(selection, "").slice(1)} />
        <input type="hidden" name="language" value={languageOf(await getLocale())} />
        <SubmitButton variant="secondary" icon="court">
          {t("bundles")}
        </SubmitButton>
      </form>
    </div>
  );
}
