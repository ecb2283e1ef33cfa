/** What a sealed proof tells of itself: its seal, its time stamp, and who sealed it. */
import { equalBytes } from "./bytes";
import { holderName, isSameHolder, type Certificate } from "./certificate";
import { parseCms, verifyCms } from "./cms";
import type { GivenFile } from "./given-files";
import type { SealedEvidence } from "./jws";
import { parseSealedPdf } from "./pdf-signature";
import { notChecked, proved, refused, type Check, type CheckReason, type Gap } from "./report";
import { verifyTimestamp } from "./timestamp-token";
import { checkSealer, checkStampTrust, describe, describeStamp, type Anchors } from "./trust";

export type CheckedPdf = {
  file: GivenFile;
  checks: Check[];
  gaps: Gap[];
  /** Who sealed it; null when nobody did who can be believed. */
  sealer: Certificate | null;
  attachments: GivenFile[];
};

export async function checkPdf(file: GivenFile, anchors: Anchors, now: Date): Promise<CheckedPdf> {
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
export function checkSealers(
  pdfs: readonly CheckedPdf[],
  evidence: readonly { file: GivenFile; sealed: SealedEvidence }[],
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
