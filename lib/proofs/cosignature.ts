/**
 * What witnesses add to a checkpoint: that they saw it, when, and that it grew from all they saw before.
 *
 * @see https://c2sp.org/tlog-cosignature (Ed25519, `cosignature/v1`)
 */
import { ok, refuse, type Result } from "@/lib/result";
import { concatBytes, encodeBase64, equalBytes, utf8, type Bytes } from "./bytes";
import {
  assembleNote,
  logKeyId,
  parseLogKey,
  parseSignatureLine,
  verifyEd25519,
  type LogKey,
  type NoteSignature,
  type SignedCheckpoint,
} from "./checkpoint";

/** A witness's key, as its verifier line tells it: the same form as a log's, another type. */
export type WitnessKey = LogKey;

export type Cosignature = {
  witness: WitnessKey;
  /** When the witness says that it signed, to the second. */
  at: Date;
};

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** The exact text that a witness signs; `seconds` since 1970. */
export function cosignedText(text: Bytes, seconds: number): Bytes {
  return concatBytes(utf8(`cosignature/v1\ntime ${seconds}\n`), text);
}

/** The line under a checkpoint, without its line end. */
export async function formatCosignature(
  witness: WitnessKey,
  seconds: number,
  signature: Bytes,
): Promise<string> {
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  const keyId = await logKeyId(witness, "witness");
  return `— ${witness.name} ${encodeBase64(concatBytes(keyId, time, signature))}`;
}

/** Each trusted witness that signed this state, once. A wrong line of one refuses them all. */
export async function verifyCosignatures(
  { text, signatures }: Pick<SignedCheckpoint, "text" | "signatures">,
  witnesses: readonly WitnessKey[],
): Promise<Result<Cosignature[], { code: "cosignature_wrong"; witness: string }>> {
  const found: Cosignature[] = [];
  for (const witness of witnesses) {
    const keyId = await logKeyId(witness, "witness");
    const lines = signatures.filter(
      (line) => line.name === witness.name && equalBytes(line.keyId, keyId),
    );
    const times = await Promise.all(
      lines.map(({ signature }) => readCosignature(signature, text, witness)),
    );
    if (times.includes(null)) {
      return refuse({ code: "cosignature_wrong", witness: witness.name });
    }
    const [at] = times;
    if (at) found.push({ witness, at });
  }
  return ok(found);
}

async function readCosignature(
  bytes: Bytes,
  text: Bytes,
  witness: WitnessKey,
): Promise<Date | null> {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  const at = new Date(seconds * 1000);
  if (!Number.isSafeInteger(seconds) || Number.isNaN(at.getTime())) return null;
  const signed = cosignedText(text, seconds);
  return (await verifyEd25519(witness.publicKey, bytes.slice(TIME_BYTES), signed)) ? at : null;
}

/**
 * The line of this witness in what it answered, read and checked: null when there is none that is right.
 * Lines of other keys are passed over, as the specification asks.
 */
export async function findCosignature(
  answer: string,
  { text }: Pick<SignedCheckpoint, "text">,
  witness: WitnessKey,
): Promise<{ line: string; at: Date } | null> {
  const keyId = await logKeyId(witness, "witness");
  for (const line of answer.split("\n")) {
    const parsed = parseSignatureLine(line);
    if (parsed?.name !== witness.name || !equalBytes(parsed.keyId, keyId)) continue;
    const at = await readCosignature(parsed.signature, text, witness);
    if (at) return { line, at };
  }
  return null;
}

/** A note with these lines under those that it has; ones that cannot be read are left out. */
export function addCosignatures(note: Bytes, lines: readonly string[]): Bytes {
  return concatBytes(
    note,
    ...lines.filter((line) => parseSignatureLine(line)).map((line) => utf8(`${line}\n`)),
  );
}

/**
 * The note as the log itself signed it, which is what time stamps are over: without the lines that
 * others added since.
 */
export function withoutCosignatures({ checkpoint, text, signatures }: SignedCheckpoint): Bytes {
  return assembleNote(text, signatures.filter(isOf(checkpoint.origin)));
}

/** Whether anybody but the log signed: such a line may come from a witness that one does not know. */
export function hasForeignLines({ checkpoint, signatures }: SignedCheckpoint): boolean {
  return !signatures.every(isOf(checkpoint.origin));
}

function isOf(origin: string) {
  return ({ name, signature }: NoteSignature) =>
    name === origin && signature.length === SIGNATURE_BYTES;
}

/** One witness of a list: its key, and where it takes checkpoints. */
export type WitnessAddress = { key: WitnessKey; url: string | null };

/**
 * A list of witnesses, one a line: the verifier key (type 0x04), and after a space the address that
 * `/add-checkpoint` is put behind. Empty lines and those that begin with # say nothing. Null when a line
 * is none of these.
 */
export async function parseWitnesses(list: string): Promise<WitnessAddress[] | null> {
  const lines = list.split("\n").map((line) => line.trim());
  const told = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const witnesses = await Promise.all(told.map(parseWitness));
  const names = new Set(witnesses.map((witness) => witness?.key.name));
  const known = witnesses.filter((witness) => witness !== null);
  return known.length === told.length && names.size === told.length ? known : null;
}

async function parseWitness(line: string): Promise<WitnessAddress | null> {
  const [word = "", url = null, ...more] = line.split(/\s+/);
  const key = await parseLogKey(word, "witness");
  const isAddress = url === null || (/^https?:/.test(url) && URL.canParse(url));
  return key && isAddress && more.length === 0
    ? { key, url: url && url.replace(/\/+$/, "") }
    : null;
}
