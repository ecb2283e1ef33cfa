/** When something counts as out of order, and from when to when. Pure. */
import type { Probe, ProbeStateValue, SeenProbe } from "./schema";

/** How often each worker looks. */
export const LOOK_EVERY_MS = 30_000;
/** So many looks in a row must fail before it is an outage, and succeed before it is over. */
export const LOOKS_TO_TURN = 3;
/** A worker that gave no sign of life for so long stood still. */
export const SILENT_AFTER_MS = 5 * 60_000;
/** Of a long outage the first looks and the last are kept. */
const KEPT_PROBES = 10;

export const IN_ORDER: ProbeStateValue = { isOut: false, turning: [] };

export type Turn =
  | { kind: "begun"; from: Date; probes: SeenProbe[] }
  | { kind: "ended"; to: Date; probes: SeenProbe[] };

/**
 * What one more look changes. An outage is from the first look that failed to the first that succeeded,
 * of as many in a row as it takes to believe it.
 */
export function afterProbe(
  state: ProbeStateValue,
  { at, problem }: Probe,
): { state: ProbeStateValue; turn: Turn | null } {
  const isBad = problem !== null;
  if (isBad === state.isOut) return { state: { ...state, turning: [] }, turn: null };
  const turning = [...state.turning, { at, outcome: problem ?? "in order" }];
  const [first] = turning;
  if (turning.length < LOOKS_TO_TURN || !first) return { state: { ...state, turning }, turn: null };
  const turn: Turn = isBad
    ? { kind: "begun", from: first.at, probes: turning }
    : { kind: "ended", to: first.at, probes: turning };
  return { state: { isOut: isBad, turning: [] }, turn };
}

/**
 * Whether somebody has looked since, or only just before: of two workers that look at the same time one
 * counts, so that an outage takes as long to believe with two as with one.
 */
export function isLookedAt(last: Date | null, at: Date, everyMs: number): boolean {
  return last !== null && at.getTime() - last.getTime() < (everyMs * 2) / 3;
}

/** The looks that an evidence shows: how it began, and how it ended. */
export function probesToKeep(begin: readonly SeenProbe[], end: readonly SeenProbe[]): SeenProbe[] {
  return [...begin.slice(0, KEPT_PROBES - end.length), ...end];
}

/** The time in which nobody looked, when it is long enough to tell of. */
export function standstill(lastSeen: Date | null, now: Date): { from: Date; to: Date } | null {
  if (!lastSeen || now.getTime() - lastSeen.getTime() < SILENT_AFTER_MS) return null;
  return { from: lastSeen, to: now };
}
