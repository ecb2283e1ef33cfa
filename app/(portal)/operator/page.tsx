import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ComponentsTable, HealthSentence, WorkInHand } from "@/components/operator/platform-health";
import { StuckTable } from "@/components/operator/stuck-table";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { getPlatform } from "@/lib/platform/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operator"))("title") };
}

export default async function OperatorPage() {
  const actor = await requireActor("platform:operate");
  const t = await getTranslations("operator");
  const platform = await getPlatform(actor);
  return (
    <>
      <PageHeading
        title={t("heading")}
        lead={
          <>
            {t("lead")} {t("checkedAt", { when: platform.checkedAt })}
          </>
        }
        actions={
          <LinkButton href="/operator" variant="secondary" icon="refresh" prefetch={false}>
            {t("refresh")}
          </LinkButton>
        }
      />
      <HealthSentence platform={platform} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-9">
        <ComponentsTable components={platform.health.components} />
        {platform.facts ? (
          <WorkInHand facts={platform.facts} unstampedSince={platform.unstampedSince} />
        ) : (
          <Notification kind="error" title={t("unavailable")} />
        )}
        <StuckTable rows={platform.stuck} />
      </div>
    </>
  );
}
