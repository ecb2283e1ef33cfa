/**
 * Checks proofs, wherever they are: in a stranger's browser, on a command line, in a test. Pure over
 * the bytes given; nothing is fetched, nothing is kept. Whatever is not exactly as it must be is
 * refused with its reason, and what could not be checked is said as plainly as what was proved.
 */
import { encodeHex, equalBytes, sha256 } from "./bytes";
import { summarise } from "./delivery-summary";
import { checkBundle, type CheckedBundle } from "./bundle-checks";
import { checkSealers, type CheckedSeal } from "./cms-checks";
import { documentsOf, erasedAt, eventOf, mailboxAnswersOf } from "./evidence";
import {
  checkFinding,
  readFindings,
  summariseFinding,
  type PlacedEvidence,
} from "./finding-checks";
import type { FindingRecord } from "./findings/schema";
import { sortFiles, sortInto, sortMembers, type GivenFile, type SortedFiles } from "./given-files";
import { verifySealedEvidence, type Sealed, type SealedEvidence } from "./jws";
import {
  checkCheckpoints,
  checkpointOf,
  readLogProofs,
  type KnownCheckpoint,
  type ReadLogProof,
} from "./log-checks";
import { checkPdf } from "./pdf-checks";
import { GAPS, notChecked, proved, refused, verdictOf } from "./report";
import type { Check, Gap, Report } from "./report";
import type { EvidenceRecord } from "./schema";
import { rootOfProof } from "./tlog-proof";
import { checkSealer, describe, readTrust, type Anchors, type Trust } from "./trust";

type SealedRecord = EvidenceRecord | FindingRecord;
type ReadSealed<Kind extends Sealed<SealedRecord>> = { file: GivenFile; sealed: Kind };
type ReadEvidence = ReadSealed<SealedEvidence>;

export async function verifyFiles(
  files: readonly GivenFile[],
  { trust = {}, now }: { trust?: Trust; now: Date },
): Promise<Report> {
  const anchors = await readTrust(trust);
  const checks: Check[] = [];
  const open = new Set<Gap>();
  const sorted = await sortFiles(files);
  const bundles = await checkBundles(sorted, anchors, now);
  const pdfs: CheckedSeal[] = [];
  for (const file of sorted.proof_pdf) {
    const pdf = await checkPdf(file, anchors, now);
    await sortInto(sorted, pdf.members);
    pdfs.push(pdf);
  }
  for (const seal of [...bundles, ...pdfs]) {
    checks.push(...seal.checks);
    for (const gap of seal.gaps) open.add(gap);
  }
  const logProofs = readLogProofs(sorted.log_proof, checks);
  const findings = await readFindings(sorted, checks);
  const checkpoints = await checkCheckpoints(sorted, logProofs, anchors, checks);
  const evidence = await readAllEvidence(sorted.evidence, checks);
  const places = await placeOf([...evidence, ...findings], logProofs);
  const gaps = await checkPlaces(places, logProofs, { checkpoints, anchors, now }, checks);
  const inside = [...evidence, ...findings];
  const sealers = checkSealers([...bundles.map(withInner(bundles)), ...pdfs], inside, checks);
  for (const gap of [...gaps, ...sealers]) open.add(gap);
  const proofsOf = ({ file }: { file: GivenFile }) => places.get(file)?.logProofs ?? [];
  const placed = evidence.map((read): PlacedEvidence => ({ ...read, logProofs: proofsOf(read) }));
  for (const finding of findings) await checkFinding(finding, proofsOf(finding), placed, checks);
  checkUnity(bundles, evidence, checks);
  await checkDocuments(sorted.document, evidence, checks);
  await checkMailboxAnswers(sorted.mailbox_answer, evidence, checks);
  for (const file of sorted.certificates) {
    checks.push(notChecked("file", file.name, "trust_not_given", {}));
  }
  for (const file of sorted.bundle_part) {
    checks.push(notChecked("file", file.name, "bundle_not_given", {}));
  }
  if (inside.length > 0 || pdfs.length > 0 || bundles.length > 0) {
    checks.push(notChecked("revocation", null, "needs_network", {}));
  }
  const stillOpen = GAPS.filter((gap) => open.has(gap));
  return {
    verdict: verdictOf(checks, stillOpen),
    gaps: stillOpen,
    checks,
    deliveries: summarise(evidence.map(({ sealed }) => sealed.record)),
    findings: findings.map(summariseFinding),
    digests: await Promise.all(
      files.map(async ({ name, bytes }) => ({ name, sha256: encodeHex(await sha256(bytes)) })),
    ),
  };
}

