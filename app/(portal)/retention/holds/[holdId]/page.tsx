import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { HoldWords } from "@/components/retention/holds-panel";
import { LiftForm } from "@/components/retention/lift-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { requireActor } from "@/lib/auth/session";
import { getHold } from "@/lib/retention/holds/data";
import { holdIdSchema } from "@/lib/retention/holds/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("retention.lift"))("title") };
}

export default async function LiftHoldPage({ params }: { params: Promise<{ holdId: string }> }) {
  const actor = await requireActor("retention:manage");
  const id = holdIdSchema.safeParse((await params).holdId);
  const hold = id.success ? await getHold(actor, id.data) : null;
  if (!hold) notFound();
  const t = await getTranslations("retention");
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[{ href: "/retention", label: t("title") }]} current={t("lift.title")} />
      <PageHeading title={t("lift.title")} lead={t("lift.lead")} />
      <TextProvider sections={["retention"]}>
        <Card>
          <div className="mb-6">
            <SummaryList>
              <SummaryRow term={t("lift.held")}>
                <HoldWords hold={hold} />
              </SummaryRow>
              <SummaryRow term={t("lift.since")}>
                {t("holds.placed", { name: hold.placedBy, when: hold.placedAt })}
              </SummaryRow>
              <SummaryRow term={t("lift.why")}>
                <span className="break-words">{hold.reason}</span>
              </SummaryRow>
            </SummaryList>
          </div>
          <LiftForm holdId={hold.id} />
        </Card>
      </TextProvider>
    </div>
  );
}
