import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { fullName } from "@/lib/auth/rules";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { DRAFT_STATES } from "@/lib/messages/schema";
import { GONE_AFTER, type Presence } from "@/lib/messages/presence/schema";
import { ok, refuse, type Result } from "@/lib/result";

/** Says that the actor has the draft open, and answers who else has. */
export async function noteHere(
  actor: PersonActor,
  messageId: string,
): Promise<Result<Presence, Problem>> {
  const { personId } = actor;
  const seenAt = now();
  return withActor(actor, async (tx) => {
    const draft = await tx.message.findFirst({
      where: {
        id: messageId,
        serviceId: { in: [...actor.writes] },
        state: { in: [...DRAFT_STATES] },
      },
      select: { organisationId: true, serviceId: true },
    });
    if (!draft) return refuse({ code: "not_found" });
    await tx.draftPresence.upsert({
      where: { messageId_personId: { messageId, personId } },
      create: { messageId, personId, seenAt, ...draft },
      update: { seenAt },
    });
    const others = await tx.draftPresence.findMany({
      where: {
        messageId,
        personId: { not: personId },
        seenAt: { gt: new Date(seenAt.getTime() - GONE_AFTER) },
      },
      select: { person: { select: { givenName: true, surname: true } } },
      orderBy: { personId: "asc" },
    });
    return ok({
      others: others.map(({ person }) => fullName(person)),
    });
  });
}
