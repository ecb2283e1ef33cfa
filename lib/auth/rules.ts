import type { AnsweredFor } from "@/lib/answered-for";
import type {
  ActingFor,
  AssuranceLevel,
  Membership,
  Permission,
  PersonActor,
  Role,
} from "@/lib/auth/schema";

export const IDLE_MINUTES = 15;
export const SESSION_HOURS = 8;
/** An answer takes minutes. */
export const RECIPIENT_SESSION_HOURS = 2;

/** One table says which role may do what. */
const ALLOWED: Record<Permission, readonly Role[]> = {
  // Drafts are their writers' business; an auditor sees what was sent.
  "message:read": ["sender", "approver"],
  "message:write": ["sender"],
  "message:send": ["sender"],
  // Of the messages that wait, and never one they wrote in themselves.
  "message:approve": ["approver"],
  "delivery:read": ["sender", "approver", "auditor"],
  "proof:read": ["sender", "approver", "auditor"],
  "template:read": ["sender", "approver", "administrator"],
  // A sender those of the service, an administrator those of the organisation.
  "template:write": ["sender", "administrator"],
  "account:manage": ["administrator"],
  "type:manage": ["administrator"],
  "service:manage": ["administrator"],
  // How long contents are kept, and what is held: an auditor changes nothing, and so holds nothing.
  "retention:manage": ["administrator"],
  "people:manage": ["administrator"],
  // An auditor all of it, an administrator who looked at what.
  "audit:read": ["auditor", "administrator"],
  // What was proved across the organisation.
  "audit:prove": ["auditor"],
  "platform:operate": ["operator"],
};

export function may(actor: Pick<PersonActor, "roles">, permission: Permission): boolean {
  return ALLOWED[permission].some((role) => actor.roles.includes(role));
}

/**
 * FAS levels in eIDAS words: 500 is the identity card, 450 itsme and its equals; what lies below
 * (codes by app, text message or e-mail, passwords) does not reach substantial.
 */
export function assuranceLevel(fasLevel: number): AssuranceLevel {
  if (fasLevel >= 500) return "high";
  return fasLevel >= 450 ? "substantial" : "low";
}

/** Reads means and level from FAS's `amr`, such as `["eid", "urn:be:fedict:iam:fas:Level500"]`. */
export function readAmr(amr: readonly string[]): { method: string; fasLevel: number } {
  const levels = amr.flatMap((entry) => {
    const level = /^urn:be:fedict:iam:fas:(?:[a-z]+:)?Level(\d{3})$/.exec(entry)?.[1];
    return level ? [Number(level)] : [];
  });
  return {
    method: amr.find((entry) => !entry.startsWith("urn:")) ?? "unknown",
    fasLevel: levels.length ? Math.min(...levels) : 0,
  };
}

type SessionTimes = { lastSeenAt: Date; expiresAt: Date; endedAt: Date | null };

/** Why a session no longer counts, or null while it does. */
export function sessionEnd(session: SessionTimes, now: Date): "ended" | "idle" | "absolute" | null {
  if (session.endedAt) return "ended";
  if (now >= session.expiresAt) return "absolute";
  return now.getTime() >= idleEnd(session.lastSeenAt).getTime() ? "idle" : null;
}

export function idleEnd(lastSeenAt: Date): Date {
  return new Date(lastSeenAt.getTime() + IDLE_MINUTES * 60_000);
}

/** Everyone and everything a person can act for, each once, services first. */
export function actingOptions(memberships: readonly Membership[]): ActingFor[] {
  const seen = new Map<string, ActingFor>();
  for (const { organisationId, serviceId } of memberships) {
    seen.set(`${organisationId}/${serviceId}`, { organisationId, serviceId });
  }
  return [...seen.values()].sort((a, b) => rank(a) - rank(b));
}

function rank(option: ActingFor): number {
  if (option.serviceId) return 0;
  return option.organisationId ? 1 : 2;
}

export function sameActingFor(a: ActingFor, b: ActingFor): boolean {
  return a.organisationId === b.organisationId && a.serviceId === b.serviceId;
}

/** The roles that count while acting for something, and the services they reach. */
export function scopeOf(
  memberships: readonly Membership[],
  actingFor: ActingFor,
  organisationServices: readonly string[],
): { roles: Role[]; reads: string[]; writes: string[] } {
  const roles = memberships
    .filter((membership) => sameActingFor(membership, actingFor))
    .map((membership) => membership.role);
  const own = actingFor.serviceId ? [actingFor.serviceId] : [];
  const works = roles.includes("sender") || roles.includes("approver");
  return {
    roles,
    reads:
      roles.includes("auditor") && !actingFor.serviceId
        ? [...organisationServices]
        : works
          ? own
          : [],
    writes: works ? own : [],
  };
}

/** The link in the path of a reply page, also one that is to change an answer; null for any other. */
export function replyTokenOf(path: string): string | null {
  return /^\/reply\/([\w-]{1,80})(?:\?change=1)?$/.exec(path)?.[1] ?? null;
}

/** Where a person may be sent back to after signing in: a path of ours, nothing else. */
export function safeReturnPath(path: string | null | undefined): string {
  return path && /^\/(?![/\\])[!-[\]-~]*$/.test(path) && !path.startsWith("/api/") ? path : "/";
}

/** How a person is named; some of those whom FAS knows have one name alone. */
export function fullName({ givenName, surname }: { givenName: string; surname: string }): string {
  return `${givenName} ${surname}`.trim();
}

/** Who answers for an order or a decision. */
export function answeredFor(actor: PersonActor): AnsweredFor {
  const { signIn } = actor;
  return {
    by: fullName(actor),
    method: signIn.method,
    level: signIn.level,
    fasLevel: signIn.fasLevel,
    signedInAt: signIn.at.toISOString(),
  };
}

/** The organisation whose types the actor manages; null for everybody else. */
export function managedOrganisation({ roles, actingFor }: PersonActor): string | null {
  return roles.includes("administrator") ? actingFor.organisationId : null;
}

/** The memberships that count at this moment: taken away by nobody, begun, and not over. */
export function countsAt(moment: Date) {
  return {
    endedAt: null,
    startsAt: { lte: moment },
    OR: [{ endsAt: null }, { endsAt: { gt: moment } }],
  };
}
