import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64, utf8, type Bytes } from "./bytes";
import {
  assembleNote,
  formatCheckpoint,
  formatLogKey,
  logKeyId,
  parseCheckpoint,
  parseLogKey,
  verifyCheckpoint,
  type LogKey,
} from "./checkpoint";

const ORIGIN = "portal.example/log";
const checkpoint = { origin: ORIGIN, size: 20852163, root: new Uint8Array(32).fill(7) };

async function makeLogKey(name = ORIGIN) {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("Ed25519 gives a pair.");
  const key = {
    name,
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
  };
  const sign = async (text: Bytes) => ({
    name,
    keyId: await logKeyId(key),
    signature: new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, text)),
  });
  return { key, sign };
}

async function makeNote() {
  const { key, sign } = await makeLogKey();
  const text = formatCheckpoint(checkpoint);
  return { key, text, note: assembleNote(text, [await sign(text)]) };
}

describe("a checkpoint", () => {
  test("signed by the log is believed with the log's key", async () => {
    const { key, note } = await makeNote();
    expect(await verifyCheckpoint(note, [key])).toEqual({
      ok: true,
      value: { ...checkpoint, signedBy: key },
    });
  });

  test("signed by the old and the new key is believed with either", async () => {
    const [older, newer] = [await makeLogKey(), await makeLogKey()];
    const text = formatCheckpoint(checkpoint);
    const note = assembleNote(text, [await older.sign(text), await newer.sign(text)]);
    expect((await verifyCheckpoint(note, [older.key])).ok).toBe(true);
    expect((await verifyCheckpoint(note, [newer.key])).ok).toBe(true);
  });

  test("is refused with a stranger's key, even one of the same name", async () => {
    const { note } = await makeNote();
    const { key } = await makeLogKey();
    expect(await verifyCheckpoint(note, [key])).toEqual({
      ok: false,
      refusal: "checkpoint_key_unknown",
    });
  });

  test("of another origin is refused, though our key signed it", async () => {
    const { key, sign } = await makeLogKey("other.example/log");
    const text = formatCheckpoint(checkpoint);
    const note = assembleNote(text, [await sign(text)]);
    expect(await verifyCheckpoint(note, [key])).toEqual({
      ok: false,
      refusal: "checkpoint_key_unknown",
    });
  });

  test("with any one bit flipped is refused", async () => {
    const { key, note } = await makeNote();
    for (let bit = 0; bit < note.length * 8; bit += 1) {
      const changed = note.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect((await verifyCheckpoint(changed, [key])).ok, `bit ${bit}`).toBe(false);
    }
  });

  test.each([
    ["a size with a leading zero", `${ORIGIN}\n01\n${"A".repeat(43)}=\n\n— k AAAAAAA=\n`],
    ["a root of the wrong length", `${ORIGIN}\n1\nAAAA\n\n— k AAAAAAA=\n`],
    ["loose bits in the root's base64", `${ORIGIN}\n1\n${"A".repeat(42)}B=\n\n— k AAAAAAA=\n`],
    ["an extension line", `${ORIGIN}\n1\n${"A".repeat(43)}=\nmore\n\n— k AAAAAAA=\n`],
    ["no signature", `${ORIGIN}\n1\n${"A".repeat(43)}=\n\n`],
    ["bytes after the last line", `${ORIGIN}\n1\n${"A".repeat(43)}=\n\n— k AAAAAAA=\nx`],
    ["a carriage return", `${ORIGIN}\r\n1\n${"A".repeat(43)}=\n\n— k AAAAAAA=\n`],
    ["a key name with a plus", `${ORIGIN}\n1\n${"A".repeat(43)}=\n\n— k+l AAAAAAA=\n`],
  ])("with %s is refused", (_, note) => {
    expect(parseCheckpoint(utf8(note))).toEqual({ ok: false, refusal: "checkpoint_malformed" });
  });

  test("any bytes are parsed or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof parseCheckpoint(bytes).ok).toBe("boolean");
      }),
    );
  });
});

describe("a log key line", () => {
  test("of the Go checksum database is read and written as published", async () => {
    const line = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    const key = await parseLogKey(line);
    expect(key?.name).toBe("sum.golang.org");
    expect(key && (await formatLogKey(key))).toBe(line);
  });

  test("with any one bit flipped is refused", async () => {
    const { key } = await makeLogKey();
    const line = utf8(await formatLogKey(key));
    for (let bit = 0; bit < line.length * 8; bit += 1) {
      const changed = line.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await parseLogKey(Buffer.from(changed).toString("latin1")), `bit ${bit}`).toBeNull();
    }
  });

  test("is needed even for the example note of the C2SP text, which parses", async () => {
    const example = [
      "example.com/behind-the-sofa",
      "20852163",
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
      "",
      "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=",
      "",
    ].join("\n");
    const parsed = parseCheckpoint(utf8(example));
    expect(parsed.ok && parsed.value.checkpoint).toEqual({
      origin: "example.com/behind-the-sofa",
      size: 20852163,
      root: decodeBase64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="),
    });
    const stranger: LogKey = { name: "example.com/behind-the-sofa", publicKey: new Uint8Array(32) };
    expect((await verifyCheckpoint(utf8(example), [stranger])).ok).toBe(false);
  });
});
