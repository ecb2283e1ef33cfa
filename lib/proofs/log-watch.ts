/**
 * Following a log from outside, as a stranger does: by nothing but its published files. Whoever watches
 * remembers the last state they saw; from then on every leaf that is added is read, and a log that takes
 * anything back, or shows two people two histories, is found out.
 */
import { z } from "zod";
import { decodeBase64, decodeUtf8, encodeBase64, equalBytes, type Bytes } from "./bytes";
import type { Certificate } from "./certificate";
import {
  formatLogKey,
  parseLogKey,
  verifyCheckpoint,
  type Checkpoint,
  type LogKey,
  parseCheckpoint,
} from "./checkpoint";
import { verifyCosignatures, type WitnessKey } from "./cosignature";
import {
  EMPTY_FRONTIER,
  appendLeaves,
  completeSubtrees,
  foldSubtrees,
  hashNode,
  type Frontier,
  type SubtreeAddress,
} from "./merkle";
import { TILE_WIDTH, formatTilePath } from "./tile";
import { checkTimestampChain, verifyTimestamp } from "./timestamp-token";

/** A published file by its path below the log's address; null when there is none. Throws when out of reach. */
export type ReadLogFile = (path: string) => Promise<Bytes | null>;

/** What a watcher remembers between two looks, as it is written to a file. */
export const watchStateSchema = z.strictObject({
  /** The verifier key lines that are believed. */
  keys: z.array(z.string()).min(1),
  size: z.int().nonnegative(),
  root: z.base64(),
  /** The complete subtrees of the tree, base64. */
  frontier: z.array(z.base64()),
  /** The signed note, base64: with another of the same size it proves that the log forked. */
  note: z.string(),
  /** How far time stamps reached, and since when something has been waiting for one. */
  stampedSize: z.int().nonnegative(),
  unstampedSince: z.iso.datetime().nullable(),
  /** Of each witness, by its verifier key line, the largest state that it signed. Older files know none. */
  witnesses: z.array(z.strictObject({ key: z.string(), size: z.int().nonnegative() })).default([]),
  /** Since when something has been waiting for as many witnesses as one wants. */
  unwitnessedSince: z.iso.datetime().nullable().default(null),
});
export type WatchState = z.infer<typeof watchStateSchema>;

export const WATCH_FINDINGS = [
  "checkpoint_missing",
  "checkpoint_malformed",
  "checkpoint_key_unknown",
  "checkpoint_signature_wrong",
  "log_shrank",
  "log_forked",
  "tile_missing",
  "stamp_missing",
  "stamp_wrong",
  "stamp_went_back",
  "stamp_late",
  "witness_wrong",
  "witness_went_back",
  "witnesses_missing",
  "witnesses_late",
] as const;
export type WatchFinding = {
  code: (typeof WATCH_FINDINGS)[number];
  detail: Record<string, string | number>;
};

export type Watched = {
  findings: WatchFinding[];
  /** What to remember; what was remembered before when anything is wrong with the tree. */
  state: WatchState | null;
  /** The log as it was seen this time. */
  seen: {
    size: number;
    added: number;
    stampedAt: string | null;
    newKeys: string[];
    witnesses: WitnessSeen[];
  } | null;
};

/** A witness that is believed, and the newest state that it signed. */
export type WitnessSeen = { name: string; size: number; at: string };

export type WatchSettings = {
  read: ReadLogFile;
  state: WatchState | null;
  /** Believed at the first look; without it, the key that the log itself shows. */
  key?: string;
  /** Whose time stamps count; none: the stamp is checked, whom it comes from is not. */
  stampAnchors?: readonly Certificate[];
  now: Date;
  /** How long a state may wait for its stamp. */
  stampWithinMinutes?: number;
  /** Whose cosignatures count; none: those whom the log itself names, from the first look on. */
  witnessKeys?: readonly WitnessKey[];
  /** So many of them must have seen what is older than the time for stamps. */
  witnessesWanted?: number;
};

const STAMP_WITHIN_MINUTES = 10;

/** A line between two rotations in the file of them; each is the new key's line and the note that both signed. */
export const ROTATION_SEPARATOR = "=\n";

