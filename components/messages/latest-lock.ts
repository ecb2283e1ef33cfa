import { z } from "zod";

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
