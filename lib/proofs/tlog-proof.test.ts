import { describe, expect, test } from "vitest";
import { concatBytes, encodeBase64, sha256, utf8 } from "./bytes";
import { assembleNote, formatCheckpoint } from "./checkpoint";
import { EMPTY_FRONTIER, appendLeaves, foldSubtrees, hashLeaf } from "./merkle";
import { evidenceLeafHash, formatTlogProof, parseTlogProof, rootOfProof } from "./tlog-proof";

const JWS = "eyJhbGciOiJFUzI1NiJ9.e30.AAAA";
const salt = new Uint8Array(32).fill(9);

async function makeProof() {
  const neighbour = await hashLeaf(utf8("neighbour"));
  const { frontier } = await appendLeaves(EMPTY_FRONTIER, [
    neighbour,
    await evidenceLeafHash(salt, JWS),
  ]);
  const root = await foldSubtrees(frontier.hashes);
  const text = formatCheckpoint({ origin: "portal.example/log", size: 2, root });
  const signature = {
    name: "portal.example/log",
    keyId: new Uint8Array(4),
    signature: new Uint8Array(64),
  };
  const checkpoint = assembleNote(text, [signature]);
  return { root, proof: { salt, index: 1, hashes: [neighbour], checkpoint } };
}

describe("a tlog-proof", () => {
  test("has the lines of the C2SP text, the salt first", async () => {
    const { proof } = await makeProof();
    const lines = new TextDecoder().decode(formatTlogProof(proof)).split("\n");
    expect(lines.slice(0, 6)).toEqual([
      "c2sp.org/tlog-proof@v1",
      `extra ${encodeBase64(salt)}`,
      "index 1",
      encodeBase64(await hashLeaf(utf8("neighbour"))),
      "",
      "portal.example/log",
    ]);
  });

  test("leads from the compact evidence to the root of its checkpoint", async () => {
    const { proof, root } = await makeProof();
    const parsed = parseTlogProof(formatTlogProof(proof));
    if (!parsed.ok) throw new Error(parsed.refusal);
    expect(parsed.value).toMatchObject(proof);
    expect(await rootOfProof(parsed.value, JWS)).toEqual(root);
    expect(await rootOfProof(parsed.value, `${JWS}A`)).not.toEqual(root);
  });

  test("hashes salt and compact text once for the entry and once more for the leaf", async () => {
    const entry = await sha256(concatBytes(salt, utf8(JWS)));
    expect(await evidenceLeafHash(salt, JWS)).toEqual(
      await sha256(concatBytes(new Uint8Array([0]), entry)),
    );
  });

  test("with any one bit flipped is refused or leads to a root that is not signed", async () => {
    const { proof, root } = await makeProof();
    const bytes = formatTlogProof(proof);
    const proofLength = bytes.length - proof.checkpoint.length;
    for (let bit = 0; bit < proofLength * 8; bit += 1) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parsed = parseTlogProof(changed);
      if (parsed.ok) expect(await rootOfProof(parsed.value, JWS), `bit ${bit}`).not.toEqual(root);
    }
  });

  test.each([
    ["an unknown version", (text: string) => text.replace("@v1", "@v2")],
    ["no salt", (text: string) => text.replace(/extra .*\n/, "")],
    ["a short salt", (text: string) => text.replace(/extra .*\n/, "extra AAAA\n")],
    ["an index with a leading zero", (text: string) => text.replace("index 1", "index 01")],
    ["a trailing byte", (text: string) => `${text}\n`],
    ["a leading byte order mark", (text: string) => `\ufeff${text}`],
  ])("with %s is refused", async (_, change) => {
    const { proof } = await makeProof();
    const text = new TextDecoder().decode(formatTlogProof(proof));
    expect(parseTlogProof(utf8(change(text))).ok).toBe(false);
  });
});
