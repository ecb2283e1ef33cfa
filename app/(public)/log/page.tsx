import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LogFiles } from "@/components/log/log-files";
import { LogGrowth } from "@/components/log/log-growth";
import { LogHead } from "@/components/log/log-head";
import { LogWatching } from "@/components/log/log-watching";
import { LogWitnesses } from "@/components/log/log-witnesses";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { environment } from "@/lib/env";
import { getLogHead, listLogDays } from "@/lib/proofs/log/data";
import { listWitnesses } from "@/lib/proofs/witnesses/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.log"))("title") };
}

export default async function LogPage() {
  const t = await getTranslations("proofs.log");
  const [head, days, witnesses] = await Promise.all([getLogHead(), listLogDays(), listWitnesses()]);
  return (
    <div className="max-w-column">
      <PageHeading title={t("title")} lead={t("lead")} />
      {head ? (
        <LogHead head={head} />
      ) : (
        <EmptyState title={t("emptyTitle")} icon="list">
          {t("emptyBody")}
        </EmptyState>
      )}
      {witnesses.length > 0 && <LogWitnesses witnesses={witnesses} />}
      {days.length > 0 && <LogGrowth days={days} />}
      <LogWatching address={`${environment().PORTAL_URL}/log`} />
      <LogFiles />
      <p className="mt-6">
        <TextLink href="/verify">{t("verify")}</TextLink>
      </p>
    </div>
  );
}