/** All bundles, those inside a bundle of many included, and what they hold put where it belongs. */
async function checkBundles(
  sorted: SortedFiles,
  anchors: Anchors,
  now: Date,
): Promise<CheckedBundle[]> {
  const bundles: CheckedBundle[] = [];
  const given = [...sorted.bundle];
  // One within another, and no further: members are put behind those given.
  for (const file of sorted.bundle) {
    const bundle = await checkBundle(file, anchors, now);
    const isOuter = given.includes(file);
    sortMembers(
      sorted,
      bundle.members.filter(({ kind }) => isOuter || kind !== "bundle"),
    );
    bundles.push(bundle);
  }
  return bundles;
}

/** What a bundle of many holds in its bundles, it holds too. */
function withInner(bundles: readonly CheckedBundle[]) {
  return (outer: CheckedBundle): CheckedSeal => ({
    ...outer,
    members: outer.members.flatMap((member) => [
      member,
      ...(bundles.find(
        ({ file }) => member.kind === "bundle" && equalBytes(file.bytes, member.bytes),
      )?.members ?? []),
    ]),
  });
}

/** A bundle is about one delivery: another one's evidence laid into it would be told as its own. */
function checkUnity(
  bundles: readonly CheckedBundle[],
  evidence: readonly ReadEvidence[],
  checks: Check[],
): void {
  for (const { file, members } of bundles) {
    const inside = evidence.filter(({ file: { bytes } }) =>
      members.some((member) => equalBytes(member.bytes, bytes)),
    );
    const references = new Set(inside.map(({ sealed }) => sealed.record.MessageIdentifier));
    if (references.size > 1) checks.push(refused("bundle_file", file.name, "bundle_of_several"));
  }
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

type Placed = ReadSealed<Sealed<SealedRecord>> & { logProofs: ReadLogProof[] };

/** What is sealed, each with the proofs that lead from it into the log. */
async function placeOf(
  read: readonly ReadSealed<Sealed<SealedRecord>>[],
  logProofs: readonly ReadLogProof[],
): Promise<Map<GivenFile, Placed>> {
  const places = new Map<GivenFile, Placed>();
  for (const { file, sealed } of read) {
    places.set(file, { file, sealed, logProofs: await findLogProofs(sealed, logProofs) });
  }
  return places;
}

/** Answers what is open of any of what is sealed. */
async function checkPlaces(
  places: ReadonlyMap<GivenFile, Placed>,
  logProofs: readonly ReadLogProof[],
  by: { checkpoints: readonly KnownCheckpoint[]; anchors: Anchors; now: Date },
  checks: Check[],
): Promise<Gap[]> {
  const { checkpoints, anchors, now } = by;
  const unused = new Set(logProofs);
  const gaps: Gap[] = [];
  for (const { file, sealed, logProofs: found } of places.values()) {
    const states = found.flatMap(({ proof }) => checkpointOf(proof, checkpoints) ?? []);
    const state = bestOf(states);
    const { certificates } = sealed;
    const [certificate, ...companions] = certificates;
    // Without a stamp, only what holds now tells that it held: the time in a seal is its sealer's word.
    const at = state?.stamp?.at ?? now;
    const sealer = await checkSealer(file.name, { certificate, companions, at }, anchors);
    checks.push(...sealer.checks);
    if (!sealer.isTrusted) gaps.push("seal");
    if (!state?.isSigned) gaps.push("log");
    if (!state?.stamp?.isTrusted) gaps.push("stamp");
    if (found.length === 0) {
      checks.push(notChecked("log_entry", file.name, "log_proof_not_given", {}));
    }
    for (const logProof of found) {
      unused.delete(logProof);
      const stamp = checkpointOf(logProof.proof, checkpoints)?.stamp;
      checks.push(checkEntry(logProof, sealed, stamp?.at ?? null));
    }
  }
  for (const { file } of unused) {
    checks.push(
      places.size > 0
        ? refused("log_entry", file.name, "log_proof_of_nothing_given")
        : notChecked("log_entry", file.name, "no_evidence_given", {}),
    );
  }
  return gaps;
}

/** Our clock and the authority's may differ by a little. */
const CLOCK_SLACK_MS = 5 * 60_000;

/**
 * Evidence that says it was sealed after a stamp over it was back-dated, or the stamp was; evidence of
 * something that had not happened when it was stamped was made in advance.
 */
function checkEntry(
  { file, proof }: ReadLogProof,
  { claimedAt, record }: Sealed<SealedRecord>,
  stampedAt: Date | null,
): Check {
  const { index, signed } = proof;
  const detail = { index, size: signed.checkpoint.size, log: signed.checkpoint.origin };
  const isAfter = (moment: Date) =>
    stampedAt !== null && moment.getTime() > stampedAt.getTime() + CLOCK_SLACK_MS;
  if (isAfter(claimedAt)) return refused("log_entry", file.name, "seal_after_stamp", detail);
  return isAfter(observedAt(record))
    ? refused("log_entry", file.name, "event_after_stamp", detail)
    : proved("log_entry", file.name, detail);
}

/** By the portal's own clock: others' clocks are theirs. */
function observedAt({ EventTime, Extensions }: SealedRecord): Date {
  const [extension] = Extensions.Extension;
  return new Date("ObservedAt" in extension ? extension.ObservedAt : EventTime);
}

/**
 * The proofs that lead from this very evidence to the root of their own checkpoint. The log grows, so
 * that an evidence handed out twice has two.
 */
async function findLogProofs(
  { compact }: Sealed<unknown>,
  logProofs: readonly ReadLogProof[],
): Promise<ReadLogProof[]> {
  const found: ReadLogProof[] = [];
  for (const candidate of logProofs) {
    const root = await rootOfProof(candidate.proof, compact);
    if (root && equalBytes(root, candidate.proof.signed.checkpoint.root)) found.push(candidate);
  }
  return found;
}

/** What shows most: signed and stamped by those one trusts, and stamped earlier rather than later. */
function bestOf(states: readonly KnownCheckpoint[]): KnownCheckpoint | null {
  const rank = ({ isSigned, stamp }: KnownCheckpoint) =>
    Number(isSigned) * 4 + Number(stamp?.isTrusted ?? false) * 2 + Number(stamp !== null);
  const stampedAt = ({ stamp }: KnownCheckpoint) => stamp?.at.getTime() ?? 0;
  const [best = null] = states.toSorted(
    (one, other) => rank(other) - rank(one) || stampedAt(one) - stampedAt(other),
  );
  return best;
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
        proved(CODE_OF_DOCUMENT[document.direction], name, {
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
  for (const [digest, { name, role, direction }] of missing) {
    const detail = { document: name, role, sha256: digest };
    const isErased = isErasedEverywhere(evidence, digest);
    const reason = isErased ? "document_erased" : "document_not_given";
    checks.push(notChecked(CODE_OF_DOCUMENT[direction], null, reason, detail));
  }
}

/** Whether each delivery that a document went with, or came back on, says that it is gone. */
function isErasedEverywhere(evidence: readonly ReadEvidence[], digest: string): boolean {
  const records = evidence.map(({ sealed }) => sealed.record);
  const naming = records.filter((record) =>
    documentsOf(record).some(({ sha256: named }) => encodeHex(named) === digest),
  );
  return naming.every((record) => {
    const own = records.filter((one) => one.MessageIdentifier === record.MessageIdentifier);
    return documentsOf(record).every(({ direction }) => erasedAt(own, direction) !== null);
  });
}

/** They stand whole in the evidence: the file is only easier to read. */
async function checkMailboxAnswers(
  files: readonly GivenFile[],
  evidence: readonly ReadEvidence[],
  checks: Check[],
): Promise<void> {
  const named = evidence.flatMap(({ sealed }) => mailboxAnswersOf(sealed.record));
  for (const { name, bytes } of files) {
    const digest = await sha256(bytes);
    checks.push(
      named.some((answer) => equalBytes(answer.sha256, digest))
        ? proved("mailbox_answer", name, { sha256: encodeHex(digest) })
        : refused("mailbox_answer", name, "mailbox_answer_unknown"),
    );
  }
}

const CODE_OF_DOCUMENT = { sent: "document", received: "received_document" } as const;
