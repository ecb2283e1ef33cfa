/**
 * Checks proofs, wherever they are: in a stranger's browser, on a command line, in a test. Pure over
 * the bytes given; nothing is fetched, nothing is kept. Whatever is not exactly as it must be is
 * refused with its reason, and what could not be checked is said as plainly as what was proved.
 */
import { decodeUtf8, encodeHex, equalBytes, sha256, type Bytes } from "./bytes";
import {
  fingerprint,
  holderName,
  isSameHolder,
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
import { sortFiles, sortInto, type GivenFile, type SortedFiles } from "./given-files";
import { parseSealedPdf } from "./pdf-signature";
import {
  GAPS,
  verdictOf,
  type Check,
  type CheckCode,
  type CheckReason,
  type DeliverySummary,
  type Gap,
  type Report,
  type ToldMoment,
} from "./report";
import type { EvidenceRecord } from "./schema";
import { checkTimestampChain, verifyTimestamp, type TimestampToken } from "./timestamp-token";
import { parseTlogProof, rootOfProof, type ParsedTlogProof } from "./tlog-proof";

/** Whom one believes. What is left out is not checked, the report says so, and nothing is whole. */
export type Trust = {
  /** PEM of the authorities whose seals count. */
  sealCa?: readonly string[];
  /** PEM of the authorities whose time stamps count. */
  timestampCa?: readonly string[];
  /** The verifier key line of the log. */
  logKey?: string;
};

type Anchors = { seal: Certificate[]; timestamp: Certificate[]; logKey: LogKey | null };

/** A state of the log that proofs lead to, with what is known of it. */
type KnownCheckpoint = {
  note: Bytes;
  /** By the log that one trusts. */
  isSigned: boolean;
  stamp: { at: Date; isTrusted: boolean } | null;
};

type ReadEvidence = { file: GivenFile; sealed: SealedEvidence };
type ReadLogProof = { file: GivenFile; proof: ParsedTlogProof };

export async function verifyFiles(
  files: readonly GivenFile[],
  { trust = {}, now }: { trust?: Trust; now: Date },
): Promise<Report> {
  const anchors = await readTrust(trust);
  const checks: Check[] = [];
  const open = new Set<Gap>();
  const sorted = await sortFiles(files);
  const pdfs: CheckedPdf[] = [];
  for (const file of sorted.proof_pdf) {
    const pdf = await checkPdf(file, anchors, now);
    checks.push(...pdf.checks);
    for (const gap of pdf.gaps) open.add(gap);
    await sortInto(sorted, pdf.attachments);
    pdfs.push(pdf);
  }
  const logProofs = readLogProofs(sorted.log_proof, checks);
  const checkpoints = await checkCheckpoints(sorted, logProofs, anchors, checks);
  const evidence = await readAllEvidence(sorted.evidence, checks);
  const gaps = await checkEvidence(evidence, logProofs, checkpoints, anchors, checks);
  for (const gap of [...gaps, ...checkSealers(pdfs, evidence, checks)]) open.add(gap);
  await checkDocuments(sorted.document, evidence, checks);
  for (const file of sorted.certificates) {
    checks.push(notChecked("file", file.name, "trust_not_given", {}));
  }
  if (evidence.length > 0 || pdfs.length > 0) {
    checks.push(notChecked("revocation", null, "needs_network", {}));
  }
  const stillOpen = GAPS.filter((gap) => open.has(gap));
  return {
    verdict: verdictOf(checks, stillOpen),
    gaps: stillOpen,
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
    if (!certificates?.length)
      throw new Error("An authority to trust is not a certificate that can be read.");
    return certificates;
  };
  const key = logKey === undefined ? null : await parseLogKey(logKey.trim());
  if (logKey !== undefined && !key)
    throw new Error("The log key to trust is not a verifier key line.");
  return { seal: sealCa.flatMap(read), timestamp: timestampCa.flatMap(read), logKey: key };
}

type CheckedPdf = {
  file: GivenFile;
  checks: Check[];
  gaps: Gap[];
  /** Who sealed it; null when nobody did who can be believed. */
  sealer: Certificate | null;
  attachments: GivenFile[];
};

async function checkPdf(file: GivenFile, anchors: Anchors, now: Date): Promise<CheckedPdf> {
  const failed = (reason: CheckReason): CheckedPdf => ({
    file,
    checks: [refused("pdf_seal", file.name, reason)],
    gaps: [],
    sealer: null,
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
  const gaps: Gap[] = [];
  const stamp = timestampToken && (await verifyTimestamp(timestampToken, signature));
  if (!stamp) checks.push(notChecked("pdf_stamp", file.name, "timestamp_not_given", {}));
  else if (!stamp.ok) checks.push(refused("pdf_stamp", file.name, stamp.refusal));
  else {
    checks.push(proved("pdf_stamp", file.name, await describeStamp(stamp.value)));
    const trust = await checkStampTrust(file.name, stamp.value, anchors);
    checks.push(trust);
    if (trust.outcome !== "proved") gaps.push("stamp");
  }
  const companions = certificates.filter((other) => other !== certificate);
  const at = stamp?.ok ? stamp.value.time : now;
  const sealer = await checkSealer(file.name, { certificate, companions, at }, anchors);
  checks.push(...sealer.checks);
  if (!sealer.isTrusted) gaps.push("seal");
  const attachments = pdf.value.attachments.map((bytes, index) => ({
    name: `${file.name} (${index + 1})`,
    bytes,
  }));
  return { file, checks, gaps, sealer: certificate, attachments };
}

/**
 * An authority gives seals to many. What a PDF tells in words counts only when it was sealed by
 * whoever sealed the evidence inside, which the log holds: otherwise any other customer of the same
 * authority could wrap whole evidence into a PDF that tells something else.
 */
function checkSealers(
  pdfs: readonly CheckedPdf[],
  evidence: readonly ReadEvidence[],
  checks: Check[],
): Gap[] {
  return pdfs.flatMap(({ file, sealer, attachments }): Gap[] => {
    const inside = evidence.filter(({ file: { bytes } }) =>
      attachments.some((attachment) => equalBytes(attachment.bytes, bytes)),
    );
    const others = inside.flatMap(({ sealed: { certificates } }) =>
      sealer && !isSameHolder(sealer, certificates[0]) ? [holderName(certificates[0])] : [],
    );
    if (!sealer || (inside.length > 0 && others.length === 0)) return [];
    const detail = { holder: holderName(sealer), others: others.join(", ") };
    checks.push(notChecked("seal_trust", file.name, "sealer_differs", detail));
    return ["seal"];
  });
}

/** The chain at the time of the seal, and apart from it whether it ends at somebody one trusts. */
async function checkSealer(
  file: string,
  seal: { certificate: Certificate; companions: readonly Certificate[]; at: Date },
  { seal: anchors }: Anchors,
): Promise<{ checks: Check[]; isTrusted: boolean }> {
  const { path, problem } = await checkChain({ ...seal, anchors });
  const detail = {
    ...(await describe(seal.certificate)),
    at: seal.at.toISOString(),
    authority: await fingerprint(path.at(-1) ?? path[0]),
  };
  const untrusted = (...checks: Check[]) => ({ checks, isTrusted: false });
  if (!maySeal(seal.certificate))
    return untrusted(refused("seal_certificate", file, "certificate_not_for_seals", detail));
  if (problem === "chain_incomplete")
    return untrusted(notChecked("seal_certificate", file, problem, detail));
  const holds = proved("seal_certificate", file, detail);
  if (problem === "authority_untrusted")
    return untrusted(holds, refused("seal_trust", file, problem, detail));
  if (problem) return untrusted(refused("seal_certificate", file, problem, detail));
  if (anchors.length === 0)
    return untrusted(holds, notChecked("seal_trust", file, "trust_not_given", detail));
  return { checks: [holds, proved("seal_trust", file, detail)], isTrusted: true };
}

async function checkStampTrust(
  file: string | null,
  token: TimestampToken,
  { timestamp: anchors }: Anchors,
): Promise<Check> {
  const { path, problem } = await checkTimestampChain(token, anchors);
  const root = await fingerprint(path.at(-1) ?? path[0]);
  const detail = { ...(await describeStamp(token)), root };
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
  sorted: SortedFiles,
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
    const isSigned = keys.isTrusted && signature.outcome === "proved";
    if (isSigned) checks.push(proved("log_trust", name, signature.detail));
    const found = await findStamp(note, sorted.timestamp);
    if (!found) {
      checks.push(notChecked("checkpoint_stamp", name, "timestamp_not_given", {}));
      known.push({ note, isSigned, stamp: null });
      continue;
    }
    unused.delete(found.file);
    checks.push(proved("checkpoint_stamp", found.file.name, await describeStamp(found.token)));
    const trust = await checkStampTrust(found.file.name, found.token, anchors);
    checks.push(trust);
    const stamp = { at: found.token.time, isTrusted: trust.outcome === "proved" };
    known.push({ note, isSigned, stamp });
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

/** Answers what is open of any of the evidence. */
async function checkEvidence(
  evidence: readonly ReadEvidence[],
  logProofs: readonly ReadLogProof[],
  checkpoints: readonly KnownCheckpoint[],
  anchors: Anchors,
  checks: Check[],
): Promise<Gap[]> {
  const unused = new Set(logProofs);
  const gaps: Gap[] = [];
  for (const { file, sealed } of evidence) {
    const found = await findLogProof(sealed, logProofs);
    const { certificates, claimedAt } = sealed;
    const [certificate, ...companions] = certificates;
    const checkpoint = found && checkpointOf(found.proof, checkpoints);
    const stampedAt = checkpoint?.stamp?.at;
    const at = stampedAt ?? claimedAt;
    const sealer = await checkSealer(file.name, { certificate, companions, at }, anchors);
    checks.push(...sealer.checks);
    if (!sealer.isTrusted) gaps.push("seal");
    if (!checkpoint?.isSigned) gaps.push("log");
    if (!checkpoint?.stamp?.isTrusted) gaps.push("stamp");
    if (!found) {
      checks.push(notChecked("log_entry", file.name, "log_proof_not_given", {}));
      continue;
    }
    unused.delete(found);
    const { index, signed } = found.proof;
    const detail = { index, size: signed.checkpoint.size, log: signed.checkpoint.origin };
    checks.push(
      stampedAt && claimedAt.getTime() > stampedAt.getTime() + CLOCK_SLACK_MS
        ? refused("log_entry", found.file.name, "seal_after_stamp", detail)
        : proved("log_entry", found.file.name, detail),
    );
  }
  for (const { file } of unused) {
    checks.push(
      evidence.length > 0
        ? refused("log_entry", file.name, "log_proof_of_nothing_given")
        : notChecked("log_entry", file.name, "no_evidence_given", {}),
    );
  }
  return gaps;
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

function checkpointOf(
  proof: ParsedTlogProof,
  checkpoints: readonly KnownCheckpoint[],
): KnownCheckpoint | null {
  return checkpoints.find(({ note }) => equalBytes(note, proof.checkpoint)) ?? null;
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
