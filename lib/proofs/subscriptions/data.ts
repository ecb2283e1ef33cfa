import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { FREQUENCIES, MAIL_STATES, type Subscription } from "@/lib/proofs/subscriptions/schema";

const MAILS_SHOWN = 10;

/** Whether this installation sends mail at all. */
export function sendsMail(): boolean {
  return environment().MAIL_FROM !== undefined;
}

/** One's own subscription in the organisation that one acts for; null when there is none. */
export function getSubscription(actor: PersonActor): Promise<Subscription | null> {
  return withActor(actor, async (tx) => {
    const row = await tx.checkpointSubscription.findFirst({
      where: mine(actor),
      include: {
        mails: {
          orderBy: { plannedAt: "desc" },
          take: MAILS_SHOWN,
          include: { checkpoint: { select: { size: true } } },
        },
      },
    });
    if (!row) return null;
    const { email, subscribedAt, mails } = row;
    return {
      email,
      subscribedAt,
      frequency: oneOf(FREQUENCIES, row.frequency),
      mails: mails.map(({ id, state, plannedAt, endedAt, nextTryAt, problem, checkpoint }) => ({
        ...{ id, plannedAt, endedAt, nextTryAt, problem },
        state: oneOf(MAIL_STATES, state),
        size: Number(checkpoint.size),
      })),
    };
  });
}

/** The address that the sign-in told, to begin with. */
export async function getOwnAddress(actor: PersonActor): Promise<string | null> {
  const person = await withActor(actor, (tx) =>
    tx.person.findUnique({ where: { id: actor.personId }, select: { email: true } }),
  );
  return person?.email ?? null;
}

export function mine({ personId, actingFor }: PersonActor) {
  return { personId, organisationId: actingFor.organisationId ?? "" };
}

function oneOf<T extends string>(known: readonly T[], value: string): T {
  const found = known.find((one) => one === value);
  if (!found) throw new Error(`${value} is none of ${known.join(", ")}`);
  return found;
}
