/**
 * Checks proofs, wherever they are: in a stranger's browser, on a command line, in a test. Pure over
 * the bytes given; nothing is fetched, nothing is kept. Whatever is not exactly as it must be is
 * refused with its reason, and what could not be checked is said as plainly as what was proved.
 */
import { decodeUtf8, encodeHex, equalBytes, sha256, type Bytes } from "./bytes";
import {
  fingerprint,
  holderName,
  maySeal,
  parsePemCertificates,
  type Certificate,
} from "./certificate";
import { checkChain } from "./certificate-chain";
import { parseCheckpoint, parseLogKey, verifyCheckpoint, type LogKey } from "./checkpoint";
import { parseCms, verifyCms } from "./cms";
import { documentsOf, identityValue, eventOf } from "./evidence";
import { verifySealedEvidence, type SealedEvidence } from "./jws";
import { momentsOf, type Moment } from "./moments";
import { isPdf, parseSealedPdf } from "./pdf-signature";
import {
  verdictOf,
  type Check,
  type CheckCode,
  type CheckReason,
  type DeliverySummary,
  type Report,
  type ToldMoment,
} from "./report";
import type { EvidenceRecord } from "./schema";
import {
  checkTimestampChain,
  parseTimestamp,
  verifyTimestamp,
  type TimestampToken,
} from "./timestamp-token";
import { TLOG_PROOF_HEADER, parseTlogProof, rootOfProof, type ParsedTlogProof } from "./tlog-proof";

export type GivenFile = { name: string; bytes: Bytes };

/** Whom one believes. What is left out is not checked, and the report says so. */
export type Trust = {
  /** PEM of the authorities whose seals count. */
  sealCa?: readonly string[];
  /** PEM of the authorities whose time stamps count. */
  timestampCa?: readonly string[];
  /** The verifier key line of the log. */
  logKey?: string;
};

type Anchors = { seal: Certificate[]; timestamp: Certificate[]; logKey: LogKey | null };

type Kind =
  | "sealed_pdf"
  | "evidence"
  | "log_proof"
  | "checkpoint"
  | "timestamp"
  | "log_key"
  | "certificates"
  | "document";

type Sorted = Record<Kind, GivenFile[]>;

/** A state of the log that proofs lead to, with what is known of it. */
type KnownCheckpoint = { note: Bytes; stampedAt: Date | null };

type ReadEvidence = { file: GivenFile; sealed: SealedEvidence };
type ReadLogProof = { file: GivenFile; proof: ParsedTlogProof };

export async function verifyFiles(
  files: readonly GivenFile[],
  { trust = {}, now }: { trust?: Trust; now: Date },
): Promise<Report> {
  const anchors = await readTrust(trust);
  const checks: Check[] = [];
  const sorted = await sortFiles(files);
  for (const file of sorted.sealed_pdf) {
    const { checks: found, attachments } = await checkPdf(file, anchors, now);
    checks.push(...found);
    await sortInto(sorted, attachments);
  }
  const logProofs = readLogProofs(sorted.log_proof, checks);
  const checkpoints = await checkCheckpoints(sorted, logProofs, anchors, checks);
  const evidence = await readAllEvidence(sorted.evidence, checks);
  await checkEvidence(evidence, logProofs, checkpoints, anchors, checks);
  await checkDocuments(sorted.document, evidence, checks);
  for (const file of sorted.certificates) {
    checks.push(notChecked("file", file.name, "trust_not_given", {}));
  }
  if (evidence.length > 0 || sorted.sealed_pdf.length > 0) {
    checks.push(notChecked("revocation", null, "needs_network", {}));
  }
  return {
    verdict: verdictOf(checks),
    checks,
    deliveries: summarise(evidence.map(({ sealed }) => sealed.record)),
    digests: await Promise.all(
      files.map(async ({ name, bytes }) => ({ name, sha256: encodeHex(await sha256(bytes)) })),
    ),
  };
}