/** Looks once. Throws when the log is out of reach, or the first key is none. */
export async function watchLog(settings: WatchSettings): Promise<Watched> {
  const { read, state } = settings;
  // Before the state itself: what a witness saw cannot be larger than what is asked for afterwards.
  const witnessed = await readWitnessed(read);
  const note = await read("checkpoint");
  if (!note) {
    return { findings: state ? [finding("checkpoint_missing")] : [], state, seen: null };
  }
  const believed = await readKeys(settings);
  const adopted = await adoptKeys(read, note, believed);
  const head = await verifyCheckpoint(note, adopted);
  if (!head.ok) return { findings: [finding(head.refusal)], state, seen: null };
  const tree = await growTree(read, state, head.value);
  if ("finding" in tree) return { findings: [tree.finding], state, seen: null };
  const stamp = await lookAtStamp(settings, adopted, tree.frontier);
  const older = witnessed.length > 0 ? await olderKeys(read, adopted) : [];
  const known = [...adopted, ...older];
  const witnesses = await lookAtWitnesses(settings, known, head.value, [...witnessed, { note }]);
  const keys = await Promise.all(adopted.map((key) => formatLogKey(key)));
  const stampedSize = Math.max(stamp.size, state?.stampedSize ?? 0);
  const waits = stampedSize < head.value.size;
  const wasWaiting = state && state.stampedSize === stampedSize ? state.unstampedSince : null;
  const unstampedSince = waits ? (wasWaiting ?? settings.now.toISOString()) : null;
  return {
    findings: [
      ...stamp.findings,
      ...lateness(settings, "stamp_late", unstampedSince),
      ...witnesses.findings,
    ],
    state: {
      keys,
      size: head.value.size,
      root: encodeBase64(head.value.root),
      frontier: tree.frontier.hashes.map(encodeBase64),
      note: encodeBase64(note),
      stampedSize,
      unstampedSince,
      witnesses: witnesses.known,
      unwitnessedSince: witnesses.waitingSince,
    },
    seen: {
      size: head.value.size,
      added: head.value.size - (state?.size ?? 0),
      stampedAt: stamp.at?.toISOString() ?? null,
      newKeys: keys.slice(0, adopted.length - believed.length),
      witnesses: witnesses.seen,
    },
  };
}

function finding(code: WatchFinding["code"], detail: WatchFinding["detail"] = {}): WatchFinding {
  return { code, detail };
}

async function readKeys({ read, state, key }: WatchSettings): Promise<LogKey[]> {
  const served = state || key ? "" : decodeUtf8((await read("key")) ?? new Uint8Array());
  const lines = state?.keys ?? (key ?? served ?? "").split("\n").filter((line) => line !== "");
  const keys = await Promise.all(lines.map((line) => parseLogKey(line.trim())));
  const known = keys.filter((each) => each !== null);
  if (known.length === 0 || known.length < keys.length) {
    throw new Error("The log's key is not a verifier key line.");
  }
  return known;
}

/**
 * A log that changes its key signs one state with the old and the new; who believed the old one believes
 * the new one from then on. The keys, newest first.
 */
async function adoptKeys(read: ReadLogFile, note: Bytes, believed: LogKey[]): Promise<LogKey[]> {
  if ((await verifyCheckpoint(note, believed)).ok) return believed;
  const keys = [...believed];
  for (const { line, note: both } of await readRotations(read)) {
    const next = await parseLogKey(line);
    if (!next || keys.some((key) => equalBytes(key.publicKey, next.publicKey))) continue;
    const byOld = await verifyCheckpoint(both, keys);
    const byNew = await verifyCheckpoint(both, [next]);
    if (byOld.ok && byNew.ok) keys.unshift(next);
  }
  return keys;
}

/**
 * Keys of before, which a key that is believed signed a state together with: what a witness saw last may be
 * from before a change. Whether that state is one of this tree is looked at all the same.
 */
