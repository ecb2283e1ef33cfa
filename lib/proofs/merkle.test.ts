import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeHex, encodeHex, sha256, utf8, type Bytes } from "./bytes";
import {
  EMPTY_FRONTIER,
  appendLeaves,
  completeSubtrees,
  consistencyRanges,
  foldSubtrees,
  hashLeaf,
  hashNode,
  inclusionRanges,
  rootOfInclusion,
  verifyConsistency,
  type LeafRange,
} from "./merkle";

/** The definition of RFC 6962 §2.1, word for word: what the clever code must agree with. */
async function treeHash(leafHashes: readonly Bytes[]): Promise<Bytes> {
  const [first] = leafHashes;
  if (!first) return sha256(utf8(""));
  if (leafHashes.length === 1) return first;
  let middle = 1;
  while (middle * 2 < leafHashes.length) middle *= 2;
  return hashNode(
    await treeHash(leafHashes.slice(0, middle)),
    await treeHash(leafHashes.slice(middle)),
  );
}

async function growTree(leafHashes: readonly Bytes[]) {
  const { frontier, completed } = await appendLeaves(EMPTY_FRONTIER, leafHashes);
  const stored = new Map(completed.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  const rootOf = (range: LeafRange) =>
    foldSubtrees(
      completeSubtrees(range).map(({ level, index }) => {
        const hash = stored.get(`${level}/${index}`);
        if (!hash) throw new Error(`Subtree ${level}/${index} was never completed.`);
        return hash;
      }),
    );
  const rootsOf = (ranges: LeafRange[]) => Promise.all(ranges.map(rootOf));
  return { frontier, rootOf, rootsOf };
}

const makeLeaves = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => hashLeaf(utf8(`entry ${index}`))));

/** The eight entries and the roots of every size that Certificate Transparency's tests publish. */
const KNOWN_ENTRIES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const KNOWN_ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const knownLeaves = () =>
  Promise.all(KNOWN_ENTRIES.map((entry) => hashLeaf(decodeHex(entry) ?? utf8("not hex"))));

describe("the Merkle tree", () => {
  test("gives the published roots for trees of zero to eight known entries", async () => {
    const leaves = await knownLeaves();
    for (const [size, root] of KNOWN_ROOTS.entries()) {
      const { frontier } = await growTree(leaves.slice(0, size));
      expect(encodeHex(await foldSubtrees(frontier.hashes))).toBe(root);
    }
  });

  test("gives the published inclusion proof of the first of eight entries", async () => {
    const { rootsOf } = await growTree(await knownLeaves());
    expect((await rootsOf(inclusionRanges(0, 8))).map(encodeHex)).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
  });

  test("gives the published consistency proof between six and eight entries", async () => {
    const { rootsOf } = await growTree(await knownLeaves());
    expect((await rootsOf(consistencyRanges(6, 8))).map(encodeHex)).toEqual([
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  test("grown in any batches, has the root of the definition", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }),
        async (batches) => {
          const leaves = await makeLeaves(batches.reduce((sum, count) => sum + count, 0));
          let frontier = EMPTY_FRONTIER;
          for (const count of batches) {
            const batch = leaves.slice(frontier.size, frontier.size + count);
            ({ frontier } = await appendLeaves(frontier, batch));
          }
          expect(await foldSubtrees(frontier.hashes)).toEqual(await treeHash(leaves));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("proves every leaf at every size up to 40, to the root and to nothing else", async () => {
    const leaves = await makeLeaves(40);
    const { rootOf, rootsOf } = await growTree(leaves);
    for (let size = 1; size <= leaves.length; size += 1) {
      const root = await rootOf({ start: 0, end: size });
      for (const [index, leaf] of leaves.slice(0, size).entries()) {
        const proof = await rootsOf(inclusionRanges(index, size));
        expect(await rootOfInclusion(leaf, index, size, proof)).toEqual(root);
        expect(await rootOfInclusion(leaf, (index + 1) % size, size, proof)).not.toEqual(
          size === 1 ? null : root,
        );
        expect(await rootOfInclusion(leaf, index, size, [...proof, leaf])).toBeNull();
        if (proof.length > 0) {
          expect(await rootOfInclusion(leaf, index, size, proof.slice(1))).not.toEqual(root);
        }
      }
    }
  });

  test("proves that every size up to 40 grew from every smaller one, and only so", async () => {
    const leaves = await makeLeaves(40);
    const { rootOf, rootsOf } = await growTree(leaves);
    const trees = await Promise.all(
      Array.from({ length: 41 }, async (_, size) => ({
        size,
        root: await rootOf({ start: 0, end: size }),
      })),
    );
    const forged = await hashLeaf(utf8("forged"));
    for (const newer of trees) {
      for (const older of trees.slice(0, newer.size + 1)) {
        const proof = await rootsOf(consistencyRanges(older.size, newer.size));
        expect(await verifyConsistency(older, newer, proof)).toBe(true);
        expect(await verifyConsistency({ ...older, root: forged }, newer, proof)).toBe(false);
        if (older.size > 0) {
          expect(await verifyConsistency(older, { ...newer, root: forged }, proof)).toBe(false);
        }
        expect(await verifyConsistency(older, newer, [...proof, forged])).toBe(false);
        if (older.size < newer.size) {
          expect(await verifyConsistency(newer, older, proof)).toBe(false);
        }
      }
    }
  });

  test("has no proof of having grown from a larger one", () => {
    expect(() => consistencyRanges(9, 8)).toThrow(RangeError);
  });

  test("a proof with one flipped bit leads elsewhere", async () => {
    const leaves = await makeLeaves(23);
    const { rootOf, rootsOf } = await growTree(leaves);
    const root = await rootOf({ start: 0, end: 23 });
    await fc.assert(
      fc.asyncProperty(fc.nat(22), fc.nat(), fc.nat(255), async (index, hashChoice, bit) => {
        const proof = await rootsOf(inclusionRanges(index, 23));
        const changed = proof[hashChoice % proof.length];
        const leaf = leaves[index];
        if (!changed || !leaf) throw new Error("The tree lacks what it was made of.");
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await rootOfInclusion(leaf, index, 23, proof)).not.toEqual(root);
      }),
    );
  });

  test("names subtrees rightly in trees beyond 2^32 leaves", () => {
    const size = 2 ** 40 + 3;
    expect(completeSubtrees({ start: 0, end: size })).toEqual([
      { level: 40, index: 0 },
      { level: 1, index: 2 ** 39 },
      { level: 0, index: 2 ** 40 + 2 },
    ]);
    expect(inclusionRanges(2 ** 40, size)).toHaveLength(3);
  });
});