async function readTrust({ sealCa = [], timestampCa = [], logKey }: Trust): Promise<Anchors> {
  const read = (pem: string) => {
    const certificates = parsePemCertificates(pem);
    if (!certificates)
      throw new Error("An authority to trust is not a certificate that can be read.");
    return certificates;
  };
  const key = logKey === undefined ? null : await parseLogKey(logKey.trim());
  if (logKey !== undefined && !key)
    throw new Error("The log key to trust is not a verifier key line.");
  return { seal: sealCa.flatMap(read), timestamp: timestampCa.flatMap(read), logKey: key };
}

async function sortFiles(files: readonly GivenFile[]): Promise<Sorted> {
  const sorted: Sorted = {
    sealed_pdf: [],
    evidence: [],
    log_proof: [],
    checkpoint: [],
    timestamp: [],
    log_key: [],
    certificates: [],
    document: [],
  };
  await sortInto(sorted, files);
  return sorted;
}

/** Attached files come again in each proof, and people lay them beside it too: once is enough. */
async function sortInto(sorted: Sorted, files: readonly GivenFile[]): Promise<void> {
  for (const file of files) {
    const known = sorted[await kindOf(file)];
    if (!known.some(({ bytes }) => equalBytes(bytes, file.bytes))) known.push(file);
  }
}

