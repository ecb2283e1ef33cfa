import "server-only";
import { pageOf, readEdge, type Edge } from "@/lib/address";
import { readDeliveryAttachments } from "@/lib/attachments/personal/data";
import type { PersonActor } from "@/lib/auth/schema";
import { brusselsMoment } from "@/lib/brussels";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { decryptNumber, hashNumber } from "@/lib/number-vault";
import { maskNumber, searchText } from "@/lib/recipients/rules";
import { letterFileName } from "@/lib/deliveries/letter";
import { historyAddress, progressPause, searchedNumber, STUCK_AFTER } from "@/lib/deliveries/rules";
import {
  deliveryEventSchema,
  historyFilterSchema,
  type DeliveryDetail,
  type DeliveryLine,
  type DeliveryPage,
  type DeliveryState,
  type HistoryFilter,
  type HistorySearch,
  type HomeSummary,
  type LatelyLine,
  type Progress,
} from "@/lib/deliveries/schema";
import { letterLanguageSchema } from "@/lib/letters/schema";
import { isRegistered } from "@/lib/messages/rules";
import type { DeliveryChoice, MessageState } from "@/lib/messages/schema";
import { paymentSchema } from "@/lib/payments/schema";
import { nameWhenSent } from "@/lib/services/rules";
import { localizedSchema } from "@/lib/text/localized";
import { parseStructuredCommunication } from "@/lib/payments/structured-communication";
import { receiptOf, receiptRuleOfOrder } from "@/lib/receipts/rules";
import type { Receipt } from "@/lib/receipts/schema";
import { replyOptionOf } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { optionIn } from "@/lib/replies/options/words";
import { replyFilesSchema } from "@/lib/replies/schema";
import { nextDay } from "@/lib/working-days";
import type { Delivery, Message, Prisma } from "@/prisma/generated/client";
import { z } from "zod";

const PAGE_SIZE = 25;

/** One relation alone: a transaction has one connection, which takes one question at a time. */
const LINE = {
  message: { select: { state: true, messageType: { select: { name: true } } } },
} as const;

type LineRow = Prisma.DeliveryGetPayload<{ include: typeof LINE }>;

/** The lines of a list, each under the name that its service had. */
async function toLines(tx: Transaction, rows: LineRow[]): Promise<DeliveryLine[]> {
  const services = await tx.service.findMany({
    where: { id: { in: [...new Set(rows.map(({ serviceId }) => serviceId))] } },
    select: { id: true, name: true },
  });
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const ordered = await readOrderedNames(tx, rows);
  return rows.map((row) =>
    toLine(row, ordered.get(row.messageId) ?? names.get(row.serviceId), row.message),
  );
}

