import { z } from "zod";
import { addressDay } from "@/lib/address";
import type { CalendarDate } from "@/lib/format";
import type { Localized } from "@/lib/text/localized";

/** What is erased by itself, each with a policy of its own. */
export const ERASURE_KINDS = ["delivery", "replies", "draft", "recipient_file"] as const;
export const erasureKindSchema = z.enum(ERASURE_KINDS);
export type ErasureKind = z.infer<typeof erasureKindSchema>;

/** What keeps contents from being erased although their time is over. */
const OBSTACLES = ["under_way", "doubtful", "follow_up", "reminder", "unread"] as const;
export const obstacleSchema = z.enum(OBSTACLES);
export type Obstacle = z.infer<typeof obstacleSchema>;

/** How long something is kept once nothing can happen to it any more. */
export type Kept = { months: number } | { days: number };

/** A thing with contents: since when it is over, and what stands in the way of erasing it. */
export type Erasable = {
  endsAt: Date;
  /** Until when a payment is asked for in it; null: none is. */
  payBy: CalendarDate | null;
  obstacle: Obstacle | null;
  isHeld: boolean;
  kept: Kept;
  noticeDays: number;
  /** When it was first told that it will be erased; null: not yet. */
  plannedAt: Date | null;
};

export const LEAST_CONTENTS_MONTHS = 3;
export const MOST_CONTENTS_MONTHS = 360;
const months = (least: number) =>
  z.int("months_invalid").min(least, "months_invalid").max(MOST_CONTENTS_MONTHS, "months_invalid");

/** What a message type says of its messages' contents, and of what recipients replied to them. */
export const typePolicySchema = z
  .object({ contentsMonths: months(LEAST_CONTENTS_MONTHS), repliesMonths: months(1) })
  .refine(({ contentsMonths, repliesMonths }) => repliesMonths <= contentsMonths, {
    path: ["repliesMonths"],
    error: "replies_longer",
  });
export type TypePolicy = z.infer<typeof typePolicySchema>;

/** The least and the most of each, in days. */
export const HOUSE_LIMITS = {
  draftsDays: { least: 30, most: 1825 },
  recipientFilesDays: { least: 7, most: 730 },
  noticeDays: { least: 7, most: 90 },
} as const;
const days = ({ least, most }: { least: number; most: number }) =>
  z.int("days_invalid").min(least, "days_invalid").max(most, "days_invalid");

/** What holds for the whole organisation, whatever the kind of message. */
export const housePolicySchema = z.object({
  lockNumber: z.int32().positive(),
  draftsDays: days(HOUSE_LIMITS.draftsDays),
  recipientFilesDays: days(HOUSE_LIMITS.recipientFilesDays),
  noticeDays: days(HOUSE_LIMITS.noticeDays),
});
export type HousePolicy = z.infer<typeof housePolicySchema>;

/** So many lines of the list stand on its page; the file has them all. */
export const LINES_SHOWN = 200;
/** At most so many lines to a file. */
export const LINES_EXPORTED = 50_000;

/** Until which day the list goes; without one, until the notice of what is planned today is over. */
export const erasureFilterSchema = z.object({ until: addressDay });
export type ErasureFilter = z.infer<typeof erasureFilterSchema>;

/** Where something of the list stands. */
export const LINE_STATES = ["planned", "coming", "held", "waits"] as const;
export type LineState = (typeof LINE_STATES)[number];

/** One thing of the list: what it is and when, and nothing of what stands in it. */
export type ErasureLine = {
  kind: ErasureKind;
  subjectId: string;
  reference: string;
  type: Localized;
  service: Localized;
  sentAt: Date | null;
  endsAt: Date;
  dueAt: Date;
  /** Null while something stands in the way. */
  eraseAt: Date | null;
  state: LineState;
  obstacle: Obstacle | null;
};

export type ErasureList = { until: CalendarDate; lines: ErasureLine[]; isMore: boolean };

/** How much of one kind, type and service comes to its end in a month. */
export type ForecastLine = {
  /** `YYYY-MM`; null: its time is over already, and it goes as soon as nothing stands in the way. */
  month: string | null;
  kind: ErasureKind;
  type: Localized;
  service: Localized;
  count: number;
  held: number;
  waits: number;
};

export type PlannedDay = {
  day: CalendarDate;
  kind: ErasureKind;
  service: Localized;
  count: number;
};

/** What was erased in a month, as the audit trail has it. */
export type ErasedMonth = { month: string; kind: ErasureKind; count: number };

export type Retention = {
  types: { id: string; name: Localized; policy: TypePolicy }[];
  house: HousePolicy;
  planned: PlannedDay[];
  forecast: ForecastLine[];
  /** How much comes to its end later than the lines tell. */
  later: number;
  erased: ErasedMonth[];
};
