import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RepliesTable } from "@/components/deliveries/replies-table";
import { AnsweredMessages } from "@/components/replies/answered-messages";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { Pagination } from "@/components/ui/pagination";
import { RefusedPage } from "@/components/layout/refused-page";
import { may } from "@/lib/auth/rules";
import { requireActor } from "@/lib/auth/session";
import { listAnsweredMessages } from "@/lib/replies/answers/data";
import { viewReplies } from "@/lib/replies/actions";
import { answeringSchema } from "@/lib/replies/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries.replies"))("pageTitle") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function RepliesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("delivery:read");
  const t = await getTranslations("deliveries.replies");
  const viewed = await viewReplies(answeringSchema.parse(await searchParams));
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const page = viewed.value;
  const messages = await listAnsweredMessages(actor);
  return (
    <>
      <PageHeading
        title={t("pageTitle")}
        lead={may(actor, "message:write") ? t("pageLead") : t("pageLeadReadOnly")}
      />
      <AnsweredMessages messages={messages} />
      {page.rows.length > 0 ? (
        <RepliesTable rows={page.rows} />
      ) : messages.length > 0 ? null : (
        <EmptyState title={t("emptyTitle")} icon="reply">
          {t("emptyBody")}
        </EmptyState>
      )}
      <Pagination
        newerHref={page.newer ? `/replies?before=${page.newer}` : undefined}
        olderHref={page.older ? `/replies?after=${page.older}` : undefined}
      />
    </>
  );
}
