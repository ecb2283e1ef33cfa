/**
 * The `*.tlog-proof` file: that an evidence stands in the log, checkable without the log.
 * The salt of the log entry travels in the `extra` line.
 *
 * @see https://c2sp.org/tlog-proof@v1
 */
import { ok, refuse, type Result } from "@/lib/result";
import {
  concatBytes,
  decodeBase64,
  decodeUtf8,
  encodeBase64,
  sha256,
  utf8,
  type Bytes,
} from "./bytes";
import { parseCheckpoint, type SignedCheckpoint } from "./checkpoint";
import { hashLeaf, rootOfInclusion } from "./merkle";

export type TlogProof = {
  salt: Bytes;
  index: number;
  /** From the leaf's sibling up to the root's child. */
  hashes: readonly Bytes[];
  /** The signed note, byte for byte. */
  checkpoint: Bytes;
};

export type ParsedTlogProof = TlogProof & { signed: SignedCheckpoint };

export type TlogProofRefusal = "tlog_proof_malformed" | "checkpoint_malformed";

export const TLOG_PROOF_HEADER = "c2sp.org/tlog-proof@v1";
export const SALT_BYTES = 32;
const HASH_BYTES = 32;

/** What the log holds of an evidence, or of another record's text: nothing that can be read or guessed. */
export function logEntry(salt: Uint8Array, text: string): Promise<Bytes> {
  return sha256(concatBytes(salt, utf8(text)));
}

export async function evidenceLeafHash(salt: Uint8Array, compactJws: string): Promise<Bytes> {
  return hashLeaf(await logEntry(salt, compactJws));
}

export function formatTlogProof({ salt, index, hashes, checkpoint }: TlogProof): Bytes {
  const lines = [
    TLOG_PROOF_HEADER,
    `extra ${encodeBase64(salt)}`,
    `index ${index}`,
    ...hashes.map(encodeBase64),
  ];
  return concatBytes(utf8(`${lines.join("\n")}\n\n`), checkpoint);
}

/** Refuses whatever `formatTlogProof` would not have written. Believes nothing yet. */
export function parseTlogProof(bytes: Uint8Array): Result<ParsedTlogProof, TlogProofRefusal> {
  const text = decodeUtf8(bytes);
  const [head, extra, index, hashBlock, note] =
    /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9][0-9]{0,15})\n((?:[A-Za-z0-9+/=]{44}\n)*)\n([^]+)$/
      .exec(text ?? "")
      ?.values() ?? [];
  if (!head || !extra || !index || hashBlock === undefined || !note) {
    return refuse("tlog_proof_malformed");
  }
  const salt = decodeBase64(extra);
  const hashes = hashBlock.split("\n").slice(0, -1).map(decodeBase64);
  if (
    salt?.length !== SALT_BYTES ||
    !Number.isSafeInteger(Number(index)) ||
    !hashes.every(isHash)
  ) {
    return refuse("tlog_proof_malformed");
  }
  const checkpoint = utf8(note);
  const signed = parseCheckpoint(checkpoint);
  if (!signed.ok) return refuse("checkpoint_malformed");
  return ok({ salt, index: Number(index), hashes, checkpoint, signed: signed.value });
}

/** The root that the evidence and the proof lead to; null for a proof that leads nowhere. */
export async function rootOfProof(
  proof: ParsedTlogProof,
  compactJws: string,
): Promise<Bytes | null> {
  const leafHash = await evidenceLeafHash(proof.salt, compactJws);
  return rootOfInclusion(leafHash, proof.index, proof.signed.checkpoint.size, proof.hashes);
}

function isHash(hash: Bytes | null): hash is Bytes {
  return hash?.length === HASH_BYTES;
}
