/** What a seal tells that is a CMS signature, over a PDF or over a bundle: itself, its time stamp, and whose it is. */
import { equalBytes, type Bytes } from "./bytes";
import { holderName, isSameHolder, type Certificate } from "./certificate";
import { parseCms, verifyCms } from "./cms";
import type { GivenFile } from "./given-files";
import type { Sealed } from "./jws";
import { notChecked, proved, refused, type Check, type CheckReason, type Gap } from "./report";
import { verifyTimestamp } from "./timestamp-token";
import { checkSealer, checkStampTrust, describe, describeStamp, type Anchors } from "./trust";

export type SealCodes =
  { seal: "pdf_seal"; stamp: "pdf_stamp" } | { seal: "bundle_seal"; stamp: "bundle_stamp" };

/** A file that holds evidence and is sealed itself. */
export type CheckedSeal = {
  file: GivenFile;
  checks: Check[];
  gaps: Gap[];
  /** Who sealed it; null when nobody did who can be believed. */
  sealer: Certificate | null;
  /** What it holds. */
  members: GivenFile[];
};

/** A seal that is not there, or not right: nothing else of the file is believed. */
export function brokenSeal(
  file: GivenFile,
  code: SealCodes["seal"] | "bundle_form",
  reason: CheckReason,
): CheckedSeal {
  const checks = [refused(code, file.name, reason)];
  return { file, checks, gaps: [], sealer: null, members: [] };
}

export async function checkCmsSeal(
  file: GivenFile,
  sealed: { signature: Bytes; bytes: Bytes; members: GivenFile[] },
  codes: SealCodes,
  anchors: Anchors,
  now: Date,
): Promise<CheckedSeal> {
  const cms = await parseCms(sealed.signature);
  if (!cms.ok) return brokenSeal(file, codes.seal, cms.refusal);
  const { certificate, certificates, content, timestampToken, signature } = cms.value;
  const problem = content ? "cms_malformed" : await verifyCms(cms.value, sealed.bytes);
  if (problem) return brokenSeal(file, codes.seal, problem);
  const checks = [proved(codes.seal, file.name, await describe(certificate))];
  const gaps: Gap[] = [];
  const stamp = timestampToken && (await verifyTimestamp(timestampToken, signature));
  if (!stamp) checks.push(notChecked(codes.stamp, file.name, "timestamp_not_given", {}));
  else if (!stamp.ok) checks.push(refused(codes.stamp, file.name, stamp.refusal));
  else {
    checks.push(proved(codes.stamp, file.name, await describeStamp(stamp.value)));
    const trust = await checkStampTrust(file.name, stamp.value, anchors);
    checks.push(trust);
    if (trust.outcome !== "proved") gaps.push("stamp");
  }
  const companions = certificates.filter((other) => other !== certificate);
  const at = stamp?.ok ? stamp.value.time : now;
  const sealer = await checkSealer(file.name, { certificate, companions, at }, anchors);
  checks.push(...sealer.checks);
  if (!sealer.isTrusted) gaps.push("seal");
  return { file, checks, gaps, sealer: certificate, members: sealed.members };
}

/**
 * An authority gives seals to many. What a PDF or a bundle tells counts only when it was sealed by
 * whoever sealed the evidence inside, which the log holds: otherwise any other customer of the same
 * authority could wrap whole evidence into one that tells something else.
 */
export function checkSealers(
  seals: readonly CheckedSeal[],
  evidence: readonly { file: GivenFile; sealed: Sealed<unknown> }[],
  checks: Check[],
): Gap[] {
  return seals.flatMap(({ file, sealer, members }): Gap[] => {
    const inside = evidence.filter(({ file: { bytes } }) =>
      members.some((member) => equalBytes(member.bytes, bytes)),
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
