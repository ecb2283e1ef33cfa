import "server-only";
import { now } from "@/lib/clock";
import {
  approvalReasons,
  changesSince,
  type AskedChange,
  type FourEyesRules,
} from "@/lib/approvals/rules";
import {
  askedSchema,
  commentsSchema,
  type ApprovalState,
  type ApprovalWanted,
  type Asked,
  type Comment,
  type WaitingApproval,
} from "@/lib/approvals/schema";
import { fullName, countsAt } from "@/lib/auth/rules";
import { answeredForSchema, type AnsweredFor } from "@/lib/answered-for";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { titleOf } from "@/lib/messages/body/rules";
import { isRegistered } from "@/lib/messages/rules";
import { deliveryChoiceSchema, messageIdSchema, type DeliveryChoice } from "@/lib/messages/schema";
import type { Approval } from "@/prisma/generated/client";
import { localizedSchema } from "@/lib/text/localized";

/** What type and organisation ask of a message before it goes. */
export async function readFourEyes(
  tx: Transaction,
  message: { organisationId: string; messageTypeId: string },
): Promise<FourEyesRules> {
  const type = await tx.messageType.findUniqueOrThrow({
    where: { id: message.messageTypeId },
    select: { fourEyes: true },
  });
  const organisation = await tx.organisation.findUniqueOrThrow({
    where: { id: message.organisationId },
    select: { fourEyesFrom: true, fourEyesRegistered: true },
  });
  return {
    ofType: type.fourEyes,
    fromRecipients: organisation.fourEyesFrom,
    forRegistered: organisation.fourEyesRegistered,
  };
}

/** Who of the service may approve a message that these people wrote. */
export async function readApprovers(
  tx: Transaction,
  { serviceId, writerIds }: { serviceId: string; writerIds: readonly string[] },
): Promise<string[]> {
  const found = await tx.membership.findMany({
    where: { serviceId, role: "approver", ...countsAt(now()), personId: { notIn: [...writerIds] } },
    select: { person: { select: { givenName: true, surname: true } } },
    distinct: ["personId"],
  });
  return found.map(({ person }) => fullName(person)).sort();
}

/** Who let a message go, as its evidence names them; null where nobody had to. */
export async function readApprover(
  tx: Transaction,
  messageId: string,
): Promise<{ personId: string; name: string; signedIn: AnsweredFor | null; at: Date } | null> {
  const approval = await tx.approval.findFirst({
    where: { messageId, state: "approved" },
    orderBy: { round: "desc" },
  });
  const personId = approval?.decidedById;
  if (!personId || !approval.decidedAt) return null;
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
  const signedIn = answeredForSchema.nullable().parse(approval.decidedBy);
  return { personId, name: fullName(person), signedIn, at: approval.decidedAt };
}

/** Null where nobody has to approve it. */
export async function getApprovalWanted(
  actor: PersonActor,
  message: { id: string; recipients: number; deliveryChoice: DeliveryChoice | null },
): Promise<ApprovalWanted | null> {
  return withActor(actor, async (tx) => {
    const row = await tx.message.findFirst({
      where: { id: message.id, serviceId: { in: [...actor.writes] } },
      select: { organisationId: true, serviceId: true, messageTypeId: true, writerIds: true },
    });
    const reasons = row ? approvalReasons(await readFourEyes(tx, row), message) : [];
    if (!row || reasons.length === 0) return null;
    const writerIds = [...row.writerIds, actor.personId];
    return { reasons, approvers: await readApprovers(tx, { ...row, writerIds }) };
  });
}

/** What waits for approval in the actor's service, what waits longest first. */
export async function listApprovals(actor: PersonActor): Promise<WaitingApproval[]> {
  return withActor(actor, async (tx) => {
    const rows = await tx.approval.findMany({
      where: { serviceId: { in: [...actor.writes] }, state: "waiting" },
      include: { message: { include: { messageType: { select: { name: true } } } } },
      orderBy: { askedAt: "asc" },
      take: 200,
    });
    const names = await readNames(
      tx,
      rows.map(({ askedById }) => askedById),
    );
    return rows.map(({ message, ...row }) => ({
      messageId: message.id,
      reference: message.reference,
      subject: titleOf(message.subject),
      type: localizedSchema.parse(message.messageType.name),
      askedBy: names.get(row.askedById) ?? "",
      askedAt: row.askedAt,
      round: row.round,
      recipients: message.recipientCount ?? 0,
      isRegistered: isRegistered(deliveryChoiceSchema.parse(message.deliveryChoice)),
      isOwn: isOwn(actor, row, message),
    }));
  });
}

/** How many messages wait for this very person to decide. */
export async function countApprovals(actor: PersonActor): Promise<number> {
  return withActor(actor, (tx) =>
    tx.approval.count({
      where: {
        serviceId: { in: [...actor.writes] },
        state: "waiting",
        askedById: { not: actor.personId },
        message: { NOT: { writerIds: { has: actor.personId } } },
      },
    }),
  );
}

/** One asking for approval, as its page shows it. */
export type ApprovalView = {
  round: number;
  state: ApprovalState;
  note: string;
  askedBy: string;
  askedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  comments: Comment[];
  asked: Asked;
  isOwn: boolean;
  /** What was said last time, and what changed since; null when it is asked for the first time. */
  before: {
    decidedAt: Date;
    decidedBy: string;
    comments: Comment[];
    changes: AskedChange[];
  } | null;
};

/** The newest asking of a message; null when nobody ever asked. */
export async function getApproval(
  actor: PersonActor,
  messageId: string,
): Promise<ApprovalView | null> {
  const id = messageIdSchema.safeParse(messageId);
  if (!id.success) return null;
  return withActor(actor, async (tx) => {
    const rounds = await tx.approval.findMany({
      where: { messageId: id.data, serviceId: { in: [...actor.writes] } },
      include: { message: { select: { writerIds: true } } },
      orderBy: { round: "desc" },
      take: 20,
    });
    const [newest, ...older] = rounds;
    if (!newest) return null;
    // Looked at by whoever decided; what was withdrawn nobody may have seen.
    const seen = older.find(({ state }) => state === "sent_back" || state === "approved");
    const names = await readNames(
      tx,
      rounds.flatMap(({ askedById, decidedById }) => [askedById, decidedById ?? askedById]),
    );
    const asked = askedSchema.parse(newest.asked);
    return {
      round: newest.round,
      state: newest.state as ApprovalState,
      note: newest.note,
      askedBy: names.get(newest.askedById) ?? "",
      askedAt: newest.askedAt,
      decidedBy: newest.decidedById && (names.get(newest.decidedById) ?? ""),
      decidedAt: newest.decidedAt,
      comments: commentsSchema.parse(newest.comments),
      asked,
      isOwn: isOwn(actor, newest, newest.message),
      before: seen ? lookBefore(seen, asked, names) : null,
    };
  });
}

function lookBefore(seen: Approval, asked: Asked, names: ReadonlyMap<string, string>) {
  return {
    decidedAt: seen.decidedAt ?? seen.askedAt,
    decidedBy: names.get(seen.decidedById ?? "") ?? "",
    comments: commentsSchema.parse(seen.comments),
    changes: changesSince(askedSchema.parse(seen.asked), asked),
  };
}

function isOwn(
  actor: PersonActor,
  { askedById }: { askedById: string },
  { writerIds }: { writerIds: readonly string[] },
): boolean {
  return askedById === actor.personId || writerIds.includes(actor.personId);
}

async function readNames(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const people = await tx.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, givenName: true, surname: true },
  });
  return new Map(people.map((person) => [person.id, fullName(person)]));
}
