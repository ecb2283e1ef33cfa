/** A certificate about the delivery of a made proof, in the log behind that delivery's evidence. */
import { sha256, utf8, type Bytes } from "../bytes";
import { assembleNote, formatCheckpoint, logKeyId } from "../checkpoint";
import { deliveryFacts, type makeProofInput } from "../fixtures";
import { compactOf, sealEvidence, type SealingKey } from "../jws";
import {
  EMPTY_FRONTIER,
  appendLeaves,
  completeSubtrees,
  foldSubtrees,
  inclusionRanges,
  type SubtreeAddress,
} from "../merkle";
import { parseTimestamp } from "../timestamp-token";
import { evidenceLeafHash, formatTlogProof, parseTlogProof } from "../tlog-proof";
import type { FindingInput } from "./layout";
import { findingPayload, readFinding, type FindingFacts } from "./record";

type MadeProof = Awaited<ReturnType<typeof makeProofInput>>;
type MadeFinding = Omit<FindingInput, "language" | "portalUrl" | "log" | "seal">;

/** The time at which it is stated; the delivery was sent on 2 November 2026. */
const statedAt = new Date("2026-11-20T10:00:00.000Z");

/** What is true of the delivery of a made proof. */
export async function findingFacts(made: MadeProof): Promise<FindingFacts> {
  const { checkpoint, stamp, log, evidence } = made.input;
  const found = await Promise.all(
    evidence.map(async ({ event, record, leafIndex, evidence: { bytes } }) => ({
      evidenceId: record.EvidenceIdentifier.replace("urn:uuid:", ""),
      event,
      eventTime: new Date(record.EventTime),
      leafIndex,
      sha256: await sha256(utf8(compactOf(bytes))),
    })),
  );
  const { reference, sentAt, service, subject, deliveryChoice } = deliveryFacts;
  return {
    findingId: "018f3c5e-0000-7000-8000-00000000f00d",
    at: statedAt,
    environment: "test",
    portalUrl: "https://portal.example",
    organisation: deliveryFacts.organisation,
    recipient: deliveryFacts.recipient,
    purpose: "Rolnummer 26/1234/A",
    period: {
      fromDay: "2026-11-01",
      toDay: "2026-11-15",
      from: new Date("2026-10-31T23:00:00.000Z"),
      before: new Date("2026-11-15T23:00:00.000Z"),
    },
    log: { origin: log.name, ...checkpoint, token: stamp?.token ?? new Uint8Array() },
    deliveries: [
      { reference, sentAt, service: service.name, subject, deliveryChoice, evidence: found },
    ],
  };
}

/** Seals it and enters it in the log, behind all evidence or in front of the last. */
export async function makeFindingInput(
  made: MadeProof,
  facts: FindingFacts,
  {
    key = made.keys.signer,
    isBeforeState = false,
  }: { key?: SealingKey; isBeforeState?: boolean } = {},
): Promise<MadeFinding> {
  const payload = findingPayload(facts);
  const record = readFinding(payload);
  if (!record.ok) throw new Error(record.refusal);
  const bytes = await sealEvidence(payload, key, new Date());
  const salt = new Uint8Array(32).fill(99);
  const own = await evidenceLeafHash(salt, compactOf(bytes));
  const leaves = await Promise.all(made.input.evidence.map(leafOf));
  const index = isBeforeState ? leaves.length - 1 : leaves.length;
  const all = [...leaves.slice(0, index), own, ...leaves.slice(index)];
  const { frontier, completed } = await appendLeaves(EMPTY_FRONTIER, all);
  const checkpoint = await signState(made, frontier.size, await foldSubtrees(frontier.hashes));
  const hashOf = ({ level, index: at }: SubtreeAddress) =>
    completed.find((node) => node.level === level && node.index === at)?.hash ?? new Uint8Array();
  const proofOf = async (at: number, ofLeaf: Bytes) => {
    const ranges = inclusionRanges(at, frontier.size).map(completeSubtrees);
    const hashes = await Promise.all(ranges.map((range) => foldSubtrees(range.map(hashOf))));
    return formatTlogProof({ salt: ofLeaf, index: at, hashes, checkpoint: checkpoint.note });
  };
  const token = await made.authority.stamp(checkpoint.note);
  const stamped = await parseTimestamp(token);
  if (!stamped.ok) throw new Error(stamped.refusal);
  const evidence = made.input.evidence.map(async ({ evidence: file, logProof }, place) => [
    { ...file, mediaType: "application/jose+json" },
    {
      name: logProof.name,
      bytes: await proofOf(place < index ? place : place + 1, saltOf(logProof.bytes)),
      mediaType: "text/plain",
    },
  ]);
  return {
    record: record.value,
    statement: { name: "certificate.finding.json", bytes },
    logProof: { name: "certificate.tlog-proof", bytes: await proofOf(index, salt) },
    state: { stampedAt: stamped.value.time, authority: "Test time-stamp unit" },
    evidence: (await Promise.all(evidence)).flat(),
    checkpoint,
    stamp: { token, at: stamped.value.time, authority: "Test time-stamp unit" },
    newestDigest: "0".repeat(64),
  };
}

function leafOf({ evidence, logProof }: MadeProof["input"]["evidence"][number]): Promise<Bytes> {
  return evidenceLeafHash(saltOf(logProof.bytes), compactOf(evidence.bytes));
}

function saltOf(logProof: Bytes): Bytes {
  const proof = parseTlogProof(logProof);
  if (!proof.ok) throw new Error(proof.refusal);
  return proof.value.salt;
}

async function signState({ keys: { logSigner } }: MadeProof, size: number, root: Bytes) {
  const text = formatCheckpoint({ origin: logSigner.name, size, root });
  const signature = await logSigner.sign(text);
  const keyId = await logKeyId(logSigner);
  return { size, root, note: assembleNote(text, [{ name: logSigner.name, keyId, signature }]) };
}
