import { z } from "zod";
import type { HeldRight } from "@/lib/members/schema";

export const keepSchema = z.object({ personId: z.uuid() });

/** Somebody whose rights are looked at. */
export type Reviewed = { personId: string; name: string; rights: HeldRight[]; isDone: boolean };

export type Review = {
  /** null: none is under way. */
  startedAt: Date | null;
  startedBy: string | null;
  people: Reviewed[];
};

export type ReviewDue = { lastAt: Date | null; dueAt: Date; isDue: boolean; isOpen: boolean };
