import { unopenedRuleSchema, type UnopenedRule } from "@/lib/follow-ups/schema";

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
