import { z } from "zod";
import { languages } from "@/lib/text/languages";

export const FREQUENCIES = ["daily", "weekly"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** Longest address that SMTP carries (RFC 5321 §4.5.3.1.3, without the angle brackets). */
export const LONGEST_ADDRESS = 254;

export const subscriptionSchema = z.object({
  email: z.string().trim().max(LONGEST_ADDRESS).pipe(z.email()),
  frequency: z.string().pipe(z.enum(FREQUENCIES)),
  language: z.enum(languages),
});
export type SubscriptionInput = z.infer<typeof subscriptionSchema>;

/** Where a mail stands; `unknown`: the worker ended, or the line broke, while it was being handed over. */
export const MAIL_STATES = ["waiting", "sending", "sent", "failed", "unknown"] as const;
export type MailState = (typeof MAIL_STATES)[number];

export type Subscription = {
  email: string;
  frequency: Frequency;
  subscribedAt: Date;
  /** The last ones, newest first. */
  mails: {
    id: string;
    size: number;
    state: MailState;
    plannedAt: Date;
    endedAt: Date | null;
    nextTryAt: Date;
    /** What the mail server said, in its words. */
    problem: string | null;
  }[];
};
