import { z } from "zod";
import type { Localized } from "@/lib/text/localized";

/** The roles that an administrator gives; operators come from elsewhere. */
export const GIVEN_ROLES = ["sender", "approver", "administrator", "auditor"] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** One role: of a service, or (administrators and auditors) of the whole organisation. */
export const rightSchema = z
  .object({ role: z.enum(GIVEN_ROLES), serviceId: z.uuid().nullable() })
  .refine(({ role, serviceId }) => isOfService(role) === (serviceId !== null), "right_unknown");
export type Right = z.infer<typeof rightSchema>;

export function isOfService(role: GivenRole): boolean {
  return role === "sender" || role === "approver";
}

const day = z.union([z.iso.date("day_invalid"), z.literal("").transform(() => null)]);

export const giveRightSchema = z
  .object({
    personId: z.uuid(),
    right: rightSchema,
    /** First and last day, in Brussels; null: at once, and until it is taken away. */
    from: day,
    until: day,
    deputyForId: z.union([z.uuid(), z.literal("").transform(() => null)]),
  })
  .refine(({ from, until }) => !from || !until || from <= until, {
    path: ["until"],
    message: "until_before_from",
  })
  .refine(({ until, deputyForId }) => deputyForId === null || until !== null, {
    path: ["until"],
    message: "deputy_without_end",
  });
export type RightGiven = z.infer<typeof giveRightSchema>;

export const rightRefSchema = z.object({ membershipId: z.uuid() });
export const personRefSchema = z.object({ personId: z.uuid() });

export type Named = { id: string; name: string };

/** A role that somebody holds, will hold or held. */
export type HeldRight = Right & {
  id: string;
  startsAt: Date;
  endsAt: Date | null;
  endedAt: Date | null;
  givenBy: string | null;
  endedBy: string | null;
  deputyFor: string | null;
};

export type RightState = "counts" | "to_come" | "over";

/** Somebody of the organisation, as its administrators see them. */
export type Member = {
  personId: string;
  name: string;
  email: string | null;
  /** What counts now or will. */
  rights: HeldRight[];
  lastSignInAt: Date | null;
};

export type MemberDetail = Member & { past: HeldRight[]; isOneself: boolean };

export type ServiceName = { id: string; name: Localized };