/** The names that services had when messages were ordered: one that is renamed since does not rename them. */
async function readOrderedNames(tx: Transaction, rows: LineRow[]): Promise<Map<string, unknown>> {
  const ids = [...new Set(rows.map(({ messageId }) => messageId))];
  if (ids.length === 0) return new Map();
  const named = await tx.$queryRaw<{ id: string; name: unknown }[]>`
    SELECT id, "order"#>'{facts,sender,serviceName}' AS name FROM "Message"
    WHERE id = ANY (${ids}::uuid[]) AND "order" IS NOT NULL`;
  return new Map(named.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
}

/** Those of them that the actor reads, in the order asked. */
export async function readDeliveryLines(
  tx: Transaction,
  actor: PersonActor,
  ids: readonly string[],
): Promise<DeliveryLine[]> {
  const rows = await tx.delivery.findMany({
    where: { id: { in: [...ids] }, serviceId: { in: [...actor.reads] } },
    include: LINE,
  });
  const lines = new Map((await toLines(tx, rows)).map((line) => [line.id, line]));
  return ids.flatMap((id) => lines.get(id) ?? []);
}

/** One page of the history, newest first; keyset paging, so that it stays quick and nothing shifts. */
export async function listDeliveries(
  actor: PersonActor,
  filter: HistoryFilter,
): Promise<DeliveryPage> {
  const isBackwards = filter.before !== null;
  const edge = readEdge(filter.before ?? filter.after);
  const direction = isBackwards ? "asc" : "desc";
  return withActor(actor, async (tx) => {
    const asked = await tx.delivery.findMany({
      where: {
        serviceId: { in: [...actor.reads] },
        AND: [...conditions(filter), ...(edge ? [beyond(edge, isBackwards)] : [])],
      },
      include: LINE,
      orderBy: [{ sentAt: direction }, { id: direction }],
      take: PAGE_SIZE + 1,
    });
    const way = { isBackwards, isFurther: edge !== null };
    const page = pageOf(asked, PAGE_SIZE, way, ({ sentAt, id }) => ({ at: sentAt, id }));
    return { ...page, rows: await toLines(tx, page.rows) };
  });
}

function beyond({ at: sentAt, id }: Edge, backwards: boolean): Prisma.DeliveryWhereInput {
  return backwards
    ? { OR: [{ sentAt: { gt: sentAt } }, { sentAt, id: { gt: id } }] }
    : { OR: [{ sentAt: { lt: sentAt } }, { sentAt, id: { lt: id } }] };
}

function conditions(filter: HistoryFilter): Prisma.DeliveryWhereInput[] {
  return [
    ...(filter.q ? [search(filter.q)] : []),
    ...(filter.n ? [{ recipientNumberHash: new Uint8Array(Buffer.from(filter.n, "hex")) }] : []),
    ...(filter.view ? [views(now())[filter.view]] : []),
    ...(filter.state ? [{ state: filter.state }] : []),
    ...(isLookedFor(filter) ? [] : [NOT_CANCELLED]),
    ...(filter.type ? [{ message: { messageTypeId: filter.type } }] : []),
    ...(filter.choice === "normal" ? [{ deliveryChoice: "normal" }] : []),
    ...(filter.choice === "registered" ? [{ deliveryChoice: { not: "normal" } }] : []),
    ...(filter.from ? [{ sentAt: { gte: brusselsMoment(filter.from, "00:00") } }] : []),
    ...(filter.to ? [{ sentAt: { lt: brusselsMoment(nextDay(filter.to), "00:00") } }] : []),
  ];
}

/** What was stopped before it went was never sent: it stands under its own message, and is found. */
const NOT_CANCELLED: Prisma.DeliveryWhereInput = { state: { not: "cancelled" } };

function isLookedFor({ q, n, view, state }: HistoryFilter): boolean {
  return [q, n, view, state].some((asked) => asked !== null && asked !== "");
}

/** On their way or through: nobody calls them back. */
export const SET_OUT: Prisma.DeliveryWhereInput = { state: { notIn: ["waiting", "cancelled"] } };

const UNDER_WAY = { state: { in: ["waiting", "publishing"] } };

/** One that was opened or ended meanwhile waits for nobody. */
const NOT_OPENED = { state: "published", followUp: { is: { state: "open" } } };

function stuck(at: Date): Prisma.DeliveryWhereInput {
  return {
    ...UNDER_WAY,
    movedAt: { lt: new Date(at.getTime() - STUCK_AFTER) },
    message: { state: { not: "paused" } },
  };
}

function views(at: Date): Record<NonNullable<HistoryFilter["view"]>, Prisma.DeliveryWhereInput> {
  return {
    under_way: UNDER_WAY,
    set_out: SET_OUT,
    stuck: stuck(at),
    unread_replies: { replies: { some: { readAt: null } } },
    not_opened: NOT_OPENED,
  };
}

/**
 * Where a search leads. What looks like a national number goes into the address as its keyed hash;
 * only a wrong one that turns out to be a reference of the sender's own stays readable.
 */
export async function findSearchAddress(
  actor: PersonActor,
  { query, ...rest }: HistorySearch,
): Promise<string> {
  const filter = historyFilterSchema.parse(rest);
  if (!query) return historyAddress(filter);
  const number = searchedNumber(query, now());
  if (!number || (!number.isValid && (await isOwnReference(actor, query)))) {
    return historyAddress({ ...filter, q: query, n: null });
  }
  return historyAddress({ ...filter, n: Buffer.from(hashNumber(number.digits)).toString("hex") });
}

async function isOwnReference(actor: PersonActor, text: string): Promise<boolean> {
  const found = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: {
        serviceId: { in: [...actor.reads] },
        ownReference: { contains: text, mode: "insensitive" },
      },
      select: { id: true },
    }),
  );
  return found !== null;
}

