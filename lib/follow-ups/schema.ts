import { z } from "zod";

/** What can be done about a letter that lies unopened in its box. */
const UNOPENED_STEPS = ["tell", "remind", "paper"] as const;

/** Longer than a year no message stays in the box. */
const MOST_DAYS = 365;

/** What is done about what is not opened so many days after it was made available. */
export const unopenedRuleSchema = z.object({
  afterDays: z.int("days_invalid").min(1, "days_invalid").max(MOST_DAYS, "days_invalid"),
  step: z.enum(UNOPENED_STEPS),
  /** Done by the portal itself; otherwise once somebody has looked. */
  isByItself: z.boolean(),
});
export type UnopenedRule = z.infer<typeof unopenedRuleSchema>;

export const DECISIONS = ["remind", "paper", "leave"] as const;
export type Decision = (typeof DECISIONS)[number];

export const decideFollowUpSchema = z.object({
  deliveryId: z.uuid(),
  decision: z.enum(DECISIONS),
});

/** `opened` and `overtaken`: it was opened, or ended otherwise, before the step could be taken. */
export const FOLLOW_UP_STATES = ["open", "decided", "done", "left", "opened", "overtaken"] as const;
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number];

/** A delivery that was not opened in time, as its page shows it. */
export type FollowUpView = {
  state: FollowUpState;
  afterDays: number;
  /** What the rule proposes. */
  step: UnopenedRule["step"];
  /** The letter has an address to be posted to. */
  hasAddress: boolean;
};

/** Recipients of a draft who opened none of the last messages that this service sent them. */
export type SilentRecipients = { count: number; names: string[] };

export const stopRemindersSchema = z.object({ messageId: z.uuid() });

/** The reminders of a message's due date: those to come, and the messages that reminded already. */
export type ReminderPlan = {
  /** Null: nobody is to be reminded any more. */
  planned: { count: number; from: Date; to: Date } | null;
  /** When somebody cancelled what was to come. */
  stoppedAt: Date | null;
  sent: { messageId: string; reference: string; sentAt: Date; recipients: number }[];
};
