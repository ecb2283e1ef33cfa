import "server-only";
import { readBounded } from "@/lib/bounded-body";
import { now } from "@/lib/clock";
import { log } from "@/lib/log";
import { parseRevocationList, type RevocationList } from "@/lib/proofs/revocation-list";

/** The lists of revoked certificates of those authorities that are configured, and of nobody else. */
export type RevocationClient = {
  /** Those that can be had, each kept until its next update; what cannot is left out, and logged. */
  lists: () => Promise<RevocationList[]>;
};

export type RevocationSettings = { urls: readonly string[]; timeoutMs?: number };

const DEFAULT_TIMEOUT_MS = 5_000;
/** It is carried by every PDF: a longer one would weigh more than everything else in it. */
const LARGEST_LIST_BYTES = 256 * 1024;
/** After a failure one does not ask again for each of ten thousand proofs. */
const PAUSE_MS = 60_000;

type Kept = { list: RevocationList | null; askAgainAt: Date };

export function openRevocationClient({
  urls,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: RevocationSettings): RevocationClient {
  const kept = new Map<string, Promise<Kept>>();
  const ask = (url: string): Promise<Kept> =>
    fetchList(url, timeoutMs).then((list) => ({
      list,
      askAgainAt: list?.nextUpdate ?? new Date(now().getTime() + PAUSE_MS),
    }));
  const listAt = async (url: string): Promise<RevocationList | null> => {
    const known = kept.get(url);
    const held = await known;
    if (held && now() < held.askAgainAt) return held.list;
    // Of those who see at once that it ended, one asks and the others wait for that answer.
    if (kept.get(url) === known) kept.set(url, ask(url));
    return (await kept.get(url))?.list ?? null;
  };
  return {
    lists: async () => (await Promise.all(urls.map(listAt))).filter((list) => list !== null),
  };
}

async function fetchList(url: string, timeoutMs: number): Promise<RevocationList | null> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
    const bytes = await readBounded(answer, LARGEST_LIST_BYTES);
    if (!answer.ok) return refused(url, `HTTP ${answer.status}`);
    if (!bytes) return refused(url, "the list is too large");
    const list = parseRevocationList(bytes);
    return list && now() < list.nextUpdate ? list : refused(url, "no list that holds now");
  } catch (error) {
    return refused(url, error instanceof Error ? error.name : "unreachable");
  }
}

function refused(url: string, detail: string): null {
  log.warn({ url, detail }, "no list of revoked certificates");
  return null;
}
