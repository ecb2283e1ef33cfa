import { z } from "zod";

/** What can be done about a letter that lies unopened in its box. */
export const UNOPENED_STEPS = ["tell", "remind", "paper"] as const;

/** Longer than a year no message stays in the box. */
export const MOST_DAYS = 365;

/** What is done about what is not opened so many days after it was made available. */
export const unopenedRuleSchema = z.object({
  afterDays: z.int("days_invalid").min(1, "days_invalid").max(MOST_DAYS, "days_invalid"),
  step: z.enum(UNOPENED_STEPS),
  /** Done by the portal itself; otherwise once somebody has looked. */
  isByItself: z.boolean(),
});
export type UnopenedRule = z.infer<typeof unopenedRuleSchema>;