/** By content; the name decides only where a damaged content can no longer tell. */
async function kindOf({ name, bytes }: GivenFile): Promise<Kind> {
  if (isPdf(bytes)) {
    const parsed = parseSealedPdf(bytes);
    return parsed.ok || parsed.refusal !== "pdf_not_sealed" ? "sealed_pdf" : "document";
  }
  const start = decodeUtf8(bytes.subarray(0, 64)) ?? "";
  const whole = bytes.length < 4096 ? (decodeUtf8(bytes) ?? "") : "";
  if (name.endsWith(".evidence.json") || /^\{"(payload|header)":/.test(start)) return "evidence";
  if (name.endsWith(".tlog-proof") || start.startsWith(TLOG_PROOF_HEADER)) return "log_proof";
  if (/(^|\/)checkpoint$/.test(name) || parseCheckpoint(bytes).ok) return "checkpoint";
  if (name.endsWith(".tsr") || (await parseTimestamp(bytes)).ok) return "timestamp";
  if (/(^|\/)(log\.)?v?key$/.test(name) || (await parseLogKey(whole.trim()))) return "log_key";
  if (whole.startsWith("-----BEGIN CERTIFICATE-----")) return "certificates";
  return "document";
}

async function checkPdf(
  file: GivenFile,
  anchors: Anchors,
  now: Date,
): Promise<{ checks: Check[]; attachments: GivenFile[] }> {
  const failed = (reason: CheckReason) => ({
    checks: [refused("pdf_seal", file.name, reason)],
    attachments: [],
  });
  const pdf = parseSealedPdf(file.bytes);
  if (!pdf.ok) return failed(pdf.refusal);
  const cms = await parseCms(pdf.value.signature);
  if (!cms.ok) return failed(cms.refusal);
  const { certificate, certificates, content, timestampToken, signature } = cms.value;
  const problem = content ? "cms_malformed" : await verifyCms(cms.value, pdf.value.signedBytes);
  if (problem) return failed(problem);
  const checks = [proved("pdf_seal", file.name, await describe(certificate))];
  const stamp = timestampToken && (await verifyTimestamp(timestampToken, signature));
  if (!stamp) checks.push(notChecked("pdf_stamp", file.name, "timestamp_not_given", {}));
  else if (!stamp.ok) checks.push(refused("pdf_stamp", file.name, stamp.refusal));
  else {
    checks.push(proved("pdf_stamp", file.name, await describeStamp(stamp.value)));
    checks.push(await checkStampTrust(file.name, stamp.value, anchors));
  }
  const companions = certificates.filter((other) => other !== certificate);
  const at = stamp?.ok ? stamp.value.time : now;
  checks.push(...(await checkSealer(file.name, { certificate, companions, at }, anchors)));
  const attachments = pdf.value.attachments.map((bytes, index) => ({
    name: `${file.name} (${index + 1})`,
    bytes,
  }));
  return { checks, attachments };
}

/** The chain at the time of the seal, and apart from it whether it ends at somebody one trusts. */
async function checkSealer(
  file: string,
  seal: { certificate: Certificate; companions: readonly Certificate[]; at: Date },
  { seal: anchors }: Anchors,
): Promise<Check[]> {
  const { path, problem } = await checkChain({ ...seal, anchors });
  const detail = {
    ...(await describe(seal.certificate)),
    at: seal.at.toISOString(),
    authority: await fingerprint(path.at(-1) ?? path[0]),
  };
  if (!maySeal(seal.certificate))
    return [refused("seal_certificate", file, "certificate_not_for_seals", detail)];
  if (problem === "chain_incomplete") {
    return [notChecked("seal_certificate", file, problem, detail)];
  }
  if (problem === "authority_untrusted") {
    return [proved("seal_certificate", file, detail), refused("seal_trust", file, problem, detail)];
  }
  if (problem) return [refused("seal_certificate", file, problem, detail)];
  return [
    proved("seal_certificate", file, detail),
    anchors.length > 0
      ? proved("seal_trust", file, detail)
      : notChecked("seal_trust", file, "trust_not_given", detail),
  ];
}

async function checkStampTrust(
  file: string | null,
  token: TimestampToken,
  { timestamp: anchors }: Anchors,
): Promise<Check> {
  const { problem } = await checkTimestampChain(token, anchors);
  const detail = await describeStamp(token);
  if (problem && problem !== "chain_incomplete")
    return refused("stamp_trust", file, problem, detail);
  if (anchors.length > 0) return proved("stamp_trust", file, detail);
  return notChecked("stamp_trust", file, problem ?? "trust_not_given", detail);
}

function readLogProofs(files: readonly GivenFile[], checks: Check[]): ReadLogProof[] {
  return files.flatMap((file) => {
    const proof = parseTlogProof(file.bytes);
    if (proof.ok) return [{ file, proof: proof.value }];
    checks.push(refused("log_entry", file.name, "log_proof_malformed"));
    return [];
  });
}

/** Each state of the log once, whoever brought it: its signature, and a stamp if one is about it. */
async function checkCheckpoints(
  sorted: Sorted,
  logProofs: readonly ReadLogProof[],
  anchors: Anchors,
  checks: Check[],
): Promise<KnownCheckpoint[]> {
  const notes: GivenFile[] = [];
  for (const { name, bytes } of [
    ...sorted.checkpoint,
    ...logProofs.map(({ file, proof }) => ({ name: file.name, bytes: proof.checkpoint })),
  ]) {
    if (!notes.some((note) => equalBytes(note.bytes, bytes))) notes.push({ name, bytes });
  }
  const keys = await readLogKeys(sorted.log_key, anchors, checks);
  const unused = new Set(sorted.timestamp);
  const known: KnownCheckpoint[] = [];
  for (const { name, bytes: note } of notes) {
    const signature = await checkSignature(name, note, keys);
    checks.push(signature);
    if (keys.isTrusted && signature.outcome === "proved") {
      checks.push(proved("log_trust", name, signature.detail));
    }
    const stamp = await findStamp(note, sorted.timestamp);
    if (stamp) {
      unused.delete(stamp.file);
      checks.push(proved("checkpoint_stamp", stamp.file.name, await describeStamp(stamp.token)));
      checks.push(await checkStampTrust(stamp.file.name, stamp.token, anchors));
    } else {
      checks.push(notChecked("checkpoint_stamp", name, "timestamp_not_given", {}));
    }
    known.push({ note, stampedAt: stamp?.token.time ?? null });
  }
  for (const file of unused) checks.push(await refuseStamp(file, notes));
  return known;
}

type TrustedLogKeys = { keys: LogKey[]; isTrusted: boolean };

/** With a trusted key only that one counts, and a key laid beside must be the same. */
async function readLogKeys(
  files: readonly GivenFile[],
  { logKey }: Anchors,
  checks: Check[],
): Promise<TrustedLogKeys> {
  const keys: LogKey[] = [];
  for (const { name, bytes } of files) {
    const text = decodeUtf8(bytes) ?? "";
    const key = await parseLogKey(text.replace(/\n$/, ""));
    if (!key) checks.push(refused("log_trust", name, "checkpoint_malformed"));
    else if (!logKey) {
      keys.push(key);
      checks.push(
        notChecked("log_trust", name, "trust_not_given", { log: key.name, key: text.trim() }),
      );
    } else if (key.name !== logKey.name || !equalBytes(key.publicKey, logKey.publicKey)) {
      checks.push(refused("log_trust", name, "log_key_untrusted", { log: key.name }));
    }
  }
  return logKey ? { keys: [logKey], isTrusted: true } : { keys, isTrusted: false };
}

async function checkSignature(name: string, note: Bytes, { keys }: TrustedLogKeys): Promise<Check> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return refused("checkpoint_signature", name, parsed.refusal);
  const { origin: log, size } = parsed.value.checkpoint;
  if (keys.length === 0) {
    return notChecked("checkpoint_signature", name, "log_key_not_given", { log, size });
  }
  const verified = await verifyCheckpoint(note, keys);
  return verified.ok
    ? proved("checkpoint_signature", name, { log, size })
    : refused("checkpoint_signature", name, verified.refusal, { log, size });
}

