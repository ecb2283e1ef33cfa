import { z } from "zod";
import type { CalendarDate } from "@/lib/format";

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