/** The signs that PostgreSQL's LIKE would take for any letter, taken as themselves. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/**
 * One field that understands a name, a subject, a reference, a structured communication, a message
 * id. Numbers are looked for by their keyed hash alone, which is how they stand in an address.
 */
function search(text: string): Prisma.DeliveryWhereInput {
  const communication = parseStructuredCommunication(text);
  return {
    OR: [
      { recipientSearch: { contains: literally(searchText(text)) } },
      { subject: { contains: literally(text), mode: "insensitive" } },
      { reference: { startsWith: literally(text.toUpperCase()) } },
      { ownReference: { contains: literally(text), mode: "insensitive" } },
      { mailboxMessageId: text },
      ...(communication.ok ? [{ structuredCommunication: communication.value }] : []),
    ],
  };
}

function toLine(
  row: Delivery,
  service: unknown,
  message: { state: string; messageType: { name: unknown } },
): DeliveryLine {
  return {
    id: row.id,
    messageId: row.messageId,
    reference: row.reference,
    subject: row.subject,
    recipientName: row.recipientName,
    recipientMasked: maskNumber(
      row.recipientKind as "citizen" | "enterprise",
      decryptNumber(row.recipientNumberEncrypted),
    ),
    type: localizedSchema.parse(message.messageType.name),
    service: localizedSchema.parse(service),
    deliveryChoice: row.deliveryChoice as DeliveryChoice,
    state: row.state as DeliveryState,
    failureCode: row.failureCode,
    sentAt: row.sentAt,
    movedAt: row.movedAt,
    isHeld: message.state === "paused",
    publishedAt: row.publishedAt,
    openedAt: row.openedAt,
    repliedAt: row.repliedAt,
  };
}

/** In the words that this recipient was shown. */
function replyOptionIn(
  message: Pick<Message, "language" | "replyAllowed" | "replyOption">,
  language: string,
): ReplyOption | null {
  const option = replyOptionOf(message);
  const shownIn = letterLanguageSchema.safeParse(language === message.language ? null : language);
  return option && optionIn(option, shownIn.data ?? null);
}

/** The part of the frozen letter that is shown beside it. */
const frozenLetterSchema = z.object({
  payment: paymentSchema.nullish().transform((payment) => payment ?? null),
  recipient: z.object({ addressLines: z.array(z.string()).default([]) }),
});

export async function getDelivery(actor: PersonActor, id: string): Promise<DeliveryDetail | null> {
  const found = await withActor(actor, (tx) => readWhole(tx, actor, id));
  if (!found) return null;
  const { row, organisation, service, message, attachments, events, evidences, replies } = found;
  const { remindsOf } = found;
  const letter = frozenLetterSchema.parse(row.letter);
  return {
    ...toLine(row, nameWhenSent(message.order, service.name), message),
    organisation: localizedSchema.parse(organisation.name),
    language: row.language,
    ownReference: row.ownReference,
    recipientKind: row.recipientKind as "citizen" | "enterprise",
    recipientAddress: letter.recipient.addressLines,
    mailboxMessageId: row.mailboxMessageId,
    hasDigitalUser: row.hasDigitalUser,
    failureDetail: row.failureDetail,
    outcomeUnknownSince: row.outcomeUnknownSince,
    doubtfulSince: row.doubtfulSince,
    attempts: row.attempts,
    expiresAt: row.expiresAt,
    unopenedSeenAt: row.unopenedSeenAt,
    followUpAt: row.followUpAt,
    remindAt: message.remindersStoppedAt === null ? row.remindAt : null,
    remindsOf,
    letterSize: row.letterSize,
    contentErasedAt: row.contentErasedAt,
    legalBasis: message.messageType.legalBasis,
    receipt: receiptOfDelivery(row, message.order),
    replyOption: replyOptionIn(message, row.language),
    payment: letter.payment,
    events: events.map(({ kind, occurredAt, observedAt, detail }) => ({
      ...deliveryEventSchema.parse({ kind, detail }),
      occurredAt,
      observedAt,
    })),
    evidences: evidences.map(({ id: evidenceId, event, eventTime, seal }) => ({
      id: evidenceId,
      event,
      eventTime,
      leafIndex: seal ? Number(seal.leafIndex) : null,
      sealedAt: seal?.sealedAt ?? null,
    })),
    replies: replies.map((reply) => ({
      id: reply.id,
      receivedAt: reply.receivedAt,
      observedAt: reply.observedAt,
      subject: reply.subject,
      text: reply.text,
      isRead: reply.readAt !== null,
      files: replyFilesSchema.parse(reply.files),
      contentErasedAt: reply.contentErasedAt,
    })),
    attachments: attachments.map(({ id: fileId, fileName, mediaType, size }) => ({
      id: fileId,
      fileName,
      mediaType,
      size,
    })),
  };
}