async function findStamp(note: Bytes, files: readonly GivenFile[]) {
  for (const file of files) {
    const token = await verifyTimestamp(file.bytes, note);
    if (token.ok) return { file, token: token.value };
  }
  return null;
}

async function refuseStamp(file: GivenFile, notes: readonly GivenFile[]): Promise<Check> {
  const [note] = notes;
  const token = await verifyTimestamp(file.bytes, note?.bytes ?? new Uint8Array());
  if (token.ok || (!note && token.refusal === "timestamp_of_other_bytes")) {
    return notChecked("checkpoint_stamp", file.name, "no_evidence_given", {});
  }
  return refused("checkpoint_stamp", file.name, token.refusal);
}

async function readAllEvidence(
  files: readonly GivenFile[],
  checks: Check[],
): Promise<ReadEvidence[]> {
  const read: ReadEvidence[] = [];
  for (const file of files) {
    const sealed = await verifySealedEvidence(file.bytes);
    if (!sealed.ok) {
      checks.push(refused("evidence_seal", file.name, sealed.refusal));
      continue;
    }
    const { record, certificates, claimedAt } = sealed.value;
    checks.push(
      proved("evidence_seal", file.name, {
        ...(await describe(certificates[0])),
        event: eventOf(record),
        identifier: record.EvidenceIdentifier,
        claimedAt: claimedAt.toISOString(),
      }),
    );
    read.push({ file, sealed: sealed.value });
  }
  return read;
}

async function checkEvidence(
  evidence: readonly ReadEvidence[],
  logProofs: readonly ReadLogProof[],
  checkpoints: readonly KnownCheckpoint[],
  anchors: Anchors,
  checks: Check[],
): Promise<void> {
  const unused = new Set(logProofs);
  for (const { file, sealed } of evidence) {
    const found = await findLogProof(sealed, logProofs);
    const { certificates, claimedAt } = sealed;
    const [certificate, ...companions] = certificates;
    const stampedAt = found && stampOf(found.proof, checkpoints);
    const at = stampedAt ?? claimedAt;
    checks.push(...(await checkSealer(file.name, { certificate, companions, at }, anchors)));
    if (found) {
      unused.delete(found);
      const { index, signed } = found.proof;
      const detail = { index, size: signed.checkpoint.size, log: signed.checkpoint.origin };
      checks.push(
        stampedAt && claimedAt.getTime() > stampedAt.getTime() + CLOCK_SLACK_MS
          ? refused("log_entry", found.file.name, "seal_after_stamp", detail)
          : proved("log_entry", found.file.name, detail),
      );
    } else checks.push(notChecked("log_entry", file.name, "log_proof_not_given", {}));
  }
  for (const { file } of unused) {
    checks.push(
      evidence.length > 0
        ? refused("log_entry", file.name, "log_proof_of_nothing_given")
        : notChecked("log_entry", file.name, "no_evidence_given", {}),
    );
  }
}

