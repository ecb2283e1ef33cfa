import { z } from "zod";
import { isCalendarDate, type CalendarDate } from "@/lib/format";
import { printable } from "@/lib/printable";
import type { Localized } from "@/lib/text/localized";

/** What may be kept from being erased: one delivery, everything to somebody, or what was sent in a time. */
export const HOLD_KINDS = ["delivery", "recipient", "period"] as const;
export const holdKindSchema = z.enum(HOLD_KINDS);
export type HoldKind = z.infer<typeof holdKindSchema>;

export const REASON_LIMIT = 500;
const reasonSchema = z
  .string()
  .max(4000)
  .transform(printable)
  .pipe(z.string().trim().min(1, "reason_missing").max(REASON_LIMIT, "reason_long"));
const day = z.string().refine(isCalendarDate, "day_invalid");

/** What the form sends; a number is read in it and kept under its hash. */
export const placeHoldSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("delivery"),
      reason: reasonSchema,
      reference: z.string().trim().min(1, "reference_unknown").max(80, "reference_unknown"),
    }),
    z.object({ kind: z.literal("recipient"), reason: reasonSchema, number: z.string().max(80) }),
    z.object({
      kind: z.literal("period"),
      reason: reasonSchema,
      from: day,
      to: day,
      serviceId: z.uuid().nullable(),
    }),
  ])
  .refine((hold) => hold.kind !== "period" || hold.from <= hold.to, {
    path: ["to"],
    error: "period_turned",
  });
export type HoldInput = z.infer<typeof placeHoldSchema>;

export const holdIdSchema = z.uuid();
export const liftHoldSchema = z.object({ holdId: holdIdSchema, reason: reasonSchema });
export type HoldLift = z.infer<typeof liftHoldSchema>;

export type Hold = {
  id: string;
  reason: string;
  placedAt: Date;
  placedBy: string;
  /** Null: it holds. */
  lifted: { at: Date; by: string; reason: string } | null;
} & (
  | { kind: "delivery"; reference: string }
  | { kind: "recipient"; masked: string }
  | { kind: "period"; from: CalendarDate; to: CalendarDate; service: Localized | null }
);
