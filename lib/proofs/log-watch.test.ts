import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { concatBytes, encodeBase64, type Bytes } from "./bytes";
import { parsePemCertificates } from "./certificate";
import { assembleNote, formatCheckpoint, formatLogKey, logKeyId } from "./checkpoint";
import { addCosignatures } from "./cosignature";
import {
  makeTestAuthority,
  makeTestKeys,
  makeTestWitness,
  type TestAuthority,
  type TestKeys,
  type TestWitness,
} from "./fixtures";
import { ROTATION_SEPARATOR, watchFromTheStart, watchLog, type WatchState } from "./log-watch";
import { EMPTY_FRONTIER, appendLeaves, foldSubtrees, type Subtree } from "./merkle";
import { isTileOfTree, parseTilePath, tileSubtrees } from "./tile";

let keys: TestKeys;
let others: TestKeys;
let authority: TestAuthority;
beforeAll(async () => {
  keys = await makeTestKeys();
  others = await makeTestKeys();
  authority = await makeTestAuthority();
});
afterAll(() => Promise.all([keys.remove(), others.remove(), authority.remove()]));

const leaf = (value: number) => new Uint8Array(32).fill(value % 251);
const leaves = (count: number, salt = 0) =>
  Array.from({ length: count }, (_, index) => leaf(index + salt + 1));

async function noteOf(hashes: readonly Bytes[], signers: TestKeys[]): Promise<Bytes> {
  const { frontier } = await appendLeaves(EMPTY_FRONTIER, hashes);
  const root = await foldSubtrees(frontier.hashes);
  const origin = keys.logSigner.name;
  const text = formatCheckpoint({ origin, size: frontier.size, root });
  return assembleNote(
    text,
    await Promise.all(
      signers.map(async ({ logSigner }) => ({
        name: logSigner.name,
        keyId: await logKeyId(logSigner),
        signature: await logSigner.sign(text),
      })),
    ),
  );
}

/** What a log of these leaves publishes; `stamped`: how many of them the newest stamp covers. */
async function publish(hashes: readonly Bytes[], stamped = 0, signer = keys) {
  const { completed } = await appendLeaves(EMPTY_FRONTIER, hashes);
  const nodes = new Map(
    completed.map((node: Subtree) => [`${node.level}/${node.index}`, node.hash]),
  );
  const files = new Map<string, Bytes>([
    ["checkpoint", await noteOf(hashes, [signer])],
    ["key", new TextEncoder().encode(`${await formatLogKey(signer.logSigner)}\n`)],
  ]);
  if (stamped > 0) {
    const note = await noteOf(hashes.slice(0, stamped), [signer]);
    files.set("checkpoint.tsr?checkpoint", note);
    files.set("checkpoint.tsr", await authority.stamp(note));
  }
  const asked: string[] = [];
  const read = async (path: string): Promise<Bytes | null> => {
    asked.push(path);
    const tile = parseTilePath(path);
    if (!tile) return files.get(path) ?? null;
    if (!isTileOfTree(tile, hashes.length)) return null;
    const found = tileSubtrees(tile).map(({ level, index }) => nodes.get(`${level}/${index}`));
    return Uint8Array.from(found.flatMap((hash) => [...(hash ?? [])]));
  };
  return { read, files, asked };
}

const now = new Date("2026-11-23T12:00:00Z");
const look = (read: (path: string) => Promise<Bytes | null>, state: WatchState | null = null) =>
  watchLog({ read, state, now });
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);

describe("a log that only grows", () => {
  test.each([1, 2, 255, 256, 257, 700])("from a first look at %i leaves", async (size) => {
    const first = await look((await publish(leaves(size), size)).read);
    expect(codes(first)).toEqual([]);
    expect(first.seen).toMatchObject({ size, newKeys: [] });
    const later = await look((await publish(leaves(size + 300), size)).read, first.state);
    expect(codes(later)).toEqual([]);
    expect(later.seen).toMatchObject({ size: size + 300, added: 300 });
  });

  test("of many leaves is begun with a few tiles, and followed by the new ones alone", async () => {
    const log = await publish(leaves(70_000));
    const first = await look(log.read);
    expect(codes(first)).toEqual([]);
    expect(log.asked.filter((path) => path.startsWith("tile/")).length).toBeLessThan(12);
    const grown = await publish(leaves(70_100));
    await look(grown.read, first.state);
    expect(grown.asked.filter((path) => path.startsWith("tile/0/"))).toHaveLength(1);
  });

  test("is read from its first leaf when one asks for it", async () => {
    const log = await publish(leaves(600));
    const state = await watchFromTheStart(await formatLogKey(keys.logSigner));
    expect((await look(log.read, state)).seen).toMatchObject({ added: 600 });
    expect(log.asked.filter((path) => path.startsWith("tile/0/"))).toHaveLength(3);
  });
});

