/** What the files given tell of the log: its states, who signed them, and when they were stamped. */
import { decodeUtf8, equalBytes, type Bytes } from "./bytes";
import { parseCheckpoint, parseLogKey, verifyCheckpoint, type LogKey } from "./checkpoint";
import { hasForeignLines, verifyCosignatures, withoutCosignatures } from "./cosignature";
import type { GivenFile, SortedFiles } from "./given-files";
import { notChecked, proved, refused, type Check } from "./report";
import { verifyTimestamp } from "./timestamp-token";
import { parseTlogProof, type ParsedTlogProof } from "./tlog-proof";
import { checkStampTrust, describeStamp, type Anchors } from "./trust";

/** A state of the log that proofs lead to, with what is known of it. */
export type KnownCheckpoint = {
  /** As the log signed it, without what witnesses added. */
  note: Bytes;
  /** By the log that one trusts. */
  isSigned: boolean;
  stamp: { at: Date; isTrusted: boolean } | null;
};

export type ReadLogProof = { file: GivenFile; proof: ParsedTlogProof };

export function readLogProofs(files: readonly GivenFile[], checks: Check[]): ReadLogProof[] {
  return files.flatMap((file) => {
    const proof = parseTlogProof(file.bytes);
    if (proof.ok) return [{ file, proof: proof.value }];
    checks.push(refused("log_entry", file.name, "log_proof_malformed"));
    return [];
  });
}

/** Each state of the log once, whoever brought it: its signature, and a stamp if one is about it. */
export async function checkCheckpoints(
  sorted: SortedFiles,
  logProofs: readonly ReadLogProof[],
  anchors: Anchors,
  checks: Check[],
): Promise<KnownCheckpoint[]> {
  const given = [
    ...sorted.checkpoint,
    ...logProofs.map(({ file, proof }) => ({ name: file.name, bytes: proof.checkpoint })),
  ];
  const notes: GivenFile[] = [];
  for (const { name, bytes } of given) {
    const own = ownNote(bytes);
    if (!notes.some((note) => equalBytes(note.bytes, own))) notes.push({ name, bytes: own });
  }
  await checkCosignatures(given, anchors, checks);
  const keys = await readLogKeys(sorted.log_key, anchors, checks);
  const unused = new Set(sorted.timestamp);
  const known: KnownCheckpoint[] = [];
  for (const { name, bytes: note } of notes) {
    const signature = await checkSignature(name, note, keys);
    checks.push(signature);
    const isSigned = keys.isTrusted && signature.outcome === "proved";
    if (isSigned) checks.push(proved("log_trust", name, signature.detail));
    const found = await findStamp(note, sorted.timestamp);
    if (!found) {
      checks.push(notChecked("checkpoint_stamp", name, "timestamp_not_given", {}));
      known.push({ note, isSigned, stamp: null });
      continue;
    }
    unused.delete(found.file);
    checks.push(proved("checkpoint_stamp", found.file.name, await describeStamp(found.token)));
    const trust = await checkStampTrust(found.file.name, found.token, anchors);
    checks.push(trust);
    const stamp = { at: found.token.time, isTrusted: trust.outcome === "proved" };
    known.push({ note, isSigned, stamp });
  }
  for (const file of unused) checks.push(await refuseStamp(file, notes));
  return known;
}

type TrustedLogKeys = { keys: LogKey[]; isTrusted: boolean };

/** With a trusted key only that one counts, and a key laid beside must be the same. */
async function readLogKeys(
  files: readonly GivenFile[],
  { logKeys }: Anchors,
  checks: Check[],
): Promise<TrustedLogKeys> {
  const keys: LogKey[] = [];
  for (const { name, bytes } of files) {
    const text = decodeUtf8(bytes) ?? "";
    const key = await parseLogKey(text.replace(/\n$/, ""));
    if (!key) checks.push(refused("log_trust", name, "checkpoint_malformed"));
    else if (logKeys.length === 0) {
      keys.push(key);
      checks.push(
        notChecked("log_trust", name, "trust_not_given", { log: key.name, key: text.trim() }),
      );
    } else if (
      !logKeys.some(({ publicKey }) => equalBytes(key.publicKey, publicKey)) ||
      key.name !== logKeys[0]?.name
    ) {
      checks.push(refused("log_trust", name, "log_key_untrusted", { log: key.name }));
    }
  }
  return logKeys.length > 0 ? { keys: logKeys, isTrusted: true } : { keys, isTrusted: false };
}

async function checkSignature(name: string, note: Bytes, { keys }: TrustedLogKeys): Promise<Check> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return refused("checkpoint_signature", name, parsed.refusal);
  const { origin: log, size } = parsed.value.checkpoint;
  if (keys.length === 0) {
    return notChecked("checkpoint_signature", name, "log_key_not_given", { log, size });
  }
  const verified = await verifyCheckpoint(note, keys);
  return verified.ok
    ? proved("checkpoint_signature", name, { log, size })
    : refused("checkpoint_signature", name, verified.refusal, { log, size });
}

/** Two copies of one state differ by who had seen it when they were handed out. */
function ownNote(note: Bytes): Bytes {
  const parsed = parseCheckpoint(note);
  return parsed.ok ? withoutCosignatures(parsed.value) : note;
}

/** Who else saw each state. That nobody did is no fault: there need not be witnesses. */
async function checkCosignatures(
  files: readonly GivenFile[],
  { witnesses }: Anchors,
  checks: Check[],
): Promise<void> {
  const told = new Set<string>();
  for (const { name, bytes } of files) {
    const parsed = parseCheckpoint(bytes);
    if (!parsed.ok || !hasForeignLines(parsed.value)) continue;
    const { origin: log, size } = parsed.value.checkpoint;
    const seen = await verifyCosignatures(parsed.value, witnesses);
    const detail = { log, size };
    const key = `${decodeUtf8(parsed.value.text)}${seen.ok ? seen.value.length : name}`;
    if (told.has(key)) continue;
    told.add(key);
    if (!seen.ok) {
      const { code, witness } = seen.refusal;
      checks.push(refused("witnesses", name, code, { ...detail, witnesses: witness }));
    } else if (seen.value.length > 0) {
      const names = seen.value.map(({ witness }) => witness.name).join(", ");
      const count = seen.value.length;
      checks.push(proved("witnesses", name, { ...detail, witnesses: names, count }));
    } else {
      checks.push(notChecked("witnesses", name, "trust_not_given", detail));
    }
  }
}

async function findStamp(note: Bytes, files: readonly GivenFile[]) {
  for (const file of files) {
    const token = await verifyTimestamp(file.bytes, note);
    if (token.ok) return { file, token: token.value };
  }
  return null;
}

async function refuseStamp(file: GivenFile, notes: readonly GivenFile[]): Promise<Check> {
  const [note] = notes;
  const token = await verifyTimestamp(file.bytes, note?.bytes ?? new Uint8Array());
  if (token.ok || (!note && token.refusal === "timestamp_of_other_bytes")) {
    return notChecked("checkpoint_stamp", file.name, "no_evidence_given", {});
  }
  return refused("checkpoint_stamp", file.name, token.refusal);
}

export function checkpointOf(
  proof: ParsedTlogProof,
  checkpoints: readonly KnownCheckpoint[],
): KnownCheckpoint | null {
  const own = ownNote(proof.checkpoint);
  return checkpoints.find(({ note }) => equalBytes(note, own)) ?? null;
}