async function olderKeys(read: ReadLogFile, believed: readonly LogKey[]): Promise<LogKey[]> {
  const notes = (await readRotations(read)).map(({ note }) => note);
  const served = decodeUtf8((await read("keys")) ?? new Uint8Array()) ?? "";
  const keys = await Promise.all(served.split("\n").map((line) => parseLogKey(line.trim())));
  const older: LogKey[] = [];
  for (const key of keys) {
    const known = [...believed, ...older];
    if (!key || known.some((each) => equalBytes(each.publicKey, key.publicKey))) continue;
    for (const note of notes) {
      const signed = await Promise.all([[key], known].map((by) => verifyCheckpoint(note, by)));
      if (signed.every(({ ok }) => ok)) {
        older.push(key);
        break;
      }
    }
  }
  return older;
}

/** Each change of the key: the line of the new one, and the state that both signed. */
async function readRotations(read: ReadLogFile): Promise<{ line: string; note: Bytes }[]> {
  const rotations = decodeUtf8((await read("rotations")) ?? new Uint8Array()) ?? "";
  return rotations.split(/^=\n/m).map((block) => {
    const [line = "", ...rest] = block.split("\n");
    return { line, note: new TextEncoder().encode(rest.join("\n")) };
  });
}

type Grown = { frontier: Frontier } | { finding: WatchFinding };

/** Whether the tree grew from what is remembered; at the first look, what it stands on. */
async function growTree(
  read: ReadLogFile,
  state: WatchState | null,
  head: Checkpoint,
): Promise<Grown> {
  if (state && head.size < state.size) {
    return { finding: finding("log_shrank", { from: state.size, to: head.size }) };
  }
  const known = state && frontierOf(state);
  const grown = known
    ? await appendTiles(read, known, head.size)
    : await frontierFromTiles(read, head.size);
  if (!grown) return { finding: finding("tile_missing", { size: head.size }) };
  if (!equalBytes(await foldSubtrees(grown.hashes), head.root)) {
    return { finding: finding("log_forked", { from: state?.size ?? 0, to: head.size }) };
  }
  return { frontier: grown };
}

function frontierOf({ size, frontier }: WatchState): Frontier {
  const hashes = frontier.map(decodeBase64);
  if (!hashes.every((hash) => hash !== null)) throw new Error("What was remembered is damaged.");
  return { size, hashes };
}

