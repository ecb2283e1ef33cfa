/**
 * What a certificate of the log's contents tells, and how far that goes: what it names can be checked, and
 * that it leaves nothing out is its signer's word, which evidence laid beside it may contradict.
 */
import { decodeBase64, equalBytes, sha256, utf8 } from "./bytes";
import { identityValue } from "./evidence";
import {
  isNotSent,
  readFinding,
  recipientOf,
  type SealedFinding,
  stateFiles,
} from "./findings/record";
import type { FindingRecord } from "./findings/schema";
import { keepOnce, type GivenFile, type SortedFiles } from "./given-files";
import { verifySealed, type SealedEvidence } from "./jws";
import type { ReadLogProof } from "./log-checks";
import { notChecked, proved, refused, type Check, type FindingSummary } from "./report";
import { describe } from "./trust";

export type ReadFinding = { file: GivenFile; sealed: SealedFinding };

/** An evidence that was given, and the places in the log that proofs lead from it to. */
export type PlacedEvidence = {
  file: GivenFile;
  sealed: SealedEvidence;
  logProofs: readonly ReadLogProof[];
};

export async function readFindings(sorted: SortedFiles, checks: Check[]): Promise<ReadFinding[]> {
  const read: ReadFinding[] = [];
  for (const file of sorted.finding) {
    const sealed = await verifySealed(file.bytes, readFinding);
    if (!sealed.ok) {
      checks.push(refused("finding_seal", file.name, sealed.refusal));
      continue;
    }
    const { record, certificates, claimedAt } = sealed.value;
    checks.push(
      proved("finding_seal", file.name, {
        ...(await describe(certificates[0])),
        identifier: record.EvidenceIdentifier,
        claimedAt: claimedAt.toISOString(),
      }),
    );
    read.push({ file, sealed: sealed.value });
    // It brings the state of the log along that it is about.
    const { checkpoint, stamp } = stateFiles(record);
    keepOnce(sorted.checkpoint, { name: `${file.name} (checkpoint)`, bytes: checkpoint });
    keepOnce(sorted.timestamp, { name: `${file.name} (checkpoint.tsr)`, bytes: stamp });
  }
  return read;
}

export async function checkFinding(
  { file, sealed: { record } }: ReadFinding,
  places: readonly ReadLogProof[],
  evidence: readonly PlacedEvidence[],
  checks: Check[],
): Promise<void> {
  checks.push(checkState(file.name, record, places));
  if (record.Extensions.Extension[0].Deliveries.length > 0) {
    checks.push(await checkNamed(file.name, record, evidence));
  }
  const leftOut = evidence.find((given) => isLeftOut(record, given));
  checks.push(
    leftOut
      ? refused("finding_complete", file.name, "finding_leaves_out", {
          reference: leftOut.sealed.record.MessageIdentifier,
        })
      : notChecked("finding_complete", file.name, "finding_word_of_signer", {}),
  );
}

/** It must stand in the log behind the state that it tells of. */
function checkState(name: string, record: FindingRecord, places: readonly ReadLogProof[]): Check {
  const { Size: size, Origin: log } = record.Extensions.Extension[0].Log;
  const detail = { size, log };
  if (places.length === 0) return notChecked("finding_state", name, "log_proof_not_given", detail);
  for (const { proof } of places) {
    const { origin } = proof.signed.checkpoint;
    if (origin !== log) return refused("finding_state", name, "finding_of_another_log", detail);
    if (proof.index < size) return refused("finding_state", name, "finding_before_state", detail);
  }
  return proved("finding_state", name, detail);
}

/** Each evidence that it names is given, is that one, and stands where it says. */
async function checkNamed(
  name: string,
  record: FindingRecord,
  evidence: readonly PlacedEvidence[],
): Promise<Check> {
  const { Deliveries } = record.Extensions.Extension[0];
  const detail = { found: Deliveries.length };
  let isGiven = true;
  for (const { MessageIdentifier: reference, Evidence } of Deliveries) {
    for (const { EvidenceIdentifier, LeafIndex, DigestValue } of Evidence) {
      const given = evidence.find(
        ({ sealed }) => sealed.record.EvidenceIdentifier === EvidenceIdentifier,
      );
      if (!given || given.logProofs.length === 0) {
        isGiven = false;
        continue;
      }
      const digest = await sha256(utf8(given.sealed.compact));
      const isThat =
        equalBytes(digest, decodeBase64(DigestValue) ?? new Uint8Array()) &&
        given.sealed.record.MessageIdentifier === reference &&
        given.logProofs.every(({ proof }) => proof.index === LeafIndex);
      if (!isThat) {
        const differing = { ...detail, reference, identifier: EvidenceIdentifier };
        return refused("finding_deliveries", name, "finding_evidence_differs", differing);
      }
    }
  }
  return isGiven
    ? proved("finding_deliveries", name, detail)
    : notChecked("finding_deliveries", name, "finding_evidence_not_given", detail);
}

/** Of the same sender to the same recipient, in the period, and in that state of the log: yet not named. */
function isLeftOut(record: FindingRecord, { sealed, logProofs }: PlacedEvidence): boolean {
  const { Period, Log, Deliveries } = record.Extensions.Extension[0];
  const { SenderDetails, RecipientDetails, SubmissionTime, EvidenceIdentifier } = sealed.record;
  const [wanted] = record.RecipientDetails;
  return (
    SenderDetails.Identifier.Value === record.SenderDetails.Identifier.Value &&
    RecipientDetails.some(
      ({ Identifier }) =>
        Identifier.Value === wanted.Identifier.Value &&
        Identifier.IdentifierSchemeName === wanted.Identifier.IdentifierSchemeName,
    ) &&
    SubmissionTime >= Period.From &&
    SubmissionTime < Period.Before &&
    logProofs.some(
      ({ proof }) => proof.index < Log.Size && proof.signed.checkpoint.origin === Log.Origin,
    ) &&
    !Deliveries.some(({ Evidence }) =>
      Evidence.some((named) => named.EvidenceIdentifier === EvidenceIdentifier),
    )
  );
}

export function summariseFinding({ sealed: { record } }: ReadFinding): FindingSummary {
  const { Environment, Purpose, Period, Log, Deliveries } = record.Extensions.Extension[0];
  const { name, number } = recipientOf(record);
  return {
    identifier: record.EvidenceIdentifier,
    environment: Environment,
    organisation: identityValue(record.SenderDetails.Identity, "organizationName") ?? "",
    recipient: name,
    number,
    purpose: Purpose,
    fromDay: Period.FromDay,
    toDay: Period.ToDay,
    from: Period.From,
    before: Period.Before,
    size: Log.Size,
    log: Log.Origin,
    statedAt: record.EventTime,
    deliveries: Deliveries.map((found) => ({
      reference: found.MessageIdentifier,
      sentAt: found.SubmissionTime,
      subject: found.Subject,
      service: found.Service,
      isNotSent: isNotSent(found),
    })),
  };
}
