import "server-only";
import canonicalize from "canonicalize";
import { z } from "zod";
import type { Transaction } from "@/lib/db";
import { otherTextsSchema } from "@/lib/messages/languages/schema";
import { decryptNumber } from "@/lib/number-vault";
import { encodeHex, type Bytes } from "@/lib/proofs/bytes";
import { documentsOf, eventOf, identityValue } from "@/lib/proofs/evidence";
import type { RecordRow } from "@/lib/proofs/log-record";
import { readRows } from "@/lib/proofs/log/data";
import { RECORD_KINDS, type RecordKind } from "@/lib/proofs/log/schema";
import type { EvidenceRecord } from "@/lib/proofs/schema";

/** What stands at a place of the log, with the rows that it was made from as they are now. */
type Place = { index: number; salt: Bytes; sealedAt: Date };

/** What of a delivery its evidence says too. */
export type InspectedDelivery = {
  reference: string;
  subject: string;
  language: string;
  deliveryChoice: string;
  recipientName: string;
  recipientNumberEncrypted: Bytes;
  sentAt: Date;
  letterSha256: Bytes | null;
};

export type InspectedEvidence = Place & {
  kind: "evidence";
  id: string;
  jws: Bytes;
  /** Absent when the row is gone. */
  payload: Bytes | null;
  event: string | null;
  eventTime: Date | null;
  createdAt: Date | null;
  delivery: InspectedDelivery | null;
};

export type InspectedRecord = Place & {
  kind: RecordKind;
  recordId: string;
  row: RecordRow | null;
  /** The audit record that its contents were erased; null: there is none. */
  erasure: { at: Date; detail: unknown } | null;
};

export type InspectedLeaf = InspectedEvidence | InspectedRecord;

/** Everything that says it stands at one of these places, by place. */
export async function readInspected(
  tx: Transaction,
  { start, end }: { start: number; end: number },
): Promise<Map<number, InspectedLeaf[]>> {
  const found = [...(await readEvidences(tx, start, end)), ...(await readRecords(tx, start, end))];
  const leaves = new Map<number, InspectedLeaf[]>();
  for (const leaf of found) leaves.set(leaf.index, [...(leaves.get(leaf.index) ?? []), leaf]);
  return leaves;
}

/** By outer joins: what was taken away beside a seal must not take the seal out of sight. */
async function readEvidences(
  tx: Transaction,
  start: number,
  end: number,
): Promise<InspectedEvidence[]> {
  type Row = Omit<InspectedEvidence, "kind" | "index" | "delivery"> & { index: bigint } & {
    [Name in keyof InspectedDelivery]: InspectedDelivery[Name] | null;
  };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s."leafIndex" AS index, s.salt, s."sealedAt", s."evidenceId"::text AS id, s.jws,
      e.payload, e.event, e."eventTime", e."createdAt",
      d.reference, d.subject, d.language, d."deliveryChoice", d."recipientName",
      d."recipientNumberEncrypted", d."sentAt", d."letterSha256"
    FROM "EvidenceSeal" s
      LEFT JOIN "Evidence" e ON e.id = s."evidenceId"
      LEFT JOIN "Delivery" d ON d.id = e."deliveryId"
    WHERE s."leafIndex" >= ${start}::bigint AND s."leafIndex" < ${end}::bigint`;
  return rows.map((row) => ({
    ...row,
    kind: "evidence",
    index: Number(row.index),
    delivery: row.reference === null ? null : (row as unknown as InspectedDelivery),
  }));
}

async function readRecords(
  tx: Transaction,
  start: number,
  end: number,
): Promise<InspectedRecord[]> {
  const seals = await tx.recordSeal.findMany({
    where: { leafIndex: { gte: BigInt(start), lt: BigInt(end) } },
  });
  const rows = new Map<string, RecordRow>();
  for (const kind of RECORD_KINDS) {
    const ids = seals.flatMap((seal) => (seal.kind === kind ? [seal.recordId] : []));
    for (const row of await readRows(tx, kind, ids)) rows.set(`${kind}/${row.id}`, row);
  }
  const erased = seals.flatMap(({ kind, recordId }) => {
    const row = kind === "message" ? rows.get(`message/${recordId}`) : undefined;
    return row?.contentErasedAt instanceof Date ? [recordId] : [];
  });
  const erasures = await readErasures(tx, erased);
  return seals.map(({ kind, recordId, salt, leafIndex, sealedAt }) => ({
    kind: kind as RecordKind,
    recordId,
    salt,
    index: Number(leafIndex),
    sealedAt,
    row: rows.get(`${kind}/${recordId}`) ?? null,
    erasure: (kind === "message" && erasures.get(recordId)) || null,
  }));
}

async function readErasures(
  tx: Transaction,
  ids: string[],
): Promise<Map<string, { at: Date; detail: unknown }>> {
  if (ids.length === 0) return new Map();
  const records = await tx.auditRecord.findMany({
    where: { subjectKind: "message", subjectId: { in: ids }, act: "contents_erased" },
    select: { subjectId: true, at: true, detail: true },
  });
  return new Map(records.map(({ subjectId, ...told }) => [subjectId ?? "", told]));
}

/** The columns of a delivery that say something else than an evidence of it. */
export function differencesOfDelivery(
  record: EvidenceRecord,
  delivery: InspectedDelivery,
): string[] {
  const [recipient] = record.RecipientDetails;
  const [extension] = record.Extensions.Extension;
  const pairs: Record<string, [unknown, unknown]> = {
    reference: [record.MessageIdentifier, delivery.reference],
    subject: [extension.Subject, delivery.subject],
    language: [extension.Language, delivery.language],
    deliveryChoice: [extension.DeliveryChoice, delivery.deliveryChoice],
    sentAt: [record.SubmissionTime, delivery.sentAt.toISOString()],
    recipientName: [
      recipient && identityValue(recipient.Identity, "commonName"),
      delivery.recipientName,
    ],
    recipientNumber: [recipient?.Identifier.Value, numberOf(delivery)],
  };
  if (eventOf(record) === "SubmissionAcceptance") {
    const letter = documentsOf(record).find(({ role }) => role === "main_content");
    pairs.letterSha256 = [
      letter && encodeHex(letter.sha256),
      delivery.letterSha256 && encodeHex(delivery.letterSha256),
    ];
  }
  return Object.entries(pairs).flatMap(([column, [said, kept]]) => (said === kept ? [] : [column]));
}

/**
 * The columns of a message that its leaf is not made of and that say something else than its order, which
 * the leaf holds: the texts in other languages among them.
 */
export function differencesOfMessage(row: RecordRow): string[] {
  const order = orderedSchema.safeParse(row.order);
  const kept = messageSchema.safeParse(row);
  // One that has not even the form of an order is told as changed.
  if (!order.success) return [];
  const { facts } = order.data;
  return (["language", "ownReference", "otherTexts"] as const).filter(
    (column) => !kept.success || canonicalize(kept.data[column]) !== canonicalize(facts[column]),
  );
}

const messageSchema = z.object({
  language: z.string().nullable(),
  ownReference: z.string(),
  otherTexts: otherTextsSchema.default({}),
});
const orderedSchema = z.object({ facts: messageSchema });

function numberOf({ recipientNumberEncrypted }: InspectedDelivery): string | null {
  try {
    return decryptNumber(recipientNumberEncrypted);
  } catch {
    return null;
  }
}
