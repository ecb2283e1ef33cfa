import { z } from "zod";

export const RECIPIENT_KINDS = ["citizen", "enterprise"] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

/** What the mailbox says of a recipient's box. */
export const reachabilitySchema = z.enum(["reachable", "box_never_opened", "not_reachable"]);
export type Reachability = z.infer<typeof reachabilitySchema>;

/** Why a number is not taken; each has a sentence of its own that says what to do. */
export const NUMBER_REFUSALS = [
  "number_missing",
  "number_incomplete",
  "number_too_long",
  "number_not_digits",
  "number_check_digit",
  /** The check digits agree, but nobody can be born on that day or carry that counter. */
  "number_impossible",
  /** What spreadsheets do: 08040901112 becomes 8040901112, 8,04E+10 or a date. */
  "number_lost_zero",
  "number_scientific",
  "number_date",
  /** Ten digits that do not begin with 0 or 1: an establishment unit, not an enterprise. */
  "number_not_enterprise",
  /** A good number of the other kind of recipient. */
  "number_is_enterprise",
  "number_is_citizen",
  /** Among the recipients already. */
  "number_repeated",
] as const;
export type NumberRefusal = (typeof NUMBER_REFUSALS)[number];
