/** When an order of bundles waits no longer for a delivery, and how much one file holds. */
import { LARGEST_FILE_BYTES } from "@/lib/proofs/bundles/schema";

/** A delivery whose evidence is on its way is ready within a minute; after ten, something is wrong with it. */
const PATIENCE_MS = 10 * 60_000;

/** Whether what is not ready is waited for. */
export function isWaitedFor(begunAt: Date, now: Date): boolean {
  return now.getTime() - begunAt.getTime() < PATIENCE_MS;
}

/** Each file in it has two headers, a line in the manifest and one in the list: a kilobyte is ample. */
const AROUND_EACH = 1024;
const AROUND_ALL = 1024 * 1024;

/** How many of these files, from the first on, fit into one; sizes in bytes. */
export function countThatFits(sizes: readonly number[], most = LARGEST_FILE_BYTES): number {
  let room = most - AROUND_ALL;
  const index = sizes.findIndex((size) => (room -= size + AROUND_EACH) < 0);
  return index < 0 ? sizes.length : index;
}
