import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { DraftsTable } from "@/components/deliveries/drafts-table";
import { HistoryChips } from "@/components/deliveries/history-chips";
import { HistorySearch } from "@/components/deliveries/history-search";
import { HistoryTable } from "@/components/deliveries/history-table";
import { PlannedTable } from "@/components/messages/planned-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import { RefusedPage } from "@/components/layout/refused-page";
import { may } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { viewHistory } from "@/lib/deliveries/actions";
import { historyAddress } from "@/lib/deliveries/rules";
import { historyFilterSchema, type HistoryFilter } from "@/lib/deliveries/schema";
import { listDrafts, listMessageTypes } from "@/lib/messages/data";
import { listPlanned } from "@/lib/messages/orders/data";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function HistoryPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("delivery:read");
  const query = await searchParams;
  const t = await getTranslations("history");
  const mayWrite = may(actor, "message:write");
  const mayRead = may(actor, "message:read");
  const drafts = mayWrite ? await listDrafts(actor) : [];
  const planned = mayRead ? await listPlanned(actor) : [];
  const isDrafts = mayWrite && query.list === "drafts";
  const isPlanned = mayRead && query.list === "planned";
  return (
    <>
      <PageHeading
        title={t("title")}
        lead={actor.actingFor.serviceId ? t("lead") : t("leadOrganisation")}
        actions={
          mayWrite ? (
            <LinkButton href="/messages/new" icon="add">
              {t("newMessage")}
            </LinkButton>
          ) : undefined
        }
      />
      {mayRead && (
        <TabLinks
          label={t("tabs.label")}
          tabs={[
            { href: "/messages", label: t("tabs.sent"), isCurrent: !isDrafts && !isPlanned },
            {
              href: "/messages?list=planned",
              label: t("tabs.planned"),
              isCurrent: isPlanned,
              count: String(planned.length),
            },
            ...(mayWrite
              ? [
                  {
                    href: "/messages?list=drafts",
                    label: t("tabs.drafts"),
                    isCurrent: isDrafts,
                    count: String(drafts.length),
                  },
                ]
              : []),
          ]}
        />
      )}
      {isPlanned && planned.length > 0 && <PlannedTable messages={planned} />}
      {isPlanned && planned.length === 0 && (
        <EmptyState title={t("planned.emptyTitle")} icon="scheduled">
          {t("planned.emptyBody")}
        </EmptyState>
      )}
      {!isDrafts && !isPlanned && <Sent actor={actor} filter={historyFilterSchema.parse(query)} />}
      {isDrafts && drafts.length > 0 && <DraftsTable drafts={drafts} />}
      {isDrafts && drafts.length === 0 && (
        <EmptyState title={t("drafts.emptyTitle")} icon="edit">
          {t("drafts.emptyBody")}
        </EmptyState>
      )}
    </>
  );
}

async function Sent({ actor, filter }: { actor: PersonActor; filter: HistoryFilter }) {
  const t = await getTranslations("history.empty");
  const language = languageOf(await getLocale());
  const [viewed, messageTypes] = await Promise.all([viewHistory(filter), listMessageTypes(actor)]);
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const page = viewed.value;
  const types = messageTypes.map(({ id, name }) => ({ id, name: name[language] }));
  const unfiltered = historyAddress({ ...filter, after: null, before: null }) === "/messages";
  const turn = (change: Partial<HistoryFilter>) =>
    historyAddress({ ...filter, after: null, before: null, ...change });
  return (
    <>
      <HistorySearch key={historyAddress(filter)} filter={filter} types={types} />
      <HistoryChips filter={filter} types={types} />
      {page.rows.length > 0 && (
        <HistoryTable rows={page.rows} withService={actor.reads.length > 1} now={now()} />
      )}
      {page.rows.length === 0 && unfiltered && (
        <EmptyState title={t("nothingTitle")} icon="message">
          {t("nothingBody")}
        </EmptyState>
      )}
      {page.rows.length === 0 && !unfiltered && (
        <EmptyState title={t("noneTitle")} icon="search">
          {t(filter.n ? "noneNumberBody" : "noneBody")}
        </EmptyState>
      )}
      <Pagination
        newerHref={page.newer ? turn({ before: page.newer }) : undefined}
        olderHref={page.older ? turn({ after: page.older }) : undefined}
      />
    </>
  );
}
