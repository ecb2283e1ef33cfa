import { z } from "zod";
import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";

/**
 * The newest save of each message that this tab knows of. Going back in the browser shows a page as
 * it was; comparing tells that it is old.
 */
const known = new Map<string, number>();

export function rememberLock(messageId: string, lockNumber: number): void {
  known.set(messageId, Math.max(lockNumber, knownLock(messageId)));
}

export function knownLock(messageId: string): number {
  return known.get(messageId) ?? 0;
}

const latestSchema = z.object({ lockNumber: z.number() });

/** Asks the server; 0 when it does not answer. */
export async function latestLock(messageId: string): Promise<number> {
  try {
    const answer = await fetch(`/api/messages/${messageId}/save`);
    const { lockNumber } = latestSchema.parse(await answer.json());
    rememberLock(messageId, lockNumber);
    return lockNumber;
  } catch {
    return 0;
  }
}

/**
 * A write that overwrites nothing of others: when the message was saved meanwhile, it is tried once
 * more on top of the newest save. Throws what `work` throws.
 */
export async function writeOnLatest(
  { messageId, lockNumber }: { messageId: string; lockNumber: number },
  work: (lockNumber: number) => Promise<Result<{ lockNumber: number }, Problem>>,
): Promise<Result<{ lockNumber: number }, Problem>> {
  const first = await work(Math.max(lockNumber, knownLock(messageId)));
  const isLate = !first.ok && first.refusal.code === "conflict";
  const outcome = isLate ? await work(await latestLock(messageId)) : first;
  if (outcome.ok) rememberLock(messageId, outcome.value.lockNumber);
  return outcome;
}
