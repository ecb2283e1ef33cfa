import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { storeFile } from "@/lib/gateways/storage";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { decryptBytes, decryptNumber, encryptBytes } from "@/lib/number-vault";
import { encodeHex, sha256, utf8, type Bytes } from "@/lib/proofs/bytes";
import { parseCheckpoint } from "@/lib/proofs/checkpoint";
import { findStampedState, proveEvidences, proveRecord } from "@/lib/proofs/data";
import { paperTrustOf, stampOf } from "@/lib/proofs/documents/jobs";
import { renderFinding } from "@/lib/proofs/findings/document";
import type { FindingInput } from "@/lib/proofs/findings/layout";
import {
  findingPayload,
  readFinding,
  stateFiles,
  type FoundFacts,
} from "@/lib/proofs/findings/record";
import { orderFindingSchema, type FindingRef } from "@/lib/proofs/findings/schema";
import { openLogKeeper, type LogKeeper } from "@/lib/proofs/jobs";
import { compactOf, sealEvidence, verifySealed } from "@/lib/proofs/jws";
import { sealPdf } from "@/lib/proofs/pdf-seal";
import { EVIDENCE_EVENTS } from "@/lib/proofs/schema";
import { languageOf } from "@/lib/text/languages";
import { nameWhenSent } from "@/lib/services/rules";
import { localizedSchema } from "@/lib/text/localized";

/**
 * States what the log contains for somebody, seals that, and makes the readable certificate once the
 * statement stands in the log itself, time-stamped. Asked twice, it is stated once; while the log or the
 * authority is on its way, the queue comes back to it.
 */
export async function makeFinding(actor: SystemActor, { findingId }: FindingRef): Promise<void> {
  const row = await withActor(actor, (tx) => tx.finding.findUnique({ where: { id: findingId } }));
  if (!row || row.sha256) return;
  const keeper = await openLogKeeper();
  if (!row.file) await stateFinding(actor, row, keeper);
  const at = now();
  const input = await withActor(actor, (tx) => inputOf(tx, findingId, keeper));
  const sealed = await sealPdf(
    await renderFinding(input, at),
    keeper.seal,
    (digest) => keeper.timestamp.stamp(digest),
    at,
    await keeper.revocation?.lists(),
  );
  if (!sealed.ok) throw new Error(`no time stamp: ${sealed.refusal.code}`);
  const stored = await storeFile(sealed.value.bytes);
  await withActor(actor, (tx) =>
    tx.finding.updateMany({
      where: { id: findingId, sha256: null },
      data: { sha256: stored.sha256, size: stored.size },
    }),
  );
}

type FindingRow = NonNullable<Awaited<ReturnType<Transaction["finding"]["findUnique"]>>>;

async function stateFinding(
  actor: SystemActor,
  row: FindingRow,
  { seal }: LogKeeper,
): Promise<void> {
  await withActor(actor, async (tx) => {
    // Of one moment: what is entered between two questions stands in the state and would be named nowhere.
    await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
    const { deliveries, name, state } = await lookThrough(tx, row);
    const at = now();
    const payload = findingPayload({
      findingId: row.id,
      at,
      environment: environment().PORTAL_ENVIRONMENT,
      portalUrl: environment().PORTAL_URL,
      organisation: await organisationOf(tx, row),
      recipient: {
        kind: orderFindingSchema.shape.kind.parse(row.recipientKind),
        number: decryptNumber(row.recipientNumberEncrypted),
        name,
      },
      purpose: row.reason,
      period: { fromDay: row.fromDay, toDay: row.toDay, from: row.fromAt, before: row.beforeAt },
      log: state,
      deliveries,
    });
    const file = await sealEvidence(payload, seal, at);
    await tx.finding.updateMany({
      where: { id: row.id, file: null },
      data: { file: encryptBytes(file), found: deliveries.length, statedAt: at },
    });
  });
}

async function organisationOf(tx: Transaction, { organisationId, language }: FindingRow) {
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
  const { enterpriseNumber, name } = organisation;
  return { enterpriseNumber, name: localizedSchema.parse(name)[languageOf(language)] };
}

/**
 * Everything that was sent to them in the period, with all its evidence. The state is one that holds all of
 * it, and that was signed after the question: its own place in the audit trail makes the log grow past it.
 */
