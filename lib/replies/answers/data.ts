import "server-only";
import { now } from "@/lib/clock";
import type { PersonActor } from "@/lib/auth/schema";
import { fullName, countsAt } from "@/lib/auth/rules";
import { withActor, type Transaction } from "@/lib/db";
import { titleOf } from "@/lib/messages/body/rules";
import { decryptBytes } from "@/lib/number-vault";
import { handlingState } from "@/lib/replies/answers/handling";
import { countAnswers, entriesIn } from "@/lib/replies/answers/rules";
import {
  answeredBySchema,
  type AnsweredMessage,
  type AnswerLine,
  type DeliveryAnswers,
  type GivenAnswer,
  type Handling,
  type MessageAnswers,
  type MessageAnswersRef,
} from "@/lib/replies/answers/schema";
import { askedOf, replyOptionOf } from "@/lib/replies/options/rules";
import { askedReplySchema, type AskedReply } from "@/lib/replies/options/schema";
import { contentOf } from "@/lib/replies/requests/data";
import type { Message, Prisma, ReplyAnswer, ReplyHandling } from "@/prisma/generated/client";

const PAGE_SIZE = 50;

/** What came back on one delivery; null for whoever does not read its service. */
export async function getDeliveryAnswers(
  actor: PersonActor,
  deliveryId: string,
): Promise<DeliveryAnswers | null> {
  return withActor(actor, async (tx) => {
    const row = await tx.delivery.findFirst({
      where: { id: deliveryId, serviceId: { in: [...actor.reads] } },
      include: BACK,
    });
    if (!row) return null;
    const names = await namesOf(tx, row.replyHandling ? [row.replyHandling] : []);
    return {
      deliveryId,
      answers: row.replyAnswers.map(toAnswer),
      newestAt: newestOf(row),
      handling: toHandling(row.replyHandling, names),
    };
  });
}

const BACK = {
  replyAnswers: { orderBy: { number: "asc" } },
  replies: { select: { receivedAt: true }, orderBy: { receivedAt: "asc" } },
  replyHandling: true,
} as const satisfies Prisma.DeliveryInclude;

type Back = {
  replyAnswers: ReplyAnswer[];
  replies: { receivedAt: Date }[];
  replyHandling: ReplyHandling | null;
};

function newestOf({ replyAnswers, replies }: Back): Date | null {
  const times = [replyAnswers.at(-1)?.answeredAt, replies.at(-1)?.receivedAt];
  return times.reduce<Date | null>(
    (newest, time) => (time && (!newest || time > newest) ? time : newest),
    null,
  );
}

function toAnswer(row: ReplyAnswer): GivenAnswer {
  const { id, number, answeredAt, content, answeredBy, contentErasedAt } = row;
  const by: unknown = JSON.parse(Buffer.from(decryptBytes(answeredBy)).toString("utf8"));
  return {
    id,
    number,
    answeredAt,
    by: answeredBySchema.parse(by),
    entries: contentOf(content).entries,
    contentErasedAt,
  };
}

function toHandling(row: ReplyHandling | null, names: ReadonlyMap<string, string>): Handling {
  if (!row) return { lockNumber: 0, assignedTo: null, handledAt: null, handledBy: null };
  const { lockNumber, assignedToId, handledAt, handledById } = row;
  return {
    lockNumber,
    assignedTo: assignedToId ? { id: assignedToId, name: names.get(assignedToId) ?? "" } : null,
    handledAt,
    handledBy: handledById ? (names.get(handledById) ?? null) : null,
  };
}

async function namesOf(
  tx: Transaction,
  rows: readonly ReplyHandling[],
): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ assignedToId, handledById }) =>
    [assignedToId, handledById].filter((id) => id !== null),
  );
  if (ids.length === 0) return new Map();
  const people = await tx.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, givenName: true, surname: true },
  });
  return new Map(people.map((person) => [person.id, fullName(person)]));
}

/** Who of the service a reply can be assigned to. */
export async function listColleagues(actor: PersonActor): Promise<{ id: string; name: string }[]> {
  return withActor(actor, async (tx) => {
    const held = await tx.membership.findMany({
      where: { serviceId: { in: [...actor.writes] }, role: "sender", ...countsAt(now()) },
      include: { person: { select: { id: true, givenName: true, surname: true } } },
    });
    return held
      .map(({ person }) => ({ id: person.id, name: fullName(person) }))
      .sort((a, b) => a.name.localeCompare(b.name));
  });
}

/** One page of what was answered to a message that was sent, with the numbers of all pages. */
export async function getMessageAnswers(
  actor: PersonActor,
  { messageId, page }: MessageAnswersRef,
): Promise<MessageAnswers | null> {
  return withActor(actor, async (tx) => {
    const whole = await readMessage(tx, actor, messageId);
    if (!whole) return null;
    const pages = Math.max(1, Math.ceil(whole.sent / PAGE_SIZE));
    const place = Math.min(page, pages);
    const { asked, ...figures } = whole;
    const lines = await readLines(tx, messageId, asked, (place - 1) * PAGE_SIZE, PAGE_SIZE);
    return { ...figures, lines, page: place, pages };
  });
}