/** Reads every leaf that came since. */
async function appendTiles(
  read: ReadLogFile,
  known: Frontier,
  size: number,
): Promise<Frontier | null> {
  let frontier = known;
  while (frontier.size < size) {
    const index = Math.floor(frontier.size / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const hashes = await readTile(read, 0, index, width);
    if (!hashes) return null;
    ({ frontier } = await appendLeaves(frontier, hashes.slice(frontier.size % TILE_WIDTH)));
  }
  return frontier;
}

/** The complete subtrees of a tree, from the tiles above the leaves: few, however large it is. */
async function frontierFromTiles(read: ReadLogFile, size: number): Promise<Frontier | null> {
  const hashes: Bytes[] = [];
  for (const address of completeSubtrees({ start: 0, end: size })) {
    const hash = await subtreeFromTiles(read, address, size);
    if (!hash) return null;
    hashes.push(hash);
  }
  return { size, hashes };
}

async function subtreeFromTiles(
  read: ReadLogFile,
  { level, index }: SubtreeAddress,
  size: number,
): Promise<Bytes | null> {
  const tileLevel = Math.floor(level / 8);
  const count = 2 ** (level % 8);
  const first = index * count;
  const tile = Math.floor(first / TILE_WIDTH);
  const width = Math.min(
    TILE_WIDTH,
    Math.floor(size / TILE_WIDTH ** tileLevel) - tile * TILE_WIDTH,
  );
  const row = await readTile(read, tileLevel, tile, width);
  let hashes = row?.slice(first % TILE_WIDTH, (first % TILE_WIDTH) + count);
  while (hashes && hashes.length > 1) hashes = await hashPairs(hashes);
  return hashes?.[0] ?? null;
}

function hashPairs(hashes: readonly Bytes[]): Promise<Bytes[]> {
  return Promise.all(
    hashes.flatMap((left, place) => {
      const right = hashes[place + 1];
      return place % 2 === 0 && right ? [hashNode(left, right)] : [];
    }),
  );
}

async function readTile(
  read: ReadLogFile,
  level: number,
  index: number,
  width: number,
): Promise<Bytes[] | null> {
  const bytes = await read(formatTilePath({ level, index, width }));
  if (bytes?.length !== width * 32) return null;
  return Array.from({ length: width }, (_, place) => bytes.slice(32 * place, 32 * place + 32));
}

type Stamp = { size: number; at: Date | null; findings: WatchFinding[] };

/** The newest time stamp, and whether the state that it is over is one of this very tree. */
async function lookAtStamp(
  { read, state, stampAnchors = [] }: WatchSettings,
  keys: readonly LogKey[],
  head: Frontier,
): Promise<Stamp> {
  const none = (code: WatchFinding["code"], detail: WatchFinding["detail"] = {}): Stamp => ({
    size: 0,
    at: null,
    findings: [finding(code, detail)],
  });
  const pair = await readStamp(read);
  if (!pair)
    return state?.stampedSize ? none("stamp_missing") : { size: 0, at: null, findings: [] };
  const { note, verified } = pair;
  const stamped = await verifyCheckpoint(note, keys);
  if (!stamped.ok) return none("stamp_wrong", { reason: stamped.refusal });
  if (!verified.ok) return none("stamp_wrong", { reason: verified.refusal });
  const { problem } = await checkTimestampChain(verified.value, stampAnchors);
  if (problem && (stampAnchors.length > 0 || problem !== "chain_incomplete")) {
    return none("stamp_wrong", { reason: problem });
  }
  const { size, root } = stamped.value;
  // The log may have grown between two of our questions: then the stamp is over a newer state.
  const tree =
    size > head.size ? await appendTiles(read, head, size) : await frontierFromTiles(read, size);
  if (!tree) return none("tile_missing", { size });
  if (!equalBytes(await foldSubtrees(tree.hashes), root)) {
    return none("log_forked", { from: Math.min(size, head.size), to: Math.max(size, head.size) });
  }
  if (state && size < state.stampedSize) {
    return none("stamp_went_back", { from: state.stampedSize, to: size });
  }
  return { size: Math.min(size, head.size), at: verified.value.time, findings: [] };
}

/** Two questions, between which a newer stamp may come: then both are asked again. */
async function readStamp(read: ReadLogFile) {
  for (let left = 2; ; left -= 1) {
    const note = await read("checkpoint.tsr?checkpoint");
    const token = await read("checkpoint.tsr");
    if (!token || !note) return null;
    const verified = await verifyTimestamp(token, note);
    if (verified.ok || left === 0) return { note, verified };
  }
}

type Witnessed = { key?: string; note: Bytes };

/** What the log hands out of its witnesses: `ROTATION_SEPARATOR` between them, first the key, then the note. */
async function readWitnessed(read: ReadLogFile): Promise<Witnessed[]> {
  const text = decodeUtf8((await read("witnesses")) ?? new Uint8Array()) ?? "";
  return text.split(/^=\n/m).flatMap((block) => {
    const [key = "", ...rest] = block.split("\n");
    return key === "" ? [] : [{ key, note: new TextEncoder().encode(rest.join("\n")) }];
  });
}

type LookedAtWitnesses = {
  findings: WatchFinding[];
  known: WatchState["witnesses"];
  waitingSince: string | null;
  seen: WitnessSeen[];
};

/** Whether the states that witnesses signed are states of this very tree, and whether enough of them follow. */
async function lookAtWitnesses(
  settings: WatchSettings,
  keys: readonly LogKey[],
  head: Checkpoint,
  witnessed: readonly Witnessed[],
): Promise<LookedAtWitnesses> {
  const { read, state, now } = settings;
  const believed = await believedWitnesses(settings, witnessed);
  const findings: WatchFinding[] = [];
  const known: WatchState["witnesses"] = [];
  const seen: WitnessSeen[] = [];
  for (const witness of believed) {
    const key = await formatLogKey(witness, "witness");
    const newest = await newestOf(witness, keys, witnessed);
    const before = state?.witnesses.find((other) => other.key === key)?.size ?? 0;
    const size = newest && "size" in newest ? newest.size : 0;
    known.push({ key, size: Math.max(before, size) });
    const problem = newest && (await problemWith(newest, { read, head, before }));
    if (problem)
      findings.push({ ...problem, detail: { ...problem.detail, witness: witness.name } });
    else if (newest && "size" in newest) {
      seen.push({ name: witness.name, size, at: newest.at.toISOString() });
    }
  }
  const wanted = settings.witnessesWanted ?? 0;
  if (seen.length < wanted) {
    findings.push(finding("witnesses_missing", { wanted, seen: seen.length }));
  }
  const reached = reachedBy(wanted, seen);
  const waits = wanted > 0 && seen.length >= wanted && reached < head.size;
  const wasWaiting = state && reached <= reachedBy(wanted, state.witnesses);
  const waitingSince = waits
    ? ((wasWaiting ? state.unwitnessedSince : null) ?? now.toISOString())
    : null;
  return {
    findings: [...findings, ...lateness(settings, "witnesses_late", waitingSince)],
    known,
    waitingSince,
    seen,
  };
}

/** The size that so many of them have seen. */
function reachedBy(wanted: number, seen: readonly { size: number }[]): number {
  const sizes = seen.map(({ size }) => size).sort((one, other) => other - one);
  return sizes[wanted - 1] ?? 0;
}

/** Those named, else those remembered, else those whom the log names now. */
async function believedWitnesses(
  { state, witnessKeys = [] }: WatchSettings,
  witnessed: readonly Witnessed[],
): Promise<WitnessKey[]> {
  if (witnessKeys.length > 0) return [...witnessKeys];
  const known = state?.witnesses.map(({ key }) => key) ?? [];
  const lines = [...new Set([...known, ...witnessed.flatMap(({ key }) => key ?? [])])];
  const keys = await Promise.all(lines.map((line) => parseLogKey(line, "witness")));
  return keys.filter((key) => key !== null);
}

type NewestSeen = { size: number; root: Bytes; at: Date } | { reason: string };

/** The largest state that the witness signed, of all notes read; null when it signed none. */
async function newestOf(
  witness: WitnessKey,
  keys: readonly LogKey[],
  witnessed: readonly Witnessed[],
): Promise<NewestSeen | null> {
  let newest: Extract<NewestSeen, { size: number }> | null = null;
  for (const { note } of witnessed) {
    const parsed = parseCheckpoint(note);
    if (!parsed.ok) continue;
    const found = await verifyCosignatures(parsed.value, [witness]);
    if (!found.ok) return { reason: found.refusal.code };
    const [cosignature] = found.value;
    if (!cosignature) continue;
    const signed = await verifyCheckpoint(note, keys);
    if (!signed.ok) return { reason: signed.refusal };
    const { size, root } = signed.value;
    if (!newest || size > newest.size) newest = { size, root, at: cosignature.at };
  }
  return newest;
}

async function problemWith(
  newest: NewestSeen,
  { read, head, before }: { read: ReadLogFile; head: Checkpoint; before: number },
): Promise<WatchFinding | null> {
  if ("reason" in newest) return finding("witness_wrong", { reason: newest.reason });
  const { size, root } = newest;
  if (size < before) return finding("witness_went_back", { from: before, to: size });
  if (size > head.size) return finding("log_shrank", { from: size, to: head.size });
  const tree = await frontierFromTiles(read, size);
  if (!tree) return finding("tile_missing", { size });
  return equalBytes(await foldSubtrees(tree.hashes), root)
    ? null
    : finding("log_forked", { from: size, to: head.size });
}

function lateness(
  { now, stampWithinMinutes = STAMP_WITHIN_MINUTES }: WatchSettings,
  code: "stamp_late" | "witnesses_late",
  waitingSince: string | null,
): WatchFinding[] {
  if (!waitingSince) return [];
  const minutes = Math.floor((now.getTime() - Date.parse(waitingSince)) / 60_000);
  return minutes >= stampWithinMinutes ? [finding(code, { minutes })] : [];
}

/** What a watcher that begins at the first leaf remembers of a log that it has never seen. */
export async function watchFromTheStart(key: string): Promise<WatchState> {
  const root = encodeBase64(await foldSubtrees(EMPTY_FRONTIER.hashes));
  const keys = key.split("\n").filter((line) => line.trim() !== "");
  return {
    keys,
    size: 0,
    root,
    frontier: [],
    note: "",
    stampedSize: 0,
    unstampedSince: null,
    witnesses: [],
    unwitnessedSince: null,
  };
}
