import { z } from "zod";
import type { DeliveryState } from "@/lib/deliveries/schema";
import type { Localized } from "@/lib/text/localized";

/** What the portal stands on, in the order in which an operator looks. */
export const COMPONENTS = [
  "database",
  "storage",
  "worker",
  "mailbox",
  "log",
  "timestamp",
  "scanner",
] as const;
export type Component = (typeof COMPONENTS)[number];

export const COMPONENT_STATES = ["up", "degraded", "down", "not_configured", "unknown"] as const;
export type ComponentState = (typeof COMPONENT_STATES)[number];
export type Components = Record<Component, ComponentState>;

/** Belgif REST guide, health resource. */
export type HealthStatus = "UP" | "DEGRADED" | "DOWN";
export type Health = { status: HealthStatus; components: Components };

const instant = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));

/** Counts and times over all organisations, as the database's function tells them. */
export const platformFactsSchema = z.object({
  workers: z.number(),
  queueLength: z.number(),
  oldestJobAt: instant,
  /** Jobs that failed as often as they may: nothing comes of them without somebody's help. */
  givenUpJobs: z.number(),
  oldestUnsealedAt: instant,
  underWay: z.number(),
  stuck: z.number(),
  /** Messages of own boxes that could not be taken in: a reply may be among them. */
  parkedReplies: z.number(),
  /** Deliveries of which nobody can tell whether the mailbox has them. */
  doubtfulDeliveries: z.number(),
  /** Published, though under which number the mailbox's answer did not tell us. */
  withoutMailboxId: z.number(),
  /** An organisation to ask the mailbox for; null before the first one is admitted. */
  enterpriseNumber: z.string().nullable(),
});
export type PlatformFacts = z.infer<typeof platformFactsSchema>;

export type StuckDelivery = {
  reference: string;
  organisation: Localized;
  service: Localized;
  state: DeliveryState;
  attempts: number;
  sentAt: Date;
  movedAt: Date;
  outcomeUnknownSince: Date | null;
};

export type Platform = {
  health: Health;
  /** null: the database does not answer. */
  facts: PlatformFacts | null;
  unstampedSince: Date | null;
  stuck: StuckDelivery[];
  checkedAt: Date;
};
