/** Decisions about evidence and the log: pure, `now` is a parameter. */
import type { Language } from "@/lib/text/languages";
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

/** What a readable proof is called, in its own language: a file in a folder of others says what it is. */
const PROOF_NAMES: Record<Language, string> = {
  nl: "bewijs-van-verzending",
  fr: "preuve-d-envoi",
  de: "nachweis-des-versands",
  en: "proof-of-sending",
};

/** And of a letter that never went. */
const NOT_SENT_NAMES: Record<Language, string> = {
  nl: "bewijs-van-niet-verzending",
  fr: "preuve-de-non-envoi",
  de: "nachweis-des-nichtversands",
  en: "proof-of-not-sending",
};

/** `bewijs-van-verzending-MR-2026-01187-041-nl.pdf`: letters, digits and dashes, which every disk takes. */
export function proofFileName(
  { reference, state }: { reference: string; state: string },
  language: Language,
): string {
  const plain = reference.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const names = state === "cancelled" ? NOT_SENT_NAMES : PROOF_NAMES;
  return `${names[language]}-${plain}-${language}.pdf`;
}