/** For files: every line, a page at a time, so that a big message fits in memory. */
export async function readAnswerLines(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
): Promise<{ whole: WholeMessage; lines: AnswerLine[] } | null> {
  const whole = await readMessage(tx, actor, messageId);
  if (!whole) return null;
  const lines: AnswerLine[] = [];
  for (let skip = 0; skip < whole.sent; skip += 500)
    lines.push(...(await readLines(tx, messageId, whole.asked, skip, 500)));
  return { whole, lines };
}

export type WholeMessage = Omit<MessageAnswers, "lines" | "page" | "pages"> & {
  /** In the message's main language; null: nothing is asked on the reply page. */
  asked: AskedReply | null;
};

async function readMessage(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
): Promise<WholeMessage | null> {
  const mine = { messageId, serviceId: { in: [...actor.reads] } };
  const message = await tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.reads] }, sentAt: { not: null } },
  });
  if (!message?.sentAt) return null;
  const sent = await tx.delivery.count({ where: mine });
  const request = await tx.replyRequest.findFirst({ where: { delivery: mine } });
  const asked = request && askedInMain(message, request);
  const answers = await tx.replyAnswer.findMany({
    where: { delivery: mine },
    orderBy: [{ deliveryId: "asc" }, { number: "desc" }],
    distinct: ["deliveryId"],
  });
  return {
    messageId,
    asked,
    reference: message.reference,
    subject: titleOf(message.subject),
    sentAt: message.sentAt,
    question: asked?.question ?? "",
    closesAt: request?.closesAt ?? null,
    sent,
    answered: answers.length,
    toHandle: await countToHandle(tx, [messageId]).then((found) => found.get(messageId) ?? 0),
    counts: asked
      ? countAnswers(
          asked,
          answers.map(({ content }) => contentOf(content).entries),
        )
      : [],
  };
}

/** What each recipient was asked is in the language of their letter; what the message asks, in its main one. */
function askedInMain(message: Message, request: { asked: unknown }): AskedReply {
  const option = replyOptionOf(message);
  return (option && askedOf(option)) ?? askedReplySchema.parse(request.asked);
}

async function readLines(
  tx: Transaction,
  messageId: string,
  asked: AskedReply | null,
  skip: number,
  take: number,
): Promise<AnswerLine[]> {
  const rows = await tx.delivery.findMany({
    where: { messageId },
    orderBy: { position: "asc" },
    include: BACK,
    skip,
    take,
  });
  const names = await namesOf(
    tx,
    rows.flatMap(({ replyHandling }) => replyHandling ?? []),
  );
  return rows.map((row) => {
    const newest = row.replyAnswers.at(-1);
    return {
      deliveryId: row.id,
      reference: row.reference,
      recipientName: row.recipientName,
      answer: newest ? inMain(toAnswer(newest), asked) : null,
      newestAt: newestOf(row),
      handling: toHandling(row.replyHandling, names),
    };
  });
}

/** Answers of all languages stand in one list. */
function inMain(answer: GivenAnswer, asked: AskedReply | null): GivenAnswer {
  return asked ? { ...answer, entries: entriesIn(asked, answer.entries) } : answer;
}

/** How many deliveries of each message have something that nobody has seen to. */
async function countToHandle(
  tx: Transaction,
  messageIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.delivery.findMany({
    where: {
      messageId: { in: [...messageIds] },
      OR: [{ replyAnswers: { some: {} } }, { replies: { some: {} } }],
    },
    select: {
      messageId: true,
      replyAnswers: { select: { answeredAt: true }, orderBy: { number: "desc" }, take: 1 },
      replies: { select: { receivedAt: true }, orderBy: { receivedAt: "desc" }, take: 1 },
      replyHandling: { select: { handledAt: true } },
    },
  });
  const counts = new Map<string, number>();
  for (const { messageId, replyAnswers, replies, replyHandling } of rows) {
    const times = [replyAnswers[0]?.answeredAt, replies[0]?.receivedAt].filter(
      (time) => time !== undefined,
    );
    const newest = new Date(Math.max(...times.map((time) => time.getTime())));
    if (handlingState(replyHandling?.handledAt ?? null, newest) === "handled") continue;
    counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  }
  return counts;
}

const MOST_MESSAGES = 50;

/** The messages that are answered on the reply page, newest first. */
export async function listAnsweredMessages(actor: PersonActor): Promise<AnsweredMessage[]> {
  return withActor(actor, async (tx) => {
    const serviceId = { in: [...actor.reads] };
    const messages = await tx.message.findMany({
      where: {
        serviceId,
        sentAt: { not: null },
        deliveries: { some: { replyRequest: { isNot: null } } },
      },
      orderBy: { sentAt: "desc" },
      take: MOST_MESSAGES,
      include: { _count: { select: { deliveries: true } } },
    });
    const ids = messages.map(({ id }) => id);
    const answered = await tx.delivery.groupBy({
      by: ["messageId"],
      where: { messageId: { in: ids }, serviceId, replyAnswers: { some: {} } },
      _count: true,
    });
    const toHandle = await countToHandle(tx, ids);
    return messages.map(({ id, reference, subject, sentAt, createdAt, _count: count }) => ({
      messageId: id,
      reference,
      subject: titleOf(subject),
      sentAt: sentAt ?? createdAt,
      sent: count.deliveries,
      answered: answered.find(({ messageId }) => messageId === id)?._count ?? 0,
      toHandle: toHandle.get(id) ?? 0,
    }));
  });
}
