import "server-only";
import type { Transaction } from "@/lib/db";
import type { InspectionFinding } from "@/lib/proofs/inspection/schema";

/** What waits for its leaf is told of after this. */
const LATE_AFTER_MS = 10 * 60_000;

/** Rows that the log says nothing of, each kind at most so many. */
export async function findStrayRows(
  tx: Transaction,
  at: Date,
  most: number,
): Promise<InspectionFinding[]> {
  const strays = await tx.$queryRaw<{ kind: string; id: string }[]>`
    SELECT kind, id::text AS id FROM (
      (SELECT 'evidence' AS kind, e.id FROM "Evidence" e
        WHERE NOT EXISTS (SELECT 1 FROM "EvidenceSeal" s WHERE s."evidenceId" = e.id) LIMIT 1000)
      UNION ALL
      (SELECT 'audit_record', a.id FROM "AuditRecord" a WHERE NOT EXISTS (
        SELECT 1 FROM "RecordSeal" s WHERE s.kind = 'audit_record' AND s."recordId" = a.id) LIMIT 1000)
      UNION ALL
      (SELECT 'delivery_event', d.id FROM "DeliveryEvent" d WHERE NOT EXISTS (
        SELECT 1 FROM "RecordSeal" s WHERE s.kind = 'delivery_event' AND s."recordId" = d.id) LIMIT 1000)
      UNION ALL
      (SELECT 'statement', t.id FROM "Statement" t WHERE NOT EXISTS (
        SELECT 1 FROM "RecordSeal" s WHERE s.kind = 'statement' AND s."recordId" = t.id) LIMIT 1000)
      UNION ALL
      (SELECT 'finding', f.id FROM "Finding" f WHERE f.file IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "RecordSeal" s WHERE s.kind = 'finding' AND s."recordId" = f.id) LIMIT 1000)
      UNION ALL
      (SELECT 'message', m.id FROM "Message" m
        WHERE m.state IN ('sending', 'paused', 'sent') AND NOT EXISTS (
          SELECT 1 FROM "RecordSeal" s WHERE s.kind = 'message' AND s."recordId" = m.id) LIMIT 1000)
    ) stray
    WHERE NOT EXISTS (
      SELECT 1 FROM "LogQueue" q WHERE q.kind = stray.kind AND q."recordId" = stray.id)
    LIMIT ${most}::int`;
  return [
    ...strays.map(({ kind, id }) => ({ code: "row_without_leaf" as const, detail: { kind, id } })),
    ...(await findLateLeaves(tx, new Date(at.getTime() - LATE_AFTER_MS))),
    ...(await findClaimsWithoutEvidence(tx, most)),
  ];
}

async function findLateLeaves(tx: Transaction, before: Date): Promise<InspectionFinding[]> {
  const [late] = await tx.$queryRaw<{ count: bigint; since: Date | null }[]>`
    SELECT count(*) AS count, min("queuedAt") AS since FROM "LogQueue"
    WHERE "queuedAt" < ${before}::timestamptz`;
  if (!late?.since) return [];
  const detail = { count: Number(late.count), since: late.since.toISOString() };
  return [{ code: "leaf_late", detail }];
}

/** What a delivery's row claims about it, and no evidence does. */
async function findClaimsWithoutEvidence(
  tx: Transaction,
  most: number,
): Promise<InspectionFinding[]> {
  const rows = await tx.$queryRaw<{ reference: string; event: string }[]>`
    SELECT d.reference, claimed.event
    FROM "Delivery" d CROSS JOIN LATERAL (VALUES
      ('SubmissionAcceptance', d."letterSha256" IS NOT NULL),
      ('ContentConsignment', d."publishedAt" IS NOT NULL),
      ('ContentAccessTracking', d."openedAt" IS NOT NULL),
      ('ContentConsignmentFailure', d."failedAt" IS NOT NULL),
      ('ContentErasure', d."contentErasedAt" IS NOT NULL),
      ('SubmissionRejection', d.state = 'cancelled' AND EXISTS (
        SELECT 1 FROM "Message" m WHERE m.id = d."messageId" AND m."haltedBy" IS NOT NULL))
    ) AS claimed(event, holds)
    WHERE claimed.holds AND NOT EXISTS (
      SELECT 1 FROM "Evidence" e WHERE e."deliveryId" = d.id AND e.event = claimed.event)
    LIMIT ${most}::int`;
  return rows.map((detail) => ({ code: "delivery_without_evidence", detail }));
}
