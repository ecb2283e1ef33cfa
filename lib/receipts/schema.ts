import { z } from "zod";
import type { CalendarDate } from "@/lib/format";
import { printableLine } from "@/lib/printable";

/**
 * From when a registered message counts as received: since it lies in the eBox, since its recipient
 * opens it, or since they open it and at the latest so many days after it lies there.
 */
export const RECEIPT_STARTS = ["available", "opened", "opened_or_available"] as const;
const MOST_DAYS = 60;
export const RECEIPT_BASIS_LIMIT = 200;

export const receiptRuleSchema = z.object({
  from: z.enum(RECEIPT_STARTS),
  /** Counted from the day after the one on which it lay there; nothing is waited for after an opening. */
  afterDays: z.int("receipt_days").min(0, "receipt_days").max(MOST_DAYS, "receipt_days"),
  isWorkingDays: z.boolean(),
  /** The law or regulation that says so: without one it is no rule. */
  basis: z
    .string()
    .max(2000)
    .transform(printableLine)
    .pipe(
      z.string().min(1, "receipt_basis_missing").max(RECEIPT_BASIS_LIMIT, "receipt_basis_long"),
    ),
});
export type ReceiptRule = z.infer<typeof receiptRuleSchema>;

/** What the rule says of one delivery. A statement over evidenced moments, never evidence. */
export type ReceiptStatement =
  | { kind: "received"; on: CalendarDate }
  /** `on`: when it will count at the latest; null: only once it is opened. */
  | { kind: "pending"; on: CalendarDate | null }
  | { kind: "never"; why: "not_available" | "not_opened" };

export type Receipt = { rule: ReceiptRule; statement: ReceiptStatement };
