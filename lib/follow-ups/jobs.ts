import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import {
  addEvent,
  auditOf,
  keepAnswer,
  readDelivery,
  type DeliveryRow,
} from "@/lib/deliveries/facts/jobs";
import {
  statusDetails,
  lookNow,
  pausedOrganisations,
  type Look,
} from "@/lib/deliveries/following/jobs";
import { keepOnPaper } from "@/lib/deliveries/outcomes/jobs";
import { remindOfDueDates, sendReminders, type RemindedBy } from "@/lib/follow-ups/reminders/jobs";
import { endedBefore, FAULT_PAUSE, ruleOfOrder, stepToTake } from "@/lib/follow-ups/rules";
import { DECISIONS, type FollowUpState, type UnopenedRule } from "@/lib/follow-ups/schema";
import { letterSchema } from "@/lib/letters/schema";
import { log } from "@/lib/log";
import { orderSchema } from "@/lib/messages/orders/schema";
import { addEvidence } from "@/lib/proofs/mutations";
import type { FollowUp } from "@/prisma/generated/client";
import { z } from "zod";

/** So many letters a round; the mailbox is asked about each alone, because the answer is evidence. */
const AT_ONCE = 100;

/**
 * Finds what was not opened in its time, does what was decided about it, and reminds of due dates;
 * answers how long to pause, in milliseconds.
 */
export async function followUp(actor: SystemActor): Promise<number> {
  const found = await findUnopened(actor);
  const done = await carryOut(actor);
  const reminded = await remindOfDueDates(actor);
  return found + done + reminded > 0 ? 200 : 2000;
}

async function findUnopened(actor: SystemActor): Promise<number> {
  const due = await withActor(actor, async (tx) =>
    tx.delivery.findMany({
      where: {
        state: "published",
        followUpAt: { lte: now() },
        organisationId: { notIn: await pausedOrganisations(tx) },
      },
      orderBy: { followUpAt: "asc" },
      take: AT_ONCE,
      select: { id: true },
    }),
  );
  for (const { id } of due) {
    await carefully(id, () => notice(actor, id)).catch(() =>
      withActor(actor, (tx) =>
        tx.delivery.updateMany({
          where: { id, followUpAt: { not: null } },
          data: { followUpAt: new Date(now().getTime() + FAULT_PAUSE) },
        }),
      ),
    );
  }
  return due.length;
}

/** What goes wrong with one is told, and holds up no other. */
async function carefully(id: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    log.error({ delivery: id, reason }, "what was not opened could not be followed up");
    throw error;
  }
}

async function notice(actor: SystemActor, id: string): Promise<void> {
  const delivery = await withActor(actor, (tx) => readDelivery(tx, id));
  const rule = delivery && ruleOfOrder(delivery.message.order);
  if (!delivery) return;
  if (!rule) return forgetMoment(actor, id);
  const look = await lookNow(actor, delivery);
  if (look.kind === "unopened" || look.kind === "unknown")
    await withActor(actor, (tx) => keepUnopened(tx, actor, delivery, { rule, look }));
}

/** A moment without a rule would be met again in each round. */
async function forgetMoment(actor: SystemActor, id: string): Promise<void> {
  await withActor(actor, (tx) =>
    tx.delivery.updateMany({ where: { id }, data: { followUpAt: null } }),
  );
}

/** Once each: of two workers that noticed it, the second finds it noticed. */
async function keepUnopened(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  { rule, look }: { rule: UnopenedRule; look: Look },
): Promise<void> {
  const at = now();
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published", followUpAt: { not: null } },
    data: {
      followUpAt: null,
      ...(look.kind === "unopened" ? { unopenedSeenAt: look.raw.requestedAt } : {}),
    },
  });
  if (count === 0) return;
  const { afterDays } = rule;
  const isSurelyUnopened = look.kind === "unopened";
  await addEvent(tx, delivery, "not_opened", at, at, {
    afterDays,
    ...(isSurelyUnopened ? {} : { isOpeningUnknown: true }),
  });
  if (look.kind === "unopened" && delivery.mailboxMessageId) {
    await addEvidence(tx, delivery, {
      event: "NotOpened",
      at: look.raw.answeredAt,
      afterDays,
      mailboxMessageId: delivery.mailboxMessageId,
      answers: [
        await keepAnswer(tx, actor, delivery, "status", look.raw, statusDetails(delivery, false)),
      ],
    });
  }
  const hasAddress = letterSchema.parse(delivery.letter).recipient.addressLines.length > 0;
  const { step, isByItself } = stepToTake(rule, { hasAddress, isSurelyUnopened });
  const { id: deliveryId, organisationId, serviceId } = delivery;
  await tx.followUp.create({
    data: {
      ...{ deliveryId, organisationId, serviceId, afterDays },
      step: rule.step,
      createdAt: at,
      tryAt: at,
      ...(isByItself && step !== "tell" ? { state: "decided", decision: step, decidedAt: at } : {}),
    },
  });
  await auditOf(tx, actor, delivery, "delivery_not_opened", { afterDays, step: rule.step });
}

type Decided = { followUp: FollowUp; delivery: DeliveryRow; by: RemindedBy };

