/** Decisions about evidence and the log: pure, `now` is a parameter. */
import type { EvidenceEvent } from "./schema";

/** After this long, the operator is told: stamps are due within a minute. */
export const ALARM_AFTER_MINUTES = 2;

/** When the oldest checkpoint that no time stamp covers was signed; null when all are covered. */
export type UnstampedSince = Date | null;

export type StampingState = "stamped" | "late" | "stopped";

/**
 * Whether time-stamping keeps up, keeps one waiting, or has stayed away for so many hours that
 * registered sending stops.
 */
export function stampingState(
  unstampedSince: UnstampedSince,
  now: Date,
  stopAfterHours: number,
): StampingState {
  if (!unstampedSince) return "stamped";
  const minutes = (now.getTime() - unstampedSince.getTime()) / 60_000;
  if (minutes >= stopAfterHours * 60) return "stopped";
  return minutes >= ALARM_AFTER_MINUTES ? "late" : "stamped";
}

/** The file name of an evidence, and of the proof that it stands in the log, within its delivery. */
export function evidenceFileName(
  position: number,
  event: EvidenceEvent,
  kind: "evidence.json" | "tlog-proof",
): string {
  return `${String(position).padStart(2, "0")}-${event}.${kind}`;
}
