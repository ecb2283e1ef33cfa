/**
 * What each file is that somebody wants checked. A file that a sealed evidence names by its digest is
 * a document that was sent, whatever it looks like; what remains is told by its content.
 */
import { decodeUtf8, encodeHex, equalBytes, sha256, type Bytes } from "./bytes";
import { parseCheckpoint, parseLogKey } from "./checkpoint";
import { documentsOf } from "./evidence";
import { verifySealedEvidence } from "./jws";
import { isPdf, readableAttachments } from "./pdf-signature";
import { parseTimestamp } from "./timestamp-token";
import { TLOG_PROOF_HEADER } from "./tlog-proof";

export type GivenFile = { name: string; bytes: Bytes };

type Kind =
  | "proof_pdf"
  | "evidence"
  | "log_proof"
  | "checkpoint"
  | "timestamp"
  | "log_key"
  | "certificates"
  | "document";

export type SortedFiles = Record<Kind, GivenFile[]>;

/** How an evidence file of ours begins: the members are in canonical order, the payload is JSON. */
const EVIDENCE_START = /^\{"(?:payload":"ey|header":\{"etsiU":)/;

export async function sortFiles(files: readonly GivenFile[]): Promise<SortedFiles> {
  const sorted: SortedFiles = {
    proof_pdf: [],
    evidence: [],
    log_proof: [],
    checkpoint: [],
    timestamp: [],
    log_key: [],
    certificates: [],
    document: [],
  };
  const named = await digestsNamed(files);
  for (const file of files) {
    const isNamed = named.has(encodeHex(await sha256(file.bytes)));
    keepOnce(sorted[isNamed ? "document" : await kindOf(file)], file);
  }
  return sorted;
}

/** Puts what a proof brought along where it belongs. */
export async function sortInto(sorted: SortedFiles, files: readonly GivenFile[]): Promise<void> {
  for (const file of files) keepOnce(sorted[await kindOf(file)], file);
}

/** Attached files come again in each proof, and people lay them beside it too: once is enough. */
function keepOnce(known: GivenFile[], file: GivenFile): void {
  if (!known.some(({ bytes }) => equalBytes(bytes, file.bytes))) known.push(file);
}

/**
 * The digests of the documents that any of these evidences names, those inside proofs included. A
 * letter's attachment may well be a PDF that somebody else sealed, or even a proof of ours.
 */
async function digestsNamed(files: readonly GivenFile[]): Promise<Set<string>> {
  const candidates = files.flatMap(({ bytes }) =>
    isPdf(bytes) ? readableAttachments(bytes) : [bytes],
  );
  const digests = new Set<string>();
  for (const bytes of candidates.filter(looksLikeEvidence)) {
    const sealed = await verifySealedEvidence(bytes);
    const documents = sealed.ok ? documentsOf(sealed.value.record) : [];
    for (const document of documents) digests.add(encodeHex(document.sha256));
  }
  return digests;
}

/** By content; the name decides only where a damaged content can no longer tell. */
async function kindOf({ name, bytes }: GivenFile): Promise<Kind> {
  // Sealed or not: a proof whose seal was taken away must not pass for a mere document.
  if (isPdf(bytes))
    return readableAttachments(bytes).some(looksLikeEvidence) ? "proof_pdf" : "document";
  const start = decodeUtf8(bytes.subarray(0, 64)) ?? "";
  const whole = bytes.length < 4096 ? (decodeUtf8(bytes) ?? "") : "";
  if (name.endsWith(".evidence.json") || looksLikeEvidence(bytes)) return "evidence";
  if (name.endsWith(".tlog-proof") || start.startsWith(TLOG_PROOF_HEADER)) return "log_proof";
  if (/(^|\/)checkpoint$/.test(name) || parseCheckpoint(bytes).ok) return "checkpoint";
  if (name.endsWith(".tsr") || (await parseTimestamp(bytes)).ok) return "timestamp";
  if (/(^|\/)(log\.)?v?key$/.test(name) || (await parseLogKey(whole.trim()))) return "log_key";
  if (whole.startsWith("-----BEGIN CERTIFICATE-----")) return "certificates";
  return "document";
}

function looksLikeEvidence(bytes: Bytes): boolean {
  return EVIDENCE_START.test(new TextDecoder("latin1").decode(bytes.subarray(0, 32)));
}