async function lookThrough(tx: Transaction, row: FindingRow) {
  const rows = await tx.delivery.findMany({
    where: {
      organisationId: row.organisationId,
      recipientKind: row.recipientKind,
      recipientNumberHash: row.recipientNumberHash,
      sentAt: { gte: row.fromAt, lt: row.beforeAt },
    },
    orderBy: [{ sentAt: "asc" }, { id: "asc" }],
    include: {
      service: { select: { name: true } },
      message: { select: { order: true } },
      evidences: { orderBy: [{ createdAt: "asc" }, { id: "asc" }], include: { seal: true } },
    },
  });
  const language = languageOf(row.language);
  const deliveries: FoundFacts[] = [];
  for (const { evidences, ...delivery } of rows) {
    if (evidences.length === 0) continue;
    const evidence: FoundFacts["evidence"][number][] = [];
    for (const { id, event, eventTime, seal } of evidences) {
      if (!seal) throw new Error("no certificate yet: evidence_waiting");
      const digest = await sha256(utf8(compactOf(decryptBytes(seal.jws))));
      const name = EVIDENCE_EVENTS.find((known) => known === event);
      if (!name) throw new Error(`There is no event named ${event}.`);
      const leafIndex = Number(seal.leafIndex);
      evidence.push({ evidenceId: id, event: name, eventTime, leafIndex, sha256: digest });
    }
    deliveries.push({
      reference: delivery.reference,
      sentAt: delivery.sentAt,
      service: nameWhenSent(delivery.message.order, delivery.service.name)[language],
      subject: delivery.subject,
      deliveryChoice: deliveryChoiceSchema.parse(delivery.deliveryChoice),
      evidence,
    });
  }
  const last = Math.max(
    -1,
    ...deliveries.flatMap(({ evidence }) => evidence.map((one) => one.leafIndex)),
  );
  return {
    deliveries,
    name: rows.at(-1)?.recipientName ?? null,
    state: await stateFor(tx, row, last + 1),
  };
}

async function stateFor(tx: Transaction, { orderedAt }: FindingRow, size: number) {
  const state = await findStampedState(tx, Math.max(size, 1));
  const parsed = state && state.createdAt >= orderedAt ? parseCheckpoint(state.note) : null;
  if (!state || !parsed?.ok) {
    throw new Error("no certificate yet: the log is not stamped so far");
  }
  const { origin, size: entries, root } = parsed.value.checkpoint;
  return { origin, size: entries, root, note: state.note, token: state.stamp.token };
}

/** What the certificate is made of: the statement and everything that it names, proved against one state. */
async function inputOf(
  tx: Transaction,
  findingId: string,
  keeper: LogKeeper,
): Promise<FindingInput> {
  const row = await tx.finding.findUniqueOrThrow({ where: { id: findingId } });
  const proof = await proveRecord(tx, { kind: "finding", recordId: findingId });
  if (!proof?.stamp || !row.file) throw new Error("no certificate yet: it is not in the log");
  const { checkpoint, cosigned, stamp } = proof;
  const bytes = decryptBytes(row.file);
  const sealed = await verifySealed(bytes, readFinding);
  if (!sealed.ok) throw new Error("a stored certificate is not what was sealed");
  const { record } = sealed.value;
  const files = stateFiles(record);
  const state = await stampOf(files.stamp, files.checkpoint);
  return {
    language: languageOf(row.language),
    record,
    statement: { name: "certificate.finding.json", bytes },
    logProof: { name: "certificate.tlog-proof", bytes: proof.bytes },
    state: { stampedAt: state.at, authority: state.authority },
    evidence: await evidenceFiles(tx, row, record, { ...checkpoint, cosigned }),
    checkpoint,
    stamp: { ...(await stampOf(stamp.token, checkpoint.note)), token: stamp.token },
    ...(await paperTrustOf(keeper.seal.certificateChain[0])),
    newestDigest: encodeHex(await sha256(bytes)),
  };
}

/** Each in the order in which it is named; the files of a delivery are numbered among themselves. */
async function evidenceFiles(
  tx: Transaction,
  row: FindingRow,
  record: FindingInput["record"],
  checkpoint: { size: number; cosigned: Bytes },
): Promise<FindingInput["evidence"]> {
  const named = record.Extensions.Extension[0].Deliveries.flatMap(({ Evidence }, delivery) =>
    Evidence.map(({ EvidenceIdentifier }, index) => ({
      delivery,
      position: index + 1,
      id: EvidenceIdentifier.replace("urn:uuid:", ""),
    })),
  );
  const rows = await tx.evidence.findMany({
    where: { id: { in: named.map(({ id }) => id) }, organisationId: row.organisationId },
    include: { seal: true },
  });
  const known = new Map(rows.map((evidence) => [evidence.id, evidence]));
  const placed = named.flatMap(({ id, position }) => {
    const evidence = known.get(id);
    return evidence ? [{ ...evidence, position }] : [];
  });
  const proved = await proveEvidences(tx, placed, checkpoint);
  if (!proved || proved.length < named.length) {
    throw new Error("an evidence that a certificate names is gone");
  }
  return proved.flatMap(({ evidence, logProof }, index) => {
    const place = String((named[index]?.delivery ?? 0) + 1).padStart(3, "0");
    return [
      { ...evidence, name: `${place}-${evidence.name}`, mediaType: "application/jose+json" },
      { ...logProof, name: `${place}-${logProof.name}`, mediaType: "text/plain" },
    ];
  });
}
