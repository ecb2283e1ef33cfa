import { addressWith } from "@/lib/address";
import { brusselsMoment } from "@/lib/brussels";
import { calendarDateOf } from "@/lib/format";
import { LOOKS, MAILBOX_ACTS, type AuditAct } from "@/lib/audit/schema";
import type { AuditFilter, AuditKind } from "@/lib/audit/trail/schema";

/** Years that the audit trail is kept at least (ATREQ01). */
const KEPT_YEARS = 10;

/**
 * Until when a record may not be erased: ten years, counted from the first 1 January after the act,
 * by Belgian clocks (BOSA, audit trail, ATREQ01).
 */
export function keptUntil(at: Date): Date {
  const year = Number(calendarDateOf(at).slice(0, 4));
  return brusselsMoment(`${year + 1 + KEPT_YEARS}-01-01`, "00:00");
}

export function actsOf(kind: AuditKind): readonly AuditAct[] {
  return kind === "looks" ? LOOKS : MAILBOX_ACTS;
}

export function auditAddress(filter: Partial<AuditFilter>, path = "/audit"): string {
  return addressWith(path, filter);
}

/** At most so many lines to a file, or there is none; the page says so. */
export const EXPORT_LIMIT = 50_000;
