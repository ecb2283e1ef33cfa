import "server-only";
import { createHash } from "node:crypto";
import { calledDetailSchema } from "@/lib/audit/calls/schema";
import { readAuditLines } from "@/lib/audit/trail/data";
import { auditFilterSchema, type AuditLine } from "@/lib/audit/trail/schema";
import type {
  Transaction,
  TransactionCall,
  TransactionPart,
} from "@/lib/audit/transactions/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction as Database } from "@/lib/db";
import { getDelivery, readDeliveryFiles, type DeliveryFiles } from "@/lib/deliveries/data";
import type { DeliveryDetail } from "@/lib/deliveries/schema";
import { decryptBytes } from "@/lib/number-vault";
import { readEvidence } from "@/lib/proofs/evidence";
import { z } from "zod";

/** More records than this a delivery has only when it is looked at very often; the oldest are left out. */
const RECORDS = 500;

/** Everything on record about a delivery that the actor reads; null where there is none. */
export async function getTransaction(
  actor: PersonActor,
  deliveryId: string,
): Promise<Transaction | null> {
  const delivery = await getDelivery(actor, deliveryId);
  if (!delivery) return null;
  return withActor(actor, async (tx) => {
    const files = await readDeliveryFiles(tx, actor, deliveryId);
    const filter = auditFilterSchema.parse({ subject: deliveryId });
    const newest = await readAuditLines(tx, actor, filter, RECORDS);
    const records = newest.reverse();
    // On their own: however often it was looked at, how it was published is never left out.
    const called = auditFilterSchema.parse({ subject: deliveryId, act: "mailbox_called" });
    const callLines = (await readAuditLines(tx, actor, called, RECORDS)).reverse();
    const calls = await readCalls(tx, deliveryId, callLines);
    return { delivery, parts: files ? partsOf(files, delivery, calls) : [], calls, records };
  });
}

/** The delivery that a record is about, itself or by its reply; null where it is about something else. */
export async function findDeliveryOf(
  actor: PersonActor,
  { subjectKind, subjectId }: Pick<AuditLine, "subjectKind" | "subjectId">,
): Promise<string | null> {
  if (subjectId === null) return null;
  if (subjectKind === "delivery") return subjectId;
  if (subjectKind !== "reply") return null;
  const reply = await withActor(actor, (tx) =>
    tx.reply.findFirst({
      where: { id: subjectId, serviceId: { in: [...actor.reads] } },
      select: { deliveryId: true },
    }),
  );
  return reply?.deliveryId ?? null;
}

async function readCalls(
  tx: Database,
  deliveryId: string,
  records: readonly AuditLine[],
): Promise<TransactionCall[]> {
  const answers = await tx.mailboxAnswer.findMany({ where: { deliveryId } });
  const held = await readHeld(tx, deliveryId);
  const kept = new Map(
    answers.map(({ id, body }) => {
      const bytes = decryptBytes(body);
      const sha256 = createHash("sha256").update(bytes).digest();
      const inEvidence = held.flatMap((digests, at) =>
        digests.has(sha256.toString("base64")) ? [at + 1] : [],
      );
      return [id, { size: bytes.length, sha256: sha256.toString("hex"), inEvidence }] as const;
    }),
  );
  return records.flatMap((record) => {
    const detail = calledDetailSchema.safeParse(record.detail);
    if (record.act !== "mailbox_called" || !detail.success) return [];
    const keys = detail.data;
    return [
      {
        recordId: record.id,
        call: keys.call,
        method: keys.API_CALL_REQUEST_METHOD,
        url: keys.API_CALL_REQUEST_URL,
        responseCode: keys.API_CALL_RESPONSE_CODE,
        timestamp: keys.TIMESTAMP,
        clientId: keys.CLIENT_ID,
        tokenSha256: keys.SUBJECT_TOKEN_HASHED,
        details: keys.API_CALL_DETAILS,
        answer: kept.get(keys.answerId ?? "") ?? null,
      },
    ];
  });
}

/** The digests of the eBox's answers that each piece of evidence holds, in the order of the delivery's page. */
async function readHeld(tx: Database, deliveryId: string): Promise<Set<string>[]> {
  const evidences = await tx.evidence.findMany({
    where: { deliveryId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { payload: true },
  });
  return evidences.map(({ payload }) => {
    const record = readEvidence(decryptBytes(payload));
    // That it cannot be read is for verification to tell; here it holds nothing.
    if (!record.ok) return new Set();
    const answers = record.value.Extensions.Extension.flatMap(
      ({ MailboxAnswers }) => MailboxAnswers ?? [],
    );
    return new Set(answers.map(({ DigestValue }) => DigestValue));
  });
}

const publishedSchema = z.object({
  attachments: z.array(z.object({ digest: z.object({ digestValue: z.string() }) })),
});

function partsOf(
  { letter, attachments }: DeliveryFiles,
  delivery: DeliveryDetail,
  calls: readonly TransactionCall[],
): TransactionPart[] {
  const published = calls.findLast(({ call }) => call === "publish");
  const named = publishedSchema.safeParse(published?.details).data?.attachments;
  const digests = named && new Set(named.map(({ digest }) => digest.digestValue));
  const sizes = new Map(delivery.attachments.map(({ id, size }) => [id, size]));
  const files = [
    ...(letter ? [{ ...letter, size: delivery.letterSize }] : []),
    ...attachments.map((file) => ({ ...file, size: sizes.get(file.id) ?? null })),
  ];
  return files.map(({ fileName, size, ...file }) => {
    const sha256 = Buffer.from(file.sha256);
    return {
      name: fileName,
      size,
      sha256: sha256.toString("hex"),
      isAsCalled: digests ? digests.has(sha256.toString("base64url")) : null,
    };
  });
}
