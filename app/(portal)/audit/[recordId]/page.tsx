import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { RecordDetails } from "@/components/audit/record-details";
import { RecordFacts } from "@/components/audit/record-facts";
import { ActWords } from "@/components/audit/trail-table";
import { RefusedPage } from "@/components/layout/refused-page";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { viewAuditRecord } from "@/lib/audit/trail/actions";
import { auditRecordRefSchema } from "@/lib/audit/trail/schema";
import { requireActor } from "@/lib/auth/session";

type Props = { params: Promise<{ recordId: string }> };

/** Looking is an act on record, so that it goes through an action, once a request. */
const look = cache(async (recordId: string) => {
  await requireActor("audit:read");
  const ref = auditRecordRefSchema.safeParse({ recordId });
  if (!ref.success) notFound();
  const viewed = await viewAuditRecord(ref.data);
  if (!viewed.ok && viewed.refusal.code === "not_found") notFound();
  return viewed;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewed = await look((await params).recordId);
  const t = await getTranslations("audit");
  const line = viewed.ok ? viewed.value : null;
  return { title: t("record.title", { act: line?.act ? t(`acts.${line.act}`) : "" }) };
}

export default async function AuditRecordPage({ params }: Props) {
  const viewed = await look((await params).recordId);
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const line = viewed.value;
  const t = await getTranslations("audit");
  return (
    <>
      <Breadcrumbs path={[{ href: "/audit", label: t("title") }]} current={t("columns.record")} />
      <PageHeading title={<ActWords line={line} />} lead={t("record.recorded")} />
      <div className="grid gap-9">
        <Card id="record" heading={t("record.heading")}>
          <RecordFacts line={line} />
        </Card>
        <Card id="details" heading={t("record.details")}>
          <RecordDetails detail={line.detail} />
        </Card>
      </div>
    </>
  );
}