/** Our clock and the authority's may differ by a little. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** The proof that leads from this very evidence to the root of its own checkpoint. */
async function findLogProof(
  { compact }: SealedEvidence,
  logProofs: readonly ReadLogProof[],
): Promise<ReadLogProof | null> {
  for (const candidate of logProofs) {
    const root = await rootOfProof(candidate.proof, compact);
    if (root && equalBytes(root, candidate.proof.signed.checkpoint.root)) return candidate;
  }
  return null;
}

function stampOf(proof: ParsedTlogProof, checkpoints: readonly KnownCheckpoint[]): Date | null {
  return checkpoints.find(({ note }) => equalBytes(note, proof.checkpoint))?.stampedAt ?? null;
}

async function checkDocuments(
  files: readonly GivenFile[],
  evidence: readonly ReadEvidence[],
  checks: Check[],
): Promise<void> {
  const named = evidence.flatMap(({ sealed }) => documentsOf(sealed.record));
  const digests = await Promise.all(files.map(({ bytes }) => sha256(bytes)));
  for (const [index, { name }] of files.entries()) {
    const digest = digests[index] ?? new Uint8Array();
    const document = named.find((candidate) => equalBytes(candidate.sha256, digest));
    if (document) {
      checks.push(
        proved("document", name, {
          document: document.name,
          role: document.role,
          sha256: encodeHex(digest),
        }),
      );
    } else if (evidence.length > 0) checks.push(refused("document", name, "document_unknown"));
    else checks.push(notChecked("file", name, "no_evidence_given", {}));
  }
  const missing = new Map(named.map((document) => [encodeHex(document.sha256), document]));
  for (const digest of digests) missing.delete(encodeHex(digest));
  for (const [digest, { name, role }] of missing) {
    checks.push(
      notChecked("document", null, "document_not_given", { document: name, role, sha256: digest }),
    );
  }
}

/** What the proved evidence tells, delivery by delivery. */
function summarise(records: readonly EvidenceRecord[]): DeliverySummary[] {
  const references = [...new Set(records.map(({ MessageIdentifier }) => MessageIdentifier))];
  return references.flatMap((reference) => {
    const own = records.filter(({ MessageIdentifier }) => MessageIdentifier === reference);
    const [first] = own;
    if (!first) return [];
    const [extension] = first.Extensions.Extension;
    const { Identity } = first.SenderDetails;
    const [recipient] = first.RecipientDetails;
    const { sent, madeAvailable, firstOpened, others } = momentsOf(own);
    return [
      {
        reference,
        environment: extension.Environment,
        organisation: identityValue(Identity, "organizationName") ?? "",
        service: identityValue(Identity, "organizationalUnitName") ?? "",
        recipient: (recipient && identityValue(recipient.Identity, "commonName")) ?? "",
        subject: extension.Subject,
        deliveryChoice: extension.DeliveryChoice,
        sent: told(sent),
        madeAvailable: told(madeAvailable),
        firstOpened: told(firstOpened),
        others: others.flatMap((moment) => told(moment) ?? []),
      },
    ];
  });
}

function told(moment: Moment | null): ToldMoment | null {
  return (
    moment && {
      event: moment.event,
      at: moment.at?.toISOString() ?? null,
      between: moment.between && {
        from: moment.between.from.toISOString(),
        to: moment.between.to.toISOString(),
      },
      observedAt: moment.observedAt.toISOString(),
      basis: moment.basis,
    }
  );
}

async function describe(certificate: Certificate) {
  return { holder: holderName(certificate), fingerprint: await fingerprint(certificate) };
}

async function describeStamp(token: TimestampToken) {
  return {
    time: token.time.toISOString(),
    authority: holderName(token.authority),
    fingerprint: await fingerprint(token.authority),
  };
}

function proved(code: CheckCode, file: string | null, detail: Check["detail"]): Check {
  return { code, outcome: "proved", file, reason: null, detail };
}

function refused(
  code: CheckCode,
  file: string | null,
  reason: CheckReason,
  detail: Check["detail"] = {},
): Check {
  return { code, outcome: "failed", file, reason, detail };
}

function notChecked(
  code: CheckCode,
  file: string | null,
  reason: CheckReason,
  detail: Check["detail"],
): Check {
  return { code, outcome: "not_checked", file, reason, detail };
}
