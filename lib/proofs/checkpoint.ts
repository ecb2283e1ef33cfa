/**
 * Signed tree heads: C2SP tlog-checkpoint in a C2SP signed note with Ed25519 signatures.
 *
 * @see https://c2sp.org/signed-note
 * @see https://c2sp.org/tlog-checkpoint
 */
import { ok, refuse, type Result } from "@/lib/result";
import {
  concatBytes,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  equalBytes,
  sha256,
  utf8,
  type Bytes,
} from "./bytes";

export type Checkpoint = { origin: string; size: number; root: Bytes };

/** A key that checkpoints are checked with, as its verifier line tells it. */
export type LogKey = { name: string; publicKey: Bytes };

export type NoteSignature = { name: string; keyId: Bytes; signature: Bytes };

/** A note taken apart but not yet believed. `text` is what the signatures cover. */
export type SignedCheckpoint = {
  checkpoint: Checkpoint;
  text: Bytes;
  signatures: NoteSignature[];
};

export type CheckpointRefusal =
  "checkpoint_malformed" | "checkpoint_key_unknown" | "checkpoint_signature_wrong";

const KEY_ID_BYTES = 4;
const HASH_BYTES = 32;
const PUBLIC_KEY_BYTES = 32;
const MOST_SIGNATURES = 16;
const KEY_NAME = /^[^\s+\p{Cc}]+$/u;

/** The exact text that a checkpoint's signatures cover. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): Bytes {
  return utf8(`${origin}\n${size}\n${encodeBase64(root)}\n`);
}

/** The whole signed note: text, blank line, one line a signature. */
export function assembleNote(text: Bytes, signatures: readonly NoteSignature[]): Bytes {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${encodeBase64(concatBytes(keyId, signature))}\n`,
  );
  return concatBytes(text, utf8(`\n${lines.join("")}`));
}

/** What a key signs, by the first byte of its material: checkpoints of its own log, or cosignatures. */
export const KEY_TYPES = { log: 0x01, witness: 0x04 } as const;
type KeyType = keyof typeof KEY_TYPES;

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export async function logKeyId({ name, publicKey }: LogKey, type: KeyType = "log"): Promise<Bytes> {
  const material = concatBytes(new Uint8Array([KEY_TYPES[type]]), publicKey);
  return (await sha256(concatBytes(utf8(`${name}\n`), material))).slice(0, KEY_ID_BYTES);
}

/** The C2SP verifier key line, `name+hash+base64(type ‖ public key)`, without a line end. */
export async function formatLogKey(key: LogKey, type: KeyType = "log"): Promise<string> {
  const encoded = encodeBase64(concatBytes(new Uint8Array([KEY_TYPES[type]]), key.publicKey));
  return `${key.name}+${encodeHex(await logKeyId(key, type))}+${encoded}`;
}

/** Null unless the line is exactly what `formatLogKey` would write for its key. */
export async function parseLogKey(line: string, type: KeyType = "log"): Promise<LogKey | null> {
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(line) ?? [];
  if (!name || !keyId || !encoded || !KEY_NAME.test(name)) return null;
  const bytes = decodeBase64(encoded);
  if (bytes?.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== KEY_TYPES[type]) return null;
  const key = { name, publicKey: bytes.slice(1) };
  return equalBytes(await logKeyId(key, type), decodeHex(keyId) ?? new Uint8Array()) ? key : null;
}

/**
 * Takes a note apart and believes nothing yet. Refuses what the two texts allow and this log never
 * writes (extension lines), and what they forbid: other control characters, loose base64,
 * superfluous zeros, more than sixteen signatures.
 */
export function parseCheckpoint(note: Uint8Array): Result<SignedCheckpoint, CheckpointRefusal> {
  const whole = decodeUtf8(note);
  if (whole === null || !/^[^\p{Cc}\n]/u.test(whole)) return refuse("checkpoint_malformed");
  const [, origin, size, root, signatureBlock] =
    /^([^\p{Cc}]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/=]{44})\n\n((?:— [^\p{Cc}]+\n)+)$/u.exec(
      whole,
    ) ?? [];
  if (!origin || !size || !root || !signatureBlock) return refuse("checkpoint_malformed");
  const rootBytes = decodeBase64(root);
  const signatures = signatureBlock.slice(0, -1).split("\n").map(parseSignatureLine);
  if (
    rootBytes?.length !== HASH_BYTES ||
    !Number.isSafeInteger(Number(size)) ||
    signatures.length > MOST_SIGNATURES ||
    !signatures.every((signature) => signature !== null)
  ) {
    return refuse("checkpoint_malformed");
  }
  const checkpoint = { origin, size: Number(size), root: rootBytes };
  return ok({ checkpoint, text: formatCheckpoint(checkpoint), signatures });
}

/**
 * Parses a note and checks it with the keys one trusts. Lines of other keys are passed over, as
 * the specification asks; a wrong signature of a trusted key refuses the whole note.
 */
export async function verifyCheckpoint(
  note: Uint8Array,
  keys: readonly LogKey[],
): Promise<Result<Checkpoint & { signedBy: LogKey }, CheckpointRefusal>> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return parsed;
  const { checkpoint, text, signatures } = parsed.value;
  let signedBy: LogKey | null = null;
  for (const key of keys) {
    const keyId = await logKeyId(key);
    for (const line of signatures) {
      if (line.name !== key.name || !equalBytes(line.keyId, keyId)) continue;
      if (!(await verifyEd25519(key.publicKey, line.signature, text))) {
        return refuse("checkpoint_signature_wrong");
      }
      signedBy ??= key;
    }
  }
  // A log signs under its own name: a note of another origin is another log's.
  if (signedBy?.name !== checkpoint.origin) return refuse("checkpoint_key_unknown");
  return ok({ ...checkpoint, signedBy });
}

export async function verifyEd25519(
  publicKey: Bytes,
  signature: Bytes,
  text: Bytes,
): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, text);
}

/** One signature line of a note, without its line end; null for what is none. */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  if (!name || !encoded || !KEY_NAME.test(name)) return null;
  const bytes = decodeBase64(encoded);
  if (!bytes || bytes.length <= KEY_ID_BYTES) return null;
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}
