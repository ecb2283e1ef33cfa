/**
 * The Merkle tree of RFC 6962 §2.1 and RFC 9162 §2.1 over SHA-256. Proofs are first told as ranges
 * of leaves and those as complete subtrees, which never change once they exist: whoever stores
 * subtree hashes by level and index can answer any proof with one query.
 */
import { concatBytes, equalBytes, sha256, utf8, type Bytes } from "./bytes";

/** The root of the leaves `index·2^level … (index+1)·2^level − 1`; level 0 is a leaf hash. */
export type SubtreeAddress = { level: number; index: number };
export type Subtree = SubtreeAddress & { hash: Bytes };

/** Leaves from `start` up to, and without, `end`. */
export type LeafRange = { start: number; end: number };

/** The complete subtrees of a tree, left to right: all that is needed to let it grow. */
export type Frontier = { size: number; hashes: readonly Bytes[] };

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** What is hashed before a leaf, and before a node, so that neither can be taken for the other. */
export const LEAF_PREFIX = new Uint8Array([0]);
export const NODE_PREFIX = new Uint8Array([1]);

export function hashLeaf(entry: Uint8Array): Promise<Bytes> {
  return sha256(concatBytes(LEAF_PREFIX, entry));
}

export function hashNode(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(concatBytes(NODE_PREFIX, left, right));
}

/** The complete subtrees that make up a range which a proof names, left to right. */
export function completeSubtrees({ start, end }: LeafRange): SubtreeAddress[] {
  const addresses: SubtreeAddress[] = [];
  let position = start;
  while (position < end) {
    const level = Math.floor(Math.log2(end - position));
    addresses.push({ level, index: position / 2 ** level });
    position += 2 ** level;
  }
  return addresses;
}

/** The root over complete subtrees given left to right; of nothing, the hash of nothing. */
export async function foldSubtrees(hashes: readonly Bytes[]): Promise<Bytes> {
  let root = hashes.at(-1);
  if (!root) return sha256(utf8(""));
  for (const left of hashes.slice(0, -1).reverse()) root = await hashNode(left, root);
  return root;
}

/**
 * Lets the tree grow by leaf hashes and tells each subtree that became complete, leaves first. Who appends
 * thousands at once brings a faster hash of two nodes along.
 */
export async function appendLeaves(
  frontier: Frontier,
  leafHashes: readonly Bytes[],
  hashPair: (left: Uint8Array, right: Uint8Array) => Bytes | Promise<Bytes> = hashNode,
): Promise<{ frontier: Frontier; completed: Subtree[] }> {
  const hashes = [...frontier.hashes];
  const completed: Subtree[] = [];
  let size = frontier.size;
  for (const leafHash of leafHashes) {
    let subtree: Subtree = { level: 0, index: size, hash: leafHash };
    completed.push(subtree);
    while (subtree.index % 2 === 1) {
      const left = hashes.pop();
      if (!left) throw new Error("The frontier lacks a subtree that its size asks for.");
      const hash = await hashPair(left, subtree.hash);
      subtree = { level: subtree.level + 1, index: (subtree.index - 1) / 2, hash };
      completed.push(subtree);
    }
    hashes.push(subtree.hash);
    size += 1;
  }
  return { frontier: { size, hashes }, completed };
}

/** RFC 9162 §2.1.3.1: the ranges whose roots prove leaf `index` of a tree, from leaf to root. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.unshift({ start: middle, end });
      end = middle;
    } else {
      ranges.unshift({ start, end: middle });
      start = middle;
    }
  }
  return ranges;
}

/** RFC 9162 §2.1.4.1: the ranges whose roots prove that a tree of `size` grew from one of `older`. */
export function consistencyRanges(older: number, size: number): LeafRange[] {
  if (older > size) throw new RangeError("A tree does not grow from a larger one.");
  if (older === 0 || older === size) return [];
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end !== older) {
    const middle = start + splitPoint(end - start);
    if (older <= middle) {
      ranges.unshift({ start: middle, end });
      end = middle;
    } else {
      ranges.unshift({ start, end: middle });
      start = middle;
    }
  }
  // The older tree's own root is known to the verifier; any other starting point is not.
  if (start > 0) ranges.unshift({ start, end });
  return ranges;
}

/** RFC 9162 §2.1.3.2: the root that a leaf hash and its proof lead to; null for an ill-sized proof. */
export async function rootOfInclusion(
  leafHash: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
): Promise<Bytes | null> {
  if (!isCount(index) || !isCount(size) || index >= size) return null;
  let [position, last, root] = [index, size - 1, leafHash];
  for (const sibling of proof) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      root = await hashNode(sibling, root);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)];
    } else {
      root = await hashNode(root, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 ? root : null;
}

/** RFC 9162 §2.1.4.2: whether the newer root contains, unchanged and in order, the older tree. */
export async function verifyConsistency(
  older: { size: number; root: Bytes },
  newer: { size: number; root: Bytes },
  proof: readonly Bytes[],
): Promise<boolean> {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false;
  if (older.size === 0) {
    return proof.length === 0 && equalBytes(older.root, await foldSubtrees([]));
  }
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  // A complete older tree is itself the starting point, which the proof then leaves out.
  const [start, ...rest] = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : proof;
  if (!start) return false;
  let [position, last] = [older.size - 1, newer.size - 1];
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  let [olderRoot, newerRoot] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      olderRoot = await hashNode(sibling, olderRoot);
      newerRoot = await hashNode(sibling, newerRoot);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)];
    } else {
      newerRoot = await hashNode(newerRoot, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root);
}

/** The largest power of two below `count`, which must be at least 2. */
function splitPoint(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}

function half(count: number): number {
  return Math.floor(count / 2);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
