import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { concatBytes, decodeBase64, equalBytes, type Bytes } from "./bytes";
import { assembleNote, formatCheckpoint, logKeyId, parseCheckpoint } from "./checkpoint";
import {
  addCosignatures,
  findCosignature,
  hasForeignLines,
  parseWitnesses,
  verifyCosignatures,
  withoutCosignatures,
} from "./cosignature";
import { makeTestWitness, type TestWitness } from "./fixtures";

const at = new Date("2026-11-23T12:00:00Z");
const text = formatCheckpoint({ origin: "log.example", size: 7, root: new Uint8Array(32).fill(9) });
let one: TestWitness;
let other: TestWitness;
let note: Bytes;
beforeAll(async () => {
  one = await makeTestWitness("one.example/w");
  other = await makeTestWitness("other.example/w");
  const keyId = await logKeyId({ name: "log.example", publicKey: new Uint8Array(32) });
  note = assembleNote(text, [{ name: "log.example", keyId, signature: new Uint8Array(64) }]);
});

function parsed(bytes: Bytes) {
  const checkpoint = parseCheckpoint(bytes);
  if (!checkpoint.ok) throw new Error(checkpoint.refusal);
  return checkpoint.value;
}

test("what a witness signs is the example of the specification, byte for byte", async () => {
  const line = await one.cosign(note, at);
  const [, name, encoded] = line.split(" ");
  const bytes = Buffer.from(encoded ?? "", "base64");
  expect(name).toBe("one.example/w");
  expect(bytes.length).toBe(4 + 8 + 64);
  expect(bytes.readBigUInt64BE(4)).toBe(BigInt(at.getTime() / 1000));
  const head = Buffer.from("302a300506032b6570032100", "hex");
  const der = Buffer.concat([head, one.key.publicKey]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  const message = Buffer.from(
    `cosignature/v1\ntime ${at.getTime() / 1000}\n${Buffer.from(text).toString()}`,
  );
  expect(verify(null, message, key, bytes.subarray(12))).toBe(true);
});

describe("a checkpoint with cosignatures", () => {
  test("names the witnesses that one trusts, and passes over the others", async () => {
    const lines = [await one.cosign(note, at), await other.cosign(note, at)];
    const both = parsed(addCosignatures(note, lines));
    const seen = await verifyCosignatures(both, [other.key]);
    expect(seen).toEqual({ ok: true, value: [{ witness: other.key, at }] });
    const all = await verifyCosignatures(both, [one.key, other.key]);
    expect(all.ok && all.value.length).toBe(2);
    expect(await verifyCosignatures(both, [])).toEqual({ ok: true, value: [] });
  });

  test("is the log's own note again without them", async () => {
    const both = parsed(addCosignatures(note, [await one.cosign(note, at), "no line"]));
    expect(hasForeignLines(both)).toBe(true);
    expect(equalBytes(withoutCosignatures(both), note)).toBe(true);
    expect(hasForeignLines(parsed(note))).toBe(false);
  });

  test("is refused when the line of a trusted witness is over something else", async () => {
    const elsewhere = assembleNote(
      formatCheckpoint({ origin: "log.example", size: 7, root: new Uint8Array(32).fill(8) }),
      parsed(note).signatures,
    );
    const moved = parsed(addCosignatures(note, [await one.cosign(elsewhere, at)]));
    expect(await verifyCosignatures(moved, [one.key])).toEqual({
      ok: false,
      refusal: { code: "cosignature_wrong", witness: "one.example/w" },
    });
  });

  test("is refused when any bit of a trusted line is another, or the line is nobody's then", async () => {
    const line = await one.cosign(note, at);
    const [, , encoded = ""] = line.split(" ");
    const bytes = decodeBase64(encoded) ?? new Uint8Array();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = new Uint8Array(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const broken = `— one.example/w ${Buffer.from(changed).toString("base64")}`;
        const seen = await verifyCosignatures(parsed(addCosignatures(note, [broken])), [one.key]);
        expect(seen.ok && seen.value.length > 0).toBe(false);
        expect(await findCosignature(`${broken}\n`, parsed(note), one.key)).toBeNull();
      }),
    );
  });
});

describe("what a witness answers", () => {
  test("is read for its own line among others", async () => {
    const line = await one.cosign(note, at);
    const answer = `${await other.cosign(note, at)}\n${line}\nnonsense\n`;
    expect(await findCosignature(answer, parsed(note), one.key)).toEqual({ line, at });
  });

  test("counts for nothing under another key of the same name, or none at all", async () => {
    const impostor = await makeTestWitness("one.example/w");
    const answer = `${await impostor.cosign(note, at)}\n`;
    expect(await findCosignature(answer, parsed(note), one.key)).toBeNull();
    expect(await findCosignature("", parsed(note), one.key)).toBeNull();
  });
});

describe("a list of witnesses", () => {
  test("is read line by line, with addresses and without", async () => {
    const list = `# ours\n${one.line} https://one.example/w/\n\n${other.line}\n`;
    expect(await parseWitnesses(list)).toEqual([
      { key: one.key, url: "https://one.example/w" },
      { key: other.key, url: null },
    ]);
    expect(await parseWitnesses("")).toEqual([]);
  });

  test("is refused with a line that is none, a name twice, or the key of a log", async () => {
    expect(await parseWitnesses(`${one.line} ftp://one.example`)).toBeNull();
    expect(await parseWitnesses(`${one.line}\n${one.line}`)).toBeNull();
    expect(await parseWitnesses("hello")).toBeNull();
    const material = concatBytes(new Uint8Array([1]), one.key.publicKey);
    const id = Buffer.from(await logKeyId(one.key)).toString("hex");
    const asLog = `one.example/w+${id}+${Buffer.from(material).toString("base64")}`;
    expect(await parseWitnesses(asLog)).toBeNull();
  });
});