async function carryOut(actor: SystemActor): Promise<number> {
  const rows = await withActor(actor, async (tx) =>
    tx.followUp.findMany({
      where: {
        state: "decided",
        tryAt: { lte: now() },
        organisationId: { notIn: await pausedOrganisations(tx) },
      },
      orderBy: { tryAt: "asc" },
      take: AT_ONCE,
    }),
  );
  const toRemind: Decided[] = [];
  for (const row of rows) {
    await carefully(row.deliveryId, async () => {
      const decided = await readyToDo(actor, row);
      if (decided && row.decision === "remind") toRemind.push(decided);
      else if (decided) await withActor(actor, (tx) => doAlone(tx, actor, decided));
    }).catch(() => putOff(actor, [row.id]));
  }
  for (const group of groupsOf(toRemind)) {
    await carefully(group[0]?.delivery.id ?? "", () =>
      withActor(actor, (tx) => remind(tx, actor, group)),
    ).catch(() =>
      putOff(
        actor,
        group.map((each) => each.followUp.id),
      ),
    );
  }
  return rows.length;
}

async function putOff(actor: SystemActor, ids: string[]): Promise<void> {
  const tryAt = new Date(now().getTime() + FAULT_PAUSE);
  await withActor(actor, (tx) =>
    tx.followUp.updateMany({ where: { id: { in: ids }, state: "decided" }, data: { tryAt } }),
  );
}

/** The mailbox is asked once more, right before the step; null where it must not, or cannot yet, be taken. */
async function readyToDo(actor: SystemActor, row: FollowUp): Promise<Decided | null> {
  const delivery = await withActor(actor, (tx) => readDelivery(tx, row.deliveryId));
  if (!delivery) return null;
  const isLeft = z.enum(DECISIONS).parse(row.decision) === "leave";
  const look = isLeft || delivery.state !== "published" ? null : await lookNow(actor, delivery);
  if (look?.kind === "away") return null;
  if (look?.kind === "opened" || (!isLeft && delivery.state !== "published")) {
    const state = look ? "opened" : endedBefore(delivery.state);
    await withActor(actor, (tx) => close(tx, row, state));
    return null;
  }
  return { followUp: row, delivery, by: remindedBy(row, delivery) };
}

/** What is done by itself is answered for by whoever gave the order, having seen its rule. */
function remindedBy({ decidedById, decidedBy }: FollowUp, { message }: DeliveryRow): RemindedBy {
  if (decidedById !== null)
    return { personId: decidedById, by: orderSchema.shape.by.parse(decidedBy), isByItself: false };
  const personId = message.sentById ?? message.authorId;
  return { personId, by: orderSchema.parse(message.order).by, isByItself: true };
}

/** True for the one who closes it: of two workers with the same decision, the second does nothing. */
async function close(
  tx: Transaction,
  { id }: FollowUp,
  state: Exclude<FollowUpState, "open" | "decided">,
): Promise<boolean> {
  const { count } = await tx.followUp.updateMany({
    where: { id, state: "decided" },
    data: { state, doneAt: now() },
  });
  return count === 1;
}

/**
 * Those of them that still lie unopened in their box, closed as done: what they are at this moment they
 * stay until the step is taken, in the same transaction. The others may have moved on since the look.
 */
async function takeStillUnopened(tx: Transaction, group: readonly Decided[]): Promise<Decided[]> {
  const ids = group.map(({ delivery }) => delivery.id);
  const rows = await tx.$queryRaw<{ id: string; state: string }[]>`
    SELECT id::text AS id, state FROM "Delivery" WHERE id = ANY (${ids}::uuid[])
    ORDER BY id FOR UPDATE`;
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  const taken: Decided[] = [];
  for (const each of group) {
    const state = states.get(each.delivery.id) ?? "";
    if (state !== "published") await close(tx, each.followUp, endedBefore(state));
    else if (await close(tx, each.followUp, "done")) taken.push(each);
  }
  return taken;
}

async function doAlone(tx: Transaction, actor: SystemActor, decided: Decided): Promise<void> {
  const { followUp: row, delivery, by } = decided;
  const name = by.isByItself ? null : by.by.by;
  if (row.decision === "paper") {
    const [taken] = await takeStillUnopened(tx, [decided]);
    if (taken && !(await keepOnPaper(tx, actor, delivery, "not_opened", name)))
      throw new Error(`${delivery.reference} did not go on paper`);
    return;
  }
  if (!(await close(tx, row, "left"))) return;
  const at = row.decidedAt ?? now();
  await addEvent(tx, delivery, "left", at, now(), { by: by.by.by });
  await auditOf(tx, actor, delivery, "delivery_left", {});
}

/** Letters of one message, decided on by one person, are reminded of with one message. */
function groupsOf(decided: readonly Decided[]): Decided[][] {
  const groups = new Map<string, Decided[]>();
  for (const each of decided) {
    const key = `${each.delivery.messageId}/${each.by.personId}/${each.by.isByItself}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

async function remind(tx: Transaction, actor: SystemActor, group: Decided[]): Promise<void> {
  const taken = await takeStillUnopened(tx, group);
  const [first] = taken;
  if (!first) return;
  const letters = taken.map(({ delivery }) => delivery);
  await sendReminders(tx, actor, "unopened", letters, first.by);
}
