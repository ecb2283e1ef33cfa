import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApprovalsTable } from "@/components/approvals/approvals-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { listApprovals } from "@/lib/approvals/data";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("title") };
}

export default async function ApprovalsPage({ searchParams }: Props) {
  const actor = await requireActor("message:approve");
  const waiting = await listApprovals(actor);
  const t = await getTranslations("approvals");
  const { approved, returned } = await searchParams;
  return (
    <>
      <PageHeading title={t("title")} lead={t("lead")} />
      {isReference(approved) && (
        <Notification kind="success" isLive title={t("approved", { reference: approved })} />
      )}
      {isReference(returned) && (
        <Notification kind="success" isLive title={t("returned", { reference: returned })} />
      )}
      {waiting.length > 0 ? (
        <ApprovalsTable waiting={waiting} now={now()} />
      ) : (
        <EmptyState title={t("list.none")} icon="check">
          {t("list.noneBody")}
        </EmptyState>
      )}
    </>
  );
}

/** Only a reference is repeated from the address. */
function isReference(asked: string | string[] | undefined): asked is string {
  return typeof asked === "string" && /^MR-\d{4}-\d+$/.test(asked);
}
