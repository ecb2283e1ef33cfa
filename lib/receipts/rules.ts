import { z } from "zod";
import { calendarDateOf, type CalendarDate } from "@/lib/format";
import { receiptRuleSchema, type ReceiptRule, type ReceiptStatement } from "@/lib/receipts/schema";
import { nextDay, nextWorkingDay } from "@/lib/working-days";

type RuleColumns = {
  receiptFrom: string | null;
  receiptAfterDays: number;
  receiptWorkingDays: boolean;
  receiptBasis: string;
};

/** The rule of a message type as its row has it; null: none. */
export function receiptRuleOfColumns(row: RuleColumns): ReceiptRule | null {
  if (row.receiptFrom === null) return null;
  return receiptRuleSchema.parse({
    from: row.receiptFrom,
    afterDays: row.receiptAfterDays,
    isWorkingDays: row.receiptWorkingDays,
    basis: row.receiptBasis,
  });
}

export function columnsOfReceiptRule(rule: ReceiptRule | null): RuleColumns {
  return {
    receiptFrom: rule?.from ?? null,
    receiptAfterDays: rule?.afterDays ?? 0,
    receiptWorkingDays: rule?.isWorkingDays ?? false,
    receiptBasis: rule?.basis ?? "",
  };
}

const orderedRuleSchema = z.object({
  facts: z.object({ messageType: z.object({ receipt: receiptRuleSchema.nullable() }) }),
});

/** The rule as it stood when the order was given; null: none, or an order of before. */
export function receiptRuleOfOrder(order: unknown): ReceiptRule | null {
  const { success, data } = orderedRuleSchema.safeParse(order);
  return success ? data.facts.messageType.receipt : null;
}

/** What is known of a delivery, as its evidence says it. */
export type EvidencedMoments = {
  availableAt: Date | null;
  /** The latest moment at which it was first opened. */
  openedAt: Date | null;
  /** Nothing can happen to it any more: it failed, went on paper, or its time in the box is over. */
  isOver: boolean;
};

/** What the rule says, at this moment. Days are Belgian. */
export function receiptOf(
  rule: ReceiptRule,
  { availableAt, openedAt, isOver }: EvidencedMoments,
  now: Date,
): ReceiptStatement {
  if (!availableAt)
    return isOver ? { kind: "never", why: "not_available" } : { kind: "pending", on: null };
  const opened = openedAt && calendarDateOf(openedAt);
  if (rule.from === "opened") {
    if (opened) return { kind: "received", on: opened };
    return isOver ? { kind: "never", why: "not_opened" } : { kind: "pending", on: null };
  }
  const waited = dayAfterDays(calendarDateOf(availableAt), rule);
  const on = rule.from === "opened_or_available" && opened && opened < waited ? opened : waited;
  return { kind: on <= calendarDateOf(now) ? "received" : "pending", on };
}

/** The day itself when nothing is waited for. */
function dayAfterDays(
  day: CalendarDate,
  { afterDays, isWorkingDays }: Pick<ReceiptRule, "afterDays" | "isWorkingDays">,
): CalendarDate {
  let counted = day;
  for (let left = afterDays; left > 0; left -= 1) {
    counted = isWorkingDays ? nextWorkingDay(counted) : nextDay(counted);
  }
  return counted;
}
