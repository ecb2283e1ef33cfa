/** What lies where in a bundle: names that strangers' programs may count on. */
import { ok, type Result } from "@/lib/result";
import { concatBytes, sha256, utf8, type Bytes } from "../bytes";
import { BUNDLE_MEDIA_TYPE, MEDIA_TYPE_NAME, crc32, layOutContainer } from "./container";
import { MANIFEST_NAME, SIGNATURE_NAME, formatManifest } from "./manifest";

export const MEMBER = {
  guide: "VERIFY.txt",
  proof: "proof.pdf",
  letter: "letter.pdf",
  checkpoint: "log/checkpoint",
  stamp: "log/checkpoint.tsr",
  logKey: "log/key",
  contents: "contents.csv",
} as const;

/** What a file of a bundle is for, by its name alone; `bundle` is that of one delivery among many. */
type MemberKind =
  | "guide"
  | "proof_pdf"
  | "document"
  | "evidence"
  | "log_proof"
  | "checkpoint"
  | "timestamp"
  | "log_key"
  | "mailbox_answer"
  | "certificates"
  | "contents"
  | "bundle";

/** `name` is for people: the bundle's, and the file's in it. */
export type BundleMember = { name: string; bytes: Bytes; kind: MemberKind };

const KINDS: readonly [RegExp, MemberKind][] = [
  [/^VERIFY\.txt$/, "guide"],
  [/^proof\.pdf$/, "proof_pdf"],
  [/^letter\.pdf$/, "document"],
  [/^attachments\/\d{2,}-[^/]+$/, "document"],
  [/^evidence\/\d{2,}-[A-Za-z]+\.evidence\.json$/, "evidence"],
  [/^evidence\/\d{2,}-[A-Za-z]+\.tlog-proof$/, "log_proof"],
  [/^log\/checkpoint$/, "checkpoint"],
  [/^log\/checkpoint\.tsr$/, "timestamp"],
  [/^log\/key$/, "log_key"],
  [/^mailbox\/\d{2,}-[a-z0-9-]+\.json$/, "mailbox_answer"],
  [/^certificates\/[a-z0-9-]+\.pem$/, "certificates"],
  [/^contents\.csv$/, "contents"],
  [/^deliveries\/[A-Za-z0-9-]+\.asice$/, "bundle"],
];

/** Null for a name that no bundle of ours has. */
export function memberKind(name: string): MemberKind | null {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

export function attachmentMember(position: number, fileName: string): string {
  return `attachments/${numbered(position, plainName(fileName))}`;
}

export function mailboxMember(position: number, call: string, status: number): string {
  return `mailbox/${numbered(position, `${call}-${status}.json`)}`;
}

export function deliveryMember(reference: string): string {
  return `deliveries/${reference.replaceAll("/", "-")}.asice`;
}

function numbered(position: number, name: string): string {
  return `${String(position).padStart(2, "0")}-${name}`;
}

/** The recipient's name for a file, without what no disk takes. */
function plainName(fileName: string): string {
  const plain = fileName
    .normalize("NFC")
    .replaceAll(/[\\/:*?"<>|&\p{Cc}\p{Cs}\u2028\u2029]/gu, "_");
  return Array.from(plain).slice(-120).join("");
}

/** A file of a bundle: its bytes, or what is known of a file that lies somewhere else. */
export type BundlePart = {
  name: string;
  mediaType: string;
  size: number;
  sha256: Bytes;
  crc32: number;
  bytes: Bytes | null;
};

export async function partOf(name: string, mediaType: string, bytes: Bytes): Promise<BundlePart> {
  const size = bytes.length;
  return { name, mediaType, size, sha256: await sha256(bytes), crc32: crc32(bytes), bytes };
}

/**
 * A bundle without the files that lie somewhere else: each of them is laid into the frame before the
 * byte `at`. What is left out is so never kept twice, and is gone from bundles when it is erased.
 */
export type BundleFrame = { frame: Bytes; holes: { at: number; part: BundlePart }[]; size: number };

/** The frame around these files, with the manifest of them and the seal that `seal` makes over it. */
export async function frameBundle<Failure>(
  parts: readonly BundlePart[],
  seal: (manifest: Bytes) => Promise<Result<Bytes, Failure>>,
): Promise<Result<BundleFrame, Failure>> {
  const manifest = formatManifest(parts);
  const signature = await seal(manifest);
  if (!signature.ok) return signature;
  const all = [
    await partOf(MEDIA_TYPE_NAME, "text/plain", utf8(BUNDLE_MEDIA_TYPE)),
    ...parts,
    await partOf(MANIFEST_NAME, "text/xml", manifest),
    await partOf(SIGNATURE_NAME, "application/pkcs7-signature", signature.value),
  ];
  const { headers, tail, size } = layOutContainer(all);
  const pieces: Bytes[] = [];
  const holes: BundleFrame["holes"] = [];
  let at = 0;
  for (const [index, part] of all.entries()) {
    const header = headers[index] ?? new Uint8Array();
    pieces.push(header, ...(part.bytes ? [part.bytes] : []));
    at += header.length + (part.bytes?.length ?? 0);
    if (!part.bytes) holes.push({ at, part });
  }
  return ok({ frame: concatBytes(...pieces, tail), holes, size });
}