/** Whoever has not opened it by then does not open it in the eBox. */
const OVER: readonly string[] = ["failed", "expired", "on_paper", "cancelled"];

/** Rules speak of registered messages alone. */
function receiptOfDelivery(row: Delivery, order: unknown): Receipt | null {
  const rule = receiptRuleOfOrder(order);
  if (!rule || !isRegistered(row.deliveryChoice as DeliveryChoice)) return null;
  const { publishedAt: availableAt, openedAt } = row;
  return {
    rule,
    statement: receiptOf(rule, { availableAt, openedAt, isOver: OVER.includes(row.state) }, now()),
  };
}

/** One after the other, on the transaction's one connection. */
async function readWhole(tx: Transaction, actor: PersonActor, id: string) {
  const row = await tx.delivery.findFirst({
    where: { id, serviceId: { in: [...actor.reads] } },
  });
  if (!row) return null;
  const parts = await readParts(tx, row);
  const own = { deliveryId: id };
  const events = await tx.deliveryEvent.findMany({
    where: own,
    orderBy: [{ observedAt: "asc" }, { id: "asc" }],
  });
  const evidences = await tx.evidence.findMany({
    where: own,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    include: { seal: true },
  });
  const replies = await tx.reply.findMany({ where: own, orderBy: { receivedAt: "asc" } });
  const first = parts.message.remindsOfId
    ? await tx.delivery.findFirst({
        where: {
          messageId: parts.message.remindsOfId,
          recipientNumberHash: row.recipientNumberHash,
        },
        select: { id: true, reference: true },
      })
    : null;
  const remindsOf = first && { deliveryId: first.id, reference: first.reference };
  return { row, ...parts, events, evidences, replies, remindsOf };
}

/** What a delivery belongs to and carries, one after the other on the transaction's one connection. */
export async function readParts(
  tx: Transaction,
  {
    organisationId,
    serviceId,
    messageId,
    position,
  }: Pick<Delivery, "organisationId" | "serviceId" | "messageId" | "position">,
) {
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
  const service = await tx.service.findUniqueOrThrow({ where: { id: serviceId } });
  const message = await tx.message.findUniqueOrThrow({
    where: { id: messageId },
    include: { messageType: true },
  });
  const attachments = await readDeliveryAttachments(tx, { messageId, position });
  return { organisation, service, message, attachments };
}

/** The delivery's own part of what a page refreshes while one looks. */
export async function getDeliveryProgress(
  actor: PersonActor,
  id: string,
): Promise<Progress | null> {
  const row = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: { id, serviceId: { in: [...actor.reads] } },
      select: {
        state: true,
        movedAt: true,
        publishedAt: true,
        _count: { select: { events: true, replies: true } },
        evidences: { select: { seal: { select: { evidenceId: true } } } },
      },
    }),
  );
  if (!row) return null;
  const sealed = row.evidences.filter(({ seal }) => seal !== null).length;
  const { movedAt, publishedAt, _count: count } = row;
  const state = row.state as DeliveryState;
  return {
    stamp: [movedAt.toISOString(), count.events, sealed, count.replies].join("/"),
    pause: progressPause({ state, publishedAt, isSealed: sealed === row.evidences.length }, now()),
  };
}

