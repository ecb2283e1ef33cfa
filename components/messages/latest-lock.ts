import { z } from "zod";
import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";

/**
 * The newest save of each message or template that this tab knows of. Going back in the browser shows a page as
 * it was; comparing tells that it is old.
 */
const known = new Map<string, number>();

export function rememberLock(messageId: string, lockNumber: number): void {
  known.set(messageId, Math.max(lockNumber, knownLock(messageId)));
}

export function knownLock(messageId: string): number {
  return known.get(messageId) ?? 0;
}

/** The saves that this tab made itself, each with the page that made it. */
const own = new Map<string, Map<number, string>>();

export function rememberOwnSave(id: string, lockNumber: number, page: string): void {
  rememberLock(id, lockNumber);
  const saves = own.get(id) ?? new Map<number, string>();
  own.set(id, saves.set(lockNumber, page));
}

/**
 * The save to build on for a page that has seen `lockNumber`: saves of this tab's other pages that
 * followed upon it changed nothing that stands here, and are no conflict.
 */
export function lockAfterOwn(id: string, lockNumber: number, page: string): number {
  const next = own.get(id)?.get(lockNumber + 1);
  return next === undefined || next === page ? lockNumber : lockAfterOwn(id, lockNumber + 1, page);
}

const latestSchema = z.object({ lockNumber: z.number() });

/** Asks the server, at the address to which what is written is saved; 0 when it does not answer. */
export async function latestLock(id: string, address: string): Promise<number> {
  try {
    const answer = await fetch(address);
    const { lockNumber } = latestSchema.parse(await answer.json());
    rememberLock(id, lockNumber);
    return lockNumber;
  } catch {
    return 0;
  }
}

export function saveAddress(messageId: string): string {
  return `/api/messages/${messageId}/save`;
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
  const outcome = isLate ? await work(await latestLock(messageId, saveAddress(messageId))) : first;
  if (outcome.ok) rememberLock(messageId, outcome.value.lockNumber);
  return outcome;
}
