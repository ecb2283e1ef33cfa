import { z } from "zod";

export const ROLES = ["sender", "approver", "administrator", "auditor", "operator"] as const;
export type Role = (typeof ROLES)[number];

/** Whom one acts for: a service, a whole organisation (no service) or the platform (neither). */
export const actingForSchema = z.object({
  organisationId: z.uuid().nullable(),
  serviceId: z.uuid().nullable(),
});
export type ActingFor = z.infer<typeof actingForSchema>;

export type Membership = ActingFor & { role: Role };

/** eIDAS levels as the portal tells them apart. */
export type AssuranceLevel = "high" | "substantial" | "low";

/** How a person signed in: kept with every order, so that evidence can name it. */
export type SignIn = { method: string; fasLevel: number; level: AssuranceLevel; at: Date };

declare const minted: unique symbol;

/**
 * Who acts. Minted in lib/auth alone, from a session that was checked; whoever holds one may
 * trust it. Every read and write takes one first.
 */
export type PersonActor = {
  readonly [minted]: true;
  readonly kind: "person";
  readonly personId: string;
  readonly sessionId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly signIn: SignIn;
  readonly actingFor: ActingFor;
  readonly roles: readonly Role[];
  /** Services whose messages and deliveries may be read, and those that may be written for. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
};

/** The portal itself, in the worker. */
export type SystemActor = {
  readonly [minted]: true;
  readonly kind: "system";
  readonly task: string;
};

/**
 * Somebody on the reply page, signed in and holding one link. Minted before it is known whether the
 * link is theirs: the database shows them their own message, and nothing else.
 */
export type RecipientActor = {
  readonly [minted]: true;
  readonly kind: "recipient";
  readonly sessionId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly signIn: SignIn;
  /** Keyed hashes (hexadecimal) of one's own number and of those of the enterprises one acts for. */
  readonly numberHashes: readonly string[];
  /** SHA-256 (hexadecimal) of the link's token. */
  readonly tokenHash: string;
};

export type Actor = PersonActor | SystemActor | RecipientActor;

export type Permission =
  | "message:read"
  | "message:write"
  | "message:send"
  | "message:approve"
  | "delivery:read"
  | "proof:read"
  | "template:read"
  | "template:write"
  | "account:manage"
  | "type:manage"
  | "service:manage"
  | "retention:manage"
  | "people:manage"
  | "audit:read"
  | "audit:prove"
  | "platform:operate";