/** What may be handed out of a delivery, and whose it is for the audit trail. */
export type DeliveryFiles = {
  serviceId: string;
  reference: string;
  recipientKind: "citizen" | "enterprise";
  recipientNumberEncrypted: Uint8Array;
  recipientNumberHash: Uint8Array<ArrayBuffer>;
  letter: { sha256: Uint8Array; fileName: string; mediaType: string } | null;
  /** What the letter was made from, and the moment that it carries. */
  frozen: { letter: unknown; logo: Uint8Array | null; sentAt: Date };
  /** Since when none of these files is there any more; their digests are. */
  contentErasedAt: Date | null;
  attachments: { id: string; sha256: Uint8Array; fileName: string; mediaType: string }[];
};

/** For writes that hand something out and put that on record in the same transaction. */
export async function readDeliveryFiles(
  tx: Transaction,
  actor: PersonActor,
  id: string,
): Promise<DeliveryFiles | null> {
  const row = await tx.delivery.findFirst({
    where: { id, serviceId: { in: [...actor.reads] } },
  });
  if (!row) return null;
  const service = await tx.service.findUniqueOrThrow({
    where: { id: row.serviceId },
    select: { logo: true },
  });
  const attachments = await readDeliveryAttachments(tx, row);
  return {
    serviceId: row.serviceId,
    reference: row.reference,
    recipientKind: row.recipientKind as "citizen" | "enterprise",
    recipientNumberEncrypted: row.recipientNumberEncrypted,
    recipientNumberHash: row.recipientNumberHash,
    letter: row.letterSha256 && {
      sha256: row.letterSha256,
      fileName: letterFileName(row),
      mediaType: "application/pdf",
    },
    frozen: { letter: row.letter, logo: service.logo, sentAt: row.sentAt },
    contentErasedAt: row.contentErasedAt,
    attachments,
  };
}

export async function getHomeSummary(actor: PersonActor, at: Date): Promise<HomeSummary> {
  const mine = { serviceId: { in: [...actor.reads] } };
  // Tests to test citizens ask nothing of anybody.
  const real = { ...mine, AND: { message: { trialOfId: null } } };
  const weekAgo = new Date(at.getTime() - 7 * 86_400_000);
  return withActor(actor, async (tx) => ({
    failed: await tx.delivery.count({
      where: { ...real, state: "failed", failedAt: { gte: weekAgo } },
    }),
    unreadReplies: await tx.reply.count({ where: { ...mine, readAt: null } }),
    registeredUnopened: await tx.delivery.count({
      where: { ...real, state: "published", deliveryChoice: { not: "normal" } },
    }),
    underWay: await tx.delivery.count({ where: { ...real, ...UNDER_WAY } }),
    stuck: await tx.delivery.count({ where: { ...real, ...stuck(at) } }),
    notOpened: await tx.delivery.count({ where: { ...real, ...NOT_OPENED } }),
    lately: await readLately(tx, mine),
  }));
}

const LATELY_SHOWN = 6;

/** One line a message: a list of hundreds does not drive everything else away. */
async function readLately(
  tx: Transaction,
  mine: { serviceId: { in: string[] } },
): Promise<LatelyLine[]> {
  const messages = await tx.message.findMany({
    where: { ...mine, sentAt: { not: null } },
    select: { id: true, state: true, recipientCount: true },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    take: LATELY_SHOWN,
  });
  const first: LineRow[] = [];
  for (const { id: messageId } of messages)
    first.push(
      ...(await tx.delivery.findMany({
        where: { messageId },
        include: LINE,
        orderBy: { position: "asc" },
        take: 1,
      })),
    );
  const found = new Map(messages.map((message) => [message.id, message]));
  return (await toLines(tx, first)).map((line) => {
    const { state, recipientCount } = found.get(line.messageId) ?? {};
    const letters = recipientCount ?? 1;
    return {
      ...line,
      list: letters > 1 ? { letters, state: state as MessageState } : null,
    };
  });
}