describe("a log that does not", () => {
  const remembered = async (size: number, stamped = 0) =>
    (await look((await publish(leaves(size), stamped)).read)).state;

  test("takes entries back", async () => {
    const after = await look((await publish(leaves(9))).read, await remembered(10));
    expect(after.findings).toEqual([{ code: "log_shrank", detail: { from: 10, to: 9 } }]);
    expect(after.state?.size).toBe(10);
  });

  test("is gone", async () => {
    expect(codes(await look(async () => null, await remembered(3)))).toEqual([
      "checkpoint_missing",
    ]);
  });

  test("changes, drops or reorders any entry that was seen", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        fc.nat(),
        fc.constantFrom("change", "drop", "swap"),
        async (size, more, at, how) => {
          const place = at % size;
          const state = await remembered(size);
          const all = leaves(size + more + 1);
          if (how === "change") all[place] = leaf(place + 100);
          if (how === "drop") all.splice(place, 1);
          if (how === "swap") {
            const next = (place + 1) % size;
            [all[place], all[next]] = [all[next] ?? leaf(0), all[place] ?? leaf(0)];
          }
          expect(codes(await look((await publish(all)).read, state))).toEqual(["log_forked"]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("hands out a tile that is not its own", async () => {
    const log = await publish(leaves(300));
    const read = async (path: string) => {
      const bytes = await log.read(path);
      if (bytes && path.startsWith("tile/0/001")) bytes[5] = (bytes[5] ?? 0) ^ 1;
      return bytes;
    };
    expect(codes(await look(read, await remembered(10)))).toEqual(["log_forked"]);
    const without = async (path: string) => (path.startsWith("tile/") ? null : log.read(path));
    expect(codes(await look(without, await remembered(10)))).toEqual(["tile_missing"]);
  });

  test("is signed by somebody else, or is no log", async () => {
    const state = await remembered(3);
    const foreign = await publish(leaves(4), 0, others);
    expect(codes(await look(foreign.read, state))).toEqual(["checkpoint_key_unknown"]);
    const own = await publish(leaves(4));
    const broken = async (path: string) =>
      path === "checkpoint" ? new TextEncoder().encode("hello\n") : own.read(path);
    expect(codes(await look(broken, state))).toEqual(["checkpoint_malformed"]);
  });
});

describe("time stamps", () => {
  test("of other bytes, of nobody one trusts, or taken back are told", async () => {
    const log = await publish(leaves(5), 5);
    const anchors = parsePemCertificates(authority.caPem) ?? [];
    const settings = { state: null, now, stampAnchors: anchors };
    const first = await watchLog({ read: log.read, ...settings });
    expect(first.findings).toEqual([]);
    const stranger = parsePemCertificates(keys.sealCaPem) ?? [];
    const untrusted = await watchLog({ ...settings, read: log.read, stampAnchors: stranger });
    expect(codes(untrusted)).toEqual(["stamp_wrong"]);
    const read = async (path: string) =>
      path === "checkpoint.tsr" ? await authority.stamp(leaf(1)) : log.read(path);
    expect(codes(await look(read))).toEqual(["stamp_wrong"]);
    const back = await publish(leaves(6), 4);
    expect(codes(await look(back.read, first.state))).toEqual(["stamp_went_back"]);
    const none = await publish(leaves(6));
    expect(codes(await look(none.read, first.state))).toEqual(["stamp_missing"]);
  });

  test("over a state of another tree tell that the log shows two histories", async () => {
    const log = await publish(leaves(5));
    const forked = await publish(leaves(4, 7), 4);
    const read = async (path: string) =>
      path.startsWith("checkpoint.tsr") ? forked.read(path) : log.read(path);
    expect(codes(await look(read))).toEqual(["log_forked"]);
  });

  test("over a larger state than the one shown are believed when the log grew to it, and not else", async () => {
    const shown = await publish(leaves(5));
    const grown = await publish(leaves(9), 9);
    const between = async (path: string) =>
      path === "checkpoint" ? shown.read(path) : grown.read(path);
    expect(codes(await look(between))).toEqual([]);
    const forked = await publish(leaves(9, 7), 9);
    const twoFaced = async (path: string) =>
      path.startsWith("checkpoint.tsr") ? forked.read(path) : grown.read(path);
    const split = async (path: string) =>
      path === "checkpoint" ? shown.read(path) : twoFaced(path);
    expect(await look(split)).toMatchObject({
      findings: [{ code: "log_forked", detail: { from: 5, to: 9 } }],
    });
    // Of which it shows nothing else.
    const hidden = async (path: string) =>
      path.startsWith("checkpoint.tsr") ? forked.read(path) : shown.read(path);
    expect(codes(await look(hidden))).toEqual(["tile_missing"]);
  });

  test("that stay out are told after ten minutes, and not before", async () => {
    const first = await look((await publish(leaves(5), 3)).read);
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const later = async (minutes: number, size = 5, stamped = 3) => {
      const { read } = await publish(leaves(size), stamped);
      return codes(await watchLog({ read, state: first.state, now: at(minutes) }));
    };
    expect(await later(9)).toEqual([]);
    expect(await later(10)).toEqual(["stamp_late"]);
    expect(await later(10, 6)).toEqual(["stamp_late"]);
    expect(await later(10, 6, 5)).toEqual([]);
  });
});

describe("witnesses", () => {
  const lines = async (witness: TestWitness, hashes: Bytes[], signer = keys) => {
    const note = await noteOf(hashes, [signer]);
    return addCosignatures(note, [await witness.cosign(note, now)]);
  };
  const text = (bytes: Bytes) => new TextDecoder().decode(bytes);
  /** A log of these leaves that shows what these witnesses saw. */
  const shown = async (size: number, seen: [TestWitness, Bytes | null][]) => {
    const log = await publish(leaves(size));
    const blocks = seen.map(([{ line }, note]) => `${line}\n${note ? text(note) : ""}`);
    log.files.set("witnesses", new TextEncoder().encode(blocks.join(ROTATION_SEPARATOR)));
    return log.read;
  };
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  test("that saw what is shown are told by name, with what they saw", async () => {
    const [one, other] = [await makeTestWitness("one"), await makeTestWitness("other")];
    const read = await shown(6, [
      [one, await lines(one, leaves(6))],
      [other, await lines(other, leaves(4))],
    ]);
    const watched = await watchLog({ read, state: null, now, witnessesWanted: 1 });
    expect(watched.findings).toEqual([]);
    expect(watched.seen?.witnesses).toEqual([
      { name: "one", size: 6, at: now.toISOString() },
      { name: "other", size: 4, at: now.toISOString() },
    ]);
  });

  test("count only when one believes them, once one has said whom", async () => {
    const [one, other] = [await makeTestWitness("one"), await makeTestWitness("other")];
    const read = await shown(6, [[one, await lines(one, leaves(6))]]);
    const settings = { read, state: null, now, witnessesWanted: 1 };
    const missing = await watchLog({ ...settings, witnessKeys: [other.key] });
    expect(missing.findings).toEqual([
      { code: "witnesses_missing", detail: { wanted: 1, seen: 0 } },
    ]);
    expect(codes(await watchLog({ ...settings, witnessesWanted: 2 }))).toEqual([
      "witnesses_missing",
    ]);
    expect(codes(await watchLog({ ...settings, witnessesWanted: 0 }))).toEqual([]);
  });

  test("that saw another history than the one shown tell that the log forked", async () => {
    const one = await makeTestWitness("one");
    const read = await shown(6, [[one, await lines(one, leaves(5, 7))]]);
    expect(codes(await look(read))).toContain("log_forked");
  });

  test("that saw more than is shown tell that the log was set back", async () => {
    const one = await makeTestWitness("one");
    const read = await shown(6, [[one, await lines(one, leaves(9))]]);
    expect((await look(read)).findings[0]).toEqual({
      code: "log_shrank",
      detail: { from: 9, to: 6, witness: "one" },
    });
  });

  test("whose line is over something else, or over what the log never signed, are told", async () => {
    const one = await makeTestWitness("one");
    const moved = addCosignatures(await noteOf(leaves(6), [keys]), [
      await one.cosign(await noteOf(leaves(5), [keys]), now),
    ]);
    expect(codes(await look(await shown(6, [[one, moved]])))).toEqual(["witness_wrong"]);
    const foreign = await lines(one, leaves(6), others);
    expect(codes(await look(await shown(6, [[one, foreign]])))).toEqual(["witness_wrong"]);
  });

  test("whose newest line is taken back are told, and those who vanish are missed", async () => {
    const one = await makeTestWitness("one");
    const first = await look(await shown(6, [[one, await lines(one, leaves(6))]]));
    const back = await shown(7, [[one, await lines(one, leaves(5))]]);
    expect(codes(await look(back, first.state))).toEqual(["witness_went_back"]);
    const read = await shown(7, []);
    const gone = await watchLog({ read, state: first.state, now, witnessesWanted: 1 });
    expect(codes(gone)).toEqual(["witnesses_missing"]);
  });

  test("that no longer follow are told after ten minutes, and not while they follow slowly", async () => {
    const one = await makeTestWitness("one");
    const lookAt = async (
      [size, seen]: [number, number],
      minutes: number,
      state: WatchState | null,
    ) => {
      const read = await shown(size, [[one, await lines(one, leaves(seen))]]);
      const watched = await watchLog({ read, state, now: at(minutes), witnessesWanted: 1 });
      const told = codes(watched).filter((code) => code.startsWith("witness"));
      return { told, state: watched.state };
    };
    const first = await lookAt([6, 6], 0, null);
    const second = await lookAt([7, 6], 1, first.state);
    expect(second.told).toEqual([]);
    expect((await lookAt([9, 6], 10, second.state)).told).toEqual([]);
    expect((await lookAt([9, 6], 11, second.state)).told).toEqual(["witnesses_late"]);
    expect((await lookAt([9, 8], 11, second.state)).told).toEqual([]);
    expect((await lookAt([7, 7], 11, second.state)).told).toEqual([]);
  });
});

describe("a new key of the log", () => {
  test("is believed when the old one signed one state with it, and not otherwise", async () => {
    const state = (await look((await publish(leaves(4))).read)).state;
    const next = { ...others, logSigner: { ...others.logSigner, name: keys.logSigner.name } };
    const log = await publish(leaves(6), 0, next);
    expect(codes(await look(log.read, state))).toEqual(["checkpoint_key_unknown"]);
    const line = await formatLogKey(next.logSigner);
    const rotation = async (signers: TestKeys[]) =>
      new TextEncoder().encode(
        `${line}\n${new TextDecoder().decode(await noteOf(leaves(4), signers))}`,
      );
    log.files.set("rotations", await rotation([next]));
    expect(codes(await look(log.read, state))).toEqual(["checkpoint_key_unknown"]);
    const older = new TextDecoder().decode(await rotation([others]));
    const both = new TextDecoder().decode(await rotation([keys, next]));
    log.files.set("rotations", new TextEncoder().encode([older, both].join(ROTATION_SEPARATOR)));
    const after = await look(log.read, state);
    expect(codes(after)).toEqual([]);
    expect(after.seen?.newKeys).toEqual([line]);
    expect(after.state?.root).not.toBe(encodeBase64(leaf(1)));
    const again = await look((await publish(leaves(8), 0, next)).read, after.state);
    expect(codes(again)).toEqual([]);
  });

  test("leaves what a witness saw before it as it was, also for who begins to watch after it", async () => {
    const next = { ...others, logSigner: { ...others.logSigner, name: keys.logSigner.name } };
    const witness = await makeTestWitness("one");
    const old = await noteOf(leaves(4), [keys]);
    const seen = addCosignatures(old, [await witness.cosign(old, now)]);
    const log = await publish(leaves(6), 0, next);
    const write = (name: string, ...pieces: (string | Bytes)[]) =>
      log.files.set(
        name,
        concatBytes(
          ...pieces.map((piece) =>
            typeof piece === "string" ? new TextEncoder().encode(piece) : piece,
          ),
        ),
      );
    const [line, older] = [await formatLogKey(next.logSigner), await formatLogKey(keys.logSigner)];
    write("witnesses", `${witness.line}\n`, seen);
    write("keys", `${line}\n${older}\n`);
    // A key that is merely named, or introduced by nobody who is believed, signs nothing here.
    write("rotations", `${line}\n`, await noteOf(leaves(4), [next]));
    const watch = () => watchLog({ read: log.read, state: null, now });
    expect(codes(await watch())).toEqual(["witness_wrong"]);
    write("rotations", `${line}\n`, await noteOf(leaves(4), [keys, next]));
    const watched = await watch();
    expect(watched.findings).toEqual([]);
    expect(watched.seen?.witnesses).toMatchObject([{ name: "one", size: 4 }]);
  });
});
