import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AdministratorHome } from "@/components/home/administrator-home";
import { AuditorHome } from "@/components/home/auditor-home";
import { Drafts } from "@/components/home/drafts";
import { Figures } from "@/components/home/figures";
import { FirstMessage } from "@/components/home/first-message";
import { Lately } from "@/components/home/lately";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { countApprovals } from "@/lib/approvals/data";
import { getHomeSummary, listDeliveries } from "@/lib/deliveries/data";
import { historyAddress, thingsToDo, timeOfDay } from "@/lib/deliveries/rules";
import { historyFilterSchema, type HistoryFilter } from "@/lib/deliveries/schema";
import { listDrafts } from "@/lib/messages/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

export default async function HomePage() {
  const actor = await requireActor();
  if (!may(actor, "delivery:read")) {
    if (may(actor, "platform:operate")) redirect("/operator");
    return <NoMessages mayManage={may(actor, "type:manage")} />;
  }
  if (actor.roles.includes("auditor") && !may(actor, "message:write")) {
    return <ForAuditor actor={actor} />;
  }
  const t = await getTranslations("home");
  const format = await getFormatter();
  const at = now();
  const mayWrite = may(actor, "message:write");
  const latest = latestOf(actor);
  const [summary, drafts, notOpened, approvals] = await Promise.all([
    getHomeSummary(actor, at),
    mayWrite ? listDrafts(actor) : [],
    latest({ view: "not_opened" }),
    may(actor, "message:approve") ? countApprovals(actor) : 0,
  ]);
  const sentBack = drafts.filter(({ state }) => state === "sent_back").length;
  const needs = [
    ...(approvals > 0 ? [t("need.approvals", { count: approvals })] : []),
    ...(sentBack > 0 ? [t("need.sentBack", { count: sentBack })] : []),
    ...(summary.failed > 0 ? [t("need.failed", { count: summary.failed })] : []),
    ...(summary.unreadReplies > 0 ? [t("need.replies", { count: summary.unreadReplies })] : []),
    ...(summary.notOpened > 0 ? [t("need.notOpened", { count: summary.notOpened })] : []),
    ...(summary.stuck > 0 ? [t("need.stuck", { count: summary.stuck })] : []),
  ];
  const isNew = summary.lately.length + drafts.length + approvals === 0;
  return (
    <>
      <PageHeading
        title={t(`greeting.${timeOfDay(at)}`, { name: actor.givenName })}
        lead={
          isNew ? undefined : (
            <>
              {(mayWrite || approvals > 0) &&
                t("needs", {
                  count: thingsToDo(summary) + approvals + sentBack,
                  what: format.list(needs, "and"),
                })}{" "}
              {t("underWay", { count: summary.underWay - summary.stuck })}
            </>
          )
        }
        actions={
          mayWrite && !isNew ? (
            <LinkButton href="/messages/new" icon="add">
              {t("newMessage")}
            </LinkButton>
          ) : undefined
        }
      />
      {!mayWrite && (
        <Notification kind="info" title={t("readOnly.title")}>
          <p>
            {t.rich("readOnly.body", {
              link: (words) => <TextLink href="/approvals">{words}</TextLink>,
            })}
          </p>
        </Notification>
      )}
      {!isNew && <Figures {...{ summary, approvals, sentBack, mayWrite }} />}
      {isNew && mayWrite && <FirstMessage />}
      {isNew && !mayWrite && <EmptyState title={t("quiet.title")}>{t("quiet.body")}</EmptyState>}
      {!isNew && (
        <div
          className={
            mayWrite ? "grid grid-cols-1 gap-9 lg:grid-cols-[2fr_1fr] lg:gap-7" : undefined
          }
        >
          <div className="grid min-w-0 grid-cols-1 gap-9">
            {notOpened.length > 0 && (
              <Lately
                id="not-opened"
                title={t("notOpened.title")}
                all={{ href: historyAddress({ view: "not_opened" }), label: t("notOpened.all") }}
                none=""
                rows={notOpened}
                now={at}
              />
            )}
            {summary.lately.length > 0 ? (
              <Lately
                id="lately"
                title={t("lately.title")}
                all={{ href: "/messages", label: t("lately.all") }}
                none={t("lately.none")}
                rows={summary.lately}
                now={at}
              />
            ) : (
              <EmptyState title={t("quiet.title")}>{t("quiet.body")}</EmptyState>
            )}
          </div>
          {mayWrite && <Drafts drafts={drafts} />}
        </div>
      )}
    </>
  );
}

const shownOfEach = 5;

function latestOf(actor: PersonActor) {
  return async (filter: Partial<HistoryFilter>) =>
    (await listDeliveries(actor, historyFilterSchema.parse(filter))).rows.slice(0, shownOfEach);
}

/** For who reads a whole organisation and writes nothing. */
async function ForAuditor({ actor }: { actor: PersonActor }) {
  const t = await getTranslations("home");
  const at = now();
  const latest = latestOf(actor);
  const [registered, failed, expired] = await Promise.all([
    latest({ choice: "registered" }),
    latest({ state: "failed" }),
    latest({ state: "expired" }),
  ]);
  return (
    <>
      <PageHeading
        title={t(`greeting.${timeOfDay(at)}`, { name: actor.givenName })}
        lead={t("auditor.lead")}
        actions={
          <>
            <LinkButton href="/messages" icon="search">
              {t("auditor.history")}
            </LinkButton>
            <LinkButton href="/log" variant="secondary" icon="list">
              {t("auditor.log")}
            </LinkButton>
          </>
        }
      />
      <AuditorHome registered={registered} failed={failed} expired={expired} now={at} />
    </>
  );
}

/** For roles that administer and read nothing: why the page is empty. */
async function NoMessages({ mayManage }: { mayManage: boolean }) {
  const t = await getTranslations("home.noMessages");
  return (
    <>
      <PageHeading title={t("title")} lead={t("body")} />
      {mayManage && <AdministratorHome />}
    </>
  );
}
