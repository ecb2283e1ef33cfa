/** Faults on order: what a test tells the outside world to do wrong, and how often. */
import { z } from "zod";

const milliseconds = z.number().int().min(0).max(600_000);

const effect = z.discriminatedUnion("kind", [
  /** Work as usual, later. */
  z.strictObject({ kind: z.literal("delay"), ms: milliseconds }),
  /** Answer this status without working. `retryAfter` in seconds. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(400).max(599),
    retryAfter: z.number().int().min(0).optional(),
  }),
  /** Answer just this: a page of something that stands before the service. `isAccepted`: after all the work. */
  z.strictObject({
    kind: z.literal("answer"),
    status: z.number().int().min(200).max(599),
    body: z.string().default(""),
    mediaType: z.string().default("text/html"),
    location: z.string().optional(),
    isAccepted: z.boolean().default(false),
  }),
  /** Do all the work, wait, and break the line instead of answering: the caller cannot know. */
  z.strictObject({ kind: z.literal("acceptThenTimeout"), ms: milliseconds.optional() }),
  /** Break the line before any work. */
  z.strictObject({ kind: z.literal("dropBefore") }),
  /** The access token presented (or given out, by the token service) dies at once. */
  z.strictObject({ kind: z.literal("tokenExpired") }),
  /** Nobody is there, until the rule is taken away. */
  z.strictObject({ kind: z.literal("down") }),
]);

const rule = z.strictObject({
  match: z.strictObject({
    service: z.enum(["messageRegistry", "oauth", "federation", "tsa", "csam"]),
    method: z.string().toUpperCase().optional(),
    /** A path that starts like this. */
    path: z.string().optional(),
    /** NISS or enterprise number of the message's recipient. */
    recipient: z.string().optional(),
  }),
  effect,
  /** How many requests it strikes before it disappears; absent means every one. */
  times: z.number().int().min(1).optional(),
});

export const faultRules = z.array(rule);
type FaultRule = z.infer<typeof rule>;
export type Effect = z.infer<typeof effect>;

interface FaultSubject {
  service: string;
  method: string;
  path: string;
  recipient?: string;
}

export interface Faults {
  list(): FaultRule[];
  replace(rules: FaultRule[]): void;
  /** The effect of the first rule that strikes this request, counted as used. */
  take(subject: FaultSubject): Effect | undefined;
}

function strikes({ match }: FaultRule, subject: FaultSubject): boolean {
  return (
    match.service === subject.service &&
    (match.method === undefined || match.method === subject.method) &&
    (match.path === undefined || subject.path.startsWith(match.path)) &&
    (match.recipient === undefined || match.recipient === subject.recipient)
  );
}

/** Kept in memory only: a sandbox started again is a healthy one. */
export function createFaults(): Faults {
  let rules: FaultRule[] = [];
  return {
    list: () => rules,
    replace(next) {
      rules = next;
    },
    take(subject) {
      const struck = rules.find((each) => strikes(each, subject));
      if (struck?.times !== undefined) {
        struck.times -= 1;
        if (struck.times === 0) rules = rules.filter((each) => each !== struck);
      }
      return struck?.effect;
    },
  };
}
