import { z } from "zod";
import { unopenedRuleSchema, type UnopenedRule } from "@/lib/follow-ups/schema";

const DAY = 86_400_000;
/** How long what went wrong is left alone, in milliseconds. */
export const FAULT_PAUSE = 3_600_000;

type RuleColumns = {
  unopenedAfterDays: number | null;
  unopenedStep: string;
  unopenedByItself: boolean;
};

/** The rule of a message type as its row has it; null: nothing is done. */
export function ruleOfColumns(row: RuleColumns): UnopenedRule | null {
  const { unopenedAfterDays: afterDays, unopenedStep: step, unopenedByItself: isByItself } = row;
  return afterDays === null ? null : unopenedRuleSchema.parse({ afterDays, step, isByItself });
}

export function columnsOfRule(rule: UnopenedRule | null): RuleColumns {
  return {
    unopenedAfterDays: rule?.afterDays ?? null,
    unopenedStep: rule?.step ?? "tell",
    unopenedByItself: rule?.isByItself ?? false,
  };
}

const orderedRuleSchema = z.object({
  facts: z.object({ messageType: z.object({ unopened: unopenedRuleSchema.nullable() }).nullish() }),
});

/** The rule that the sender saw before sending, as the order keeps it; orders of before have none. */
export function ruleOfOrder(order: unknown): UnopenedRule | null {
  const { success, data } = orderedRuleSchema.safeParse(order);
  return success ? (data.facts.messageType?.unopened ?? null) : null;
}

/** When a message that was made available then is followed up. */
export function followUpAt(rule: UnopenedRule | null, publishedAt: Date): Date | null {
  return rule && new Date(publishedAt.getTime() + rule.afterDays * DAY);
}

/** How what was decided ends when the letter is no longer unopened in its box, by its state. */
export function endedBefore(deliveryState: string): "opened" | "overtaken" {
  return deliveryState === "opened" || deliveryState === "replied" ? "opened" : "overtaken";
}

/** What can really be done: nothing is posted without an address, nor by itself without knowing. */
export function stepToTake(
  { step, isByItself }: UnopenedRule,
  { hasAddress, isSurelyUnopened }: { hasAddress: boolean; isSurelyUnopened: boolean },
): Pick<UnopenedRule, "step" | "isByItself"> {
  if (step === "tell" || (step === "paper" && !hasAddress))
    return { step: "tell", isByItself: false };
  return { step, isByItself: isByItself && isSurelyUnopened };
}
