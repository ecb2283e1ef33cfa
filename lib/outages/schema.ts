import { z } from "zod";

/** What may be out of order, as the evidence names it. */
export const AFFECTED = ["mailbox", "portal", "timestamp"] as const;
export type Affected = (typeof AFFECTED)[number];

/** One look: null when it was in order. */
export type Probe = { at: Date; problem: string | null };

const seenSchema = z.array(z.object({ at: z.coerce.date(), outcome: z.string() }));
export type SeenProbe = z.infer<typeof seenSchema>[number];

/** What the probes of one thing have seen lately. */
export const probeStateSchema = z.object({
  /** Whether it counts as out of order. */
  isOut: z.boolean(),
  /** Looks in a row that say the opposite, the oldest first. */
  turning: seenSchema,
});
export type ProbeStateValue = z.infer<typeof probeStateSchema>;

export const seenProbesSchema = seenSchema;
