import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { LogPlaceFacts, type LogPlace } from "@/components/audit/log-place";
import { RecordDetails } from "@/components/audit/record-details";
import { RecordFacts } from "@/components/audit/record-facts";
import { ActWords } from "@/components/audit/trail-table";
import { TransactionView } from "@/components/audit/transaction-view";
import { RefusedPage } from "@/components/layout/refused-page";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { viewAuditRecord } from "@/lib/audit/trail/actions";
import { seesWholeTrail } from "@/lib/audit/trail/data";
import { auditRecordRefSchema } from "@/lib/audit/trail/schema";
import { findDeliveryOf, getTransaction } from "@/lib/audit/transactions/data";
import type { PersonActor } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { getAuditRecordProof } from "@/lib/proofs/data";

type Props = { params: Promise<{ recordId: string }> };

/** Looking is an act on record, so that it goes through an action, once a request. */
const look = cache(async (recordId: string) => {
  const actor = await requireActor("audit:read");
  const ref = auditRecordRefSchema.safeParse({ recordId });
  if (!ref.success) notFound();
  const viewed = await viewAuditRecord(ref.data);
  if (!viewed.ok && viewed.refusal.code === "not_found") notFound();
  return { actor, viewed };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { viewed } = await look((await params).recordId);
  const t = await getTranslations("audit");
  const line = viewed.ok ? viewed.value : null;
  return { title: t("record.title", { act: line?.act ? t(`acts.${line.act}`) : "" }) };
}

export default async function AuditRecordPage({ params }: Props) {
  const { actor, viewed } = await look((await params).recordId);
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const line = viewed.value;
  const t = await getTranslations("audit");
  const isWhole = seesWholeTrail(actor);
  const deliveryId = isWhole ? await findDeliveryOf(actor, line) : null;
  const place = isWhole ? await placeOf(actor, line.id) : null;
  const transaction = deliveryId && (await getTransaction(actor, deliveryId));
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
        {isWhole && (
          <Card id="log" heading={t("record.log")}>
            <LogPlaceFacts recordId={line.id} place={place} />
          </Card>
        )}
        {transaction && (
          <section aria-labelledby="transaction" className="grid gap-5">
            <div>
              <h2 id="transaction" className="text-h2 font-semibold tracking-h2">
                {t("transaction.title")}
              </h2>
              <p className="mt-1 text-ink-soft">{t("transaction.lead")}</p>
            </div>
            <TransactionView transaction={transaction} recordId={line.id} />
          </section>
        )}
      </div>
    </>
  );
}

async function placeOf(actor: PersonActor, recordId: string): Promise<LogPlace | null> {
  const proof = await getAuditRecordProof(actor, recordId);
  if (!proof.ok) return null;
  const { leafIndex, sealedAt, checkpoint, stamp } = proof.value;
  return { leafIndex, sealedAt, size: checkpoint.size, stampedAt: stamp?.stampedAt ?? null };
}
