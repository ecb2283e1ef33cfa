/** Merkle trees as RFC 9162 §2.1 has them, as far as a witness needs them. */
import { createHash } from "node:crypto";

function hashNode(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256")
    .update(Buffer.from([1]))
    .update(left)
    .update(right)
    .digest();
}

/** RFC 9162 §2.1.4.2: whether the newer tree begins with the older one, which is not empty. */
export function isConsistent(
  older: { size: number; root: Buffer },
  newer: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  const isWhole = Number.isInteger(Math.log2(older.size));
  const [start, ...rest] = isWhole ? [older.root, ...proof] : proof;
  if (start === undefined) return false;
  let position = older.size - 1;
  let last = newer.size - 1;
  const climb = () => {
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  };
  while (position % 2 === 1) climb();
  let [olderRoot, newerRoot] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      olderRoot = hashNode(sibling, olderRoot);
      newerRoot = hashNode(sibling, newerRoot);
      while (position % 2 === 0 && position !== 0) climb();
    } else {
      newerRoot = hashNode(newerRoot, sibling);
    }
    climb();
  }
  return last === 0 && olderRoot.equals(older.root) && newerRoot.equals(newer.root);
}
