/**
 * What each file is that somebody wants checked. A file that a sealed evidence names by its digest is
 * a document that was sent, whatever it looks like; what remains is told by its content.
 */
import { isBundle, readableMembers } from "./bundles/container-reader";
import { decodeBase64Url, decodeUtf8, encodeHex, equalBytes, sha256, type Bytes } from "./bytes";
import { parseCheckpoint, parseLogKey } from "./checkpoint";
import { documentsOf, mailboxAnswersOf } from "./evidence";
import { meansFinding } from "./findings/record";
import { MEDIA_TYPE_NAME } from "./bundles/container";
import { MEMBER, type BundleMember } from "./bundles/layout";
import { MANIFEST_NAME, SIGNATURE_NAME } from "./bundles/manifest";
import { verifySealedEvidence } from "./jws";
import { isPdf, readableAttachments } from "./pdf-signature";
import { parseTimestamp } from "./timestamp-token";
import { TLOG_PROOF_HEADER } from "./tlog-proof";

export type GivenFile = { name: string; bytes: Bytes };

type Kind =
  | "bundle"
  | "proof_pdf"
  | "evidence"
  | "finding"
  | "log_proof"
  | "checkpoint"
  | "timestamp"
  | "log_key"
  | "certificates"
  | "mailbox_answer"
  | "bundle_part"
  | "document";

export type SortedFiles = Record<Kind, GivenFile[]>;

/** How an evidence file of ours begins: the members are in canonical order, the payload is JSON. */
const EVIDENCE_START = /^\{"(?:payload":"ey|header":\{"etsiU":)/;

/** What lies in an unpacked bundle beside proofs and documents, and says nothing without it. */
const BUNDLE_PARTS = [
  MEDIA_TYPE_NAME,
  MEMBER.guide,
  MEMBER.contents,
  ...[MANIFEST_NAME, SIGNATURE_NAME].map((path) => path.replace(/.*\//, "")),
];

export async function sortFiles(files: readonly GivenFile[]): Promise<SortedFiles> {
  const sorted: SortedFiles = {
    bundle: [],
    proof_pdf: [],
    evidence: [],
    finding: [],
    log_proof: [],
    checkpoint: [],
    timestamp: [],
    log_key: [],
    certificates: [],
    mailbox_answer: [],
    bundle_part: [],
    document: [],
  };
  const named = await digestsNamed(files);
  for (const file of files) {
    const known = named.get(encodeHex(await sha256(file.bytes)));
    keepOnce(sorted[known ?? (await kindOf(file))], file);
  }
  return sorted;
}

/** Puts what a proof brought along where it belongs. */
export async function sortInto(sorted: SortedFiles, files: readonly GivenFile[]): Promise<void> {
  for (const file of files) keepOnce(sorted[await kindOf(file)], file);
}

/** Puts what a bundle holds where its name says, whatever it looks like. */
export function sortMembers(sorted: SortedFiles, members: readonly BundleMember[]): void {
  for (const { kind, name, bytes } of members) {
    // The seal of the bundle is all there is to say of these, and nobody is trusted by what it brings.
    if (kind === "guide" || kind === "contents" || kind === "certificates") continue;
    keepOnce(sorted[kind], { name, bytes });
  }
}

/** Attached files come again in each proof, and people lay them beside it too: once is enough. */
export function keepOnce(known: GivenFile[], file: GivenFile): void {
  if (!known.some(({ bytes }) => equalBytes(bytes, file.bytes))) known.push(file);
}

/**
 * The digests of the documents that any of these evidences names, those inside proofs included. A
 * letter's attachment may well be a PDF that somebody else sealed, or even a proof of ours.
 */
async function digestsNamed(
  files: readonly GivenFile[],
): Promise<Map<string, "document" | "mailbox_answer">> {
  const digests = new Map<string, "document" | "mailbox_answer">();
  const candidates = files.flatMap(({ bytes }) => contentsOf(bytes));
  for (const bytes of candidates.filter(looksLikeEvidence)) {
    const sealed = await verifySealedEvidence(bytes);
    if (!sealed.ok) continue;
    const { record } = sealed.value;
    for (const answer of mailboxAnswersOf(record)) {
      digests.set(encodeHex(answer.sha256), "mailbox_answer");
    }
    for (const document of documentsOf(record)) digests.set(encodeHex(document.sha256), "document");
  }
  return digests;
}

/** What a file holds, bundles within a bundle included, or the file itself. */
function contentsOf(bytes: Bytes, isInside = false): Bytes[] {
  if (isPdf(bytes)) return readableAttachments(bytes);
  if (!isBundle(bytes)) return [bytes];
  const members = readableMembers(bytes);
  return isInside ? members : members.flatMap((member) => contentsOf(member, true));
}

/** By content; the name decides only where a damaged content can no longer tell. */
async function kindOf({ name, bytes }: GivenFile): Promise<Kind> {
  // Sealed or not: a proof whose seal was taken away must not pass for a mere document.
  if (isPdf(bytes))
    return readableAttachments(bytes).some(looksLikeEvidence) ? "proof_pdf" : "document";
  if (name.endsWith(".asice") || isBundle(bytes)) return "bundle";
  const start = decodeUtf8(bytes.subarray(0, 64)) ?? "";
  const whole = bytes.length < 4096 ? (decodeUtf8(bytes) ?? "") : "";
  if (name.endsWith(".finding.json") || looksLikeFinding(bytes)) return "finding";
  if (name.endsWith(".evidence.json") || looksLikeEvidence(bytes)) return "evidence";
  if (name.endsWith(".tlog-proof") || start.startsWith(TLOG_PROOF_HEADER)) return "log_proof";
  if (/(^|\/)checkpoint$/.test(name) || parseCheckpoint(bytes).ok) return "checkpoint";
  if (name.endsWith(".tsr") || (await parseTimestamp(bytes)).ok) return "timestamp";
  if (/(^|\/)(log\.)?v?key$/.test(name) || (await parseLogKey(whole.trim()))) return "log_key";
  if (whole.startsWith("-----BEGIN CERTIFICATE-----")) return "certificates";
  if (BUNDLE_PARTS.includes(name)) return "bundle_part";
  return "document";
}

/** Sealed as evidence is: only what the seal covers tells them apart. */
function looksLikeFinding(bytes: Bytes): boolean {
  if (!looksLikeEvidence(bytes)) return false;
  const [, payload] = /"payload":"([\w-]+)"/.exec(decodeUtf8(bytes) ?? "") ?? [];
  return meansFinding(decodeBase64Url(payload ?? "") ?? new Uint8Array());
}

function looksLikeEvidence(bytes: Bytes): boolean {
  return EVIDENCE_START.test(new TextDecoder("latin1").decode(bytes.subarray(0, 32)));
}
