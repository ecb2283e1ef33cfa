import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { Drafts } from "@/components/home/drafts";
import { Figures } from "@/components/home/figures";
import { FirstMessage } from "@/components/home/first-message";
import { Lately } from "@/components/home/lately";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { may } from "@/lib/auth/rules";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { getHomeSummary } from "@/lib/deliveries/data";
import { thingsToDo, timeOfDay } from "@/lib/deliveries/rules";
import { listDrafts } from "@/lib/messages/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

export default async function HomePage() {
  const actor = await requireActor();
  if (!may(actor, "delivery:read")) {
    if (may(actor, "platform:operate")) redirect("/operator");
    return <NoMessages />;
  }
  const t = await getTranslations("home");
  const at = now();
  const mayWrite = may(actor, "message:write");
  const [summary, drafts] = await Promise.all([
    getHomeSummary(actor, at),
    mayWrite ? listDrafts(actor) : [],
  ]);
  const isNew = summary.lately.length === 0 && drafts.length === 0;
  return (
    <>
      <PageHeading
        title={t(`greeting.${timeOfDay(at)}`, { name: actor.givenName })}
        lead={
          isNew ? undefined : (
            <>
              {mayWrite && t("needs", { count: thingsToDo(summary) })}{" "}
              {t("underWay", { count: summary.underWay })}
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
      {!isNew && <Figures summary={summary} />}
      {isNew && mayWrite && <FirstMessage />}
      {isNew && !mayWrite && <EmptyState title={t("quiet.title")}>{t("quiet.body")}</EmptyState>}
      {!isNew && (
        <div className={mayWrite ? "grid gap-9 lg:grid-cols-[2fr_1fr] lg:gap-7" : undefined}>
          <div className="min-w-0">
            {summary.lately.length > 0 ? (
              <Lately rows={summary.lately} now={at} />
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

/** For roles that administer and read nothing: why the page is empty. */
async function NoMessages() {
  const t = await getTranslations("home.noMessages");
  return <PageHeading title={t("title")} lead={t("body")} />;
}
