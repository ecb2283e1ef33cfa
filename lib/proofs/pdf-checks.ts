/** What a sealed proof tells of itself. */
import { brokenSeal, checkCmsSeal, type CheckedSeal } from "./cms-checks";
import type { GivenFile } from "./given-files";
import { parseSealedPdf } from "./pdf-signature";
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
  return checkCmsSeal(file, { signature, bytes, members }, codes, anchors, now);
}
