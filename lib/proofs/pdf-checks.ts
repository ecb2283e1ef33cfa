/** What a sealed proof tells of itself. */
import { checkChain } from "./certificate-chain";
import { parseCms } from "./cms";
import { brokenSeal, checkCmsSeal, type CheckedSeal } from "./cms-checks";
import type { GivenFile } from "./given-files";
import { parseSealedPdf, type SealedPdfContent } from "./pdf-signature";
import { proved, refused, type PadesLevel } from "./report";
import { parseRevocationList, standingOfPath, type Standing } from "./revocation-list";
import { checkTimestampChain, parseTimestamp } from "./timestamp-token";
import type { Anchors } from "./trust";

export async function checkPdf(file: GivenFile, anchors: Anchors, now: Date): Promise<CheckedSeal> {
  const pdf = parseSealedPdf(file.bytes);
  if (!pdf.ok) return brokenSeal(file, "pdf_seal", pdf.refusal);
  const { signature, signedBytes: bytes, attachments } = pdf.value;
  const members = attachments.map((attached, index) => ({
    name: `${file.name} (${index + 1})`,
    bytes: attached,
  }));
  const codes = { seal: "pdf_seal", stamp: "pdf_stamp" } as const;
  const checked = await checkCmsSeal(file, { signature, bytes, members }, codes, anchors, now);
  const { standing, level, at } = await levelOf(pdf.value, anchors);
  const checks = checked.checks.map((check) =>
    check.code === "pdf_seal" ? { ...check, detail: { ...check.detail, level } } : check,
  );
  if (standing === "revoked") {
    checks.push(refused("revocation", file.name, "certificate_revoked"));
  } else if (level === "B-LT") checks.push(proved("revocation", file.name, { at }));
  return { ...checked, checks };
}

/**
 * How much a sealed PDF carries to be believed by (ETSI EN 319 142-1 §6): B-LT when the lists under its
 * seal tell of every certificate, of the seal and of its stamp, that it was not revoked when it was stamped.
 */
async function levelOf(
  { signature, revocationLists }: SealedPdfContent,
  anchors: Anchors,
): Promise<{ level: PadesLevel; standing: Standing; at?: string }> {
  const cms = await parseCms(signature);
  if (!cms.ok || !cms.value.timestampToken) return { level: "B-B", standing: "unknown" };
  const { certificate, certificates, timestampToken } = cms.value;
  const stamp = await parseTimestamp(timestampToken);
  if (!stamp.ok) return { level: "B-B", standing: "unknown" };
  const lists = revocationLists.map(parseRevocationList).filter((list) => list !== null);
  const at = stamp.value.time;
  const companions = certificates.filter((other) => other !== certificate);
  const seal = await checkChain({ certificate, companions, anchors: anchors.seal, at });
  const stamper = await checkTimestampChain(stamp.value, anchors.timestamp);
  const standings = await Promise.all(
    [seal, stamper].map(({ path }) => standingOfPath(path, lists, at)),
  );
  const standing =
    standings.find((one) => one === "revoked") ??
    standings.find((one) => one === "unknown") ??
    "good";
  return { level: standing === "good" ? "B-LT" : "B-T", standing, at: at.toISOString() };
}
