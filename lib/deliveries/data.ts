import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { decryptNumber, hashNumber } from "@/lib/number-vault";
import { maskNumber, searchText } from "@/lib/recipients/rules";
import {
  deliveryEventSchema,
  type DeliveryEventKind,
  type DeliveryState,
  type HistoryFilter,
} from "@/lib/deliveries/schema";
import type { DeliveryChoice } from "@/lib/messages/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";
import { parseStructuredCommunication } from "@/lib/payments/structured-communication";
import type { Prisma } from "@/prisma/generated/client";

export type DeliveryLine = {
  id: string;
  messageId: string;
  reference: string;
  subject: string;
  recipientName: string;
  recipientMasked: string;
  type: Localized;
  service: Localized;
  deliveryChoice: DeliveryChoice;
  state: DeliveryState;
  failureCode: string | null;
  sentAt: Date;
  movedAt: Date;
  publishedAt: Date | null;
  openedAt: Date | null;
  repliedAt: Date | null;
};

export type DeliveryPage = { rows: DeliveryLine[]; newer: string | null; older: string | null };

const PAGE_SIZE = 25;

const LINE = {
  service: { select: { name: true } },
  message: { select: { messageType: { select: { name: true } } } },
} as const;

/** One page of the history, newest first; keyset paging, so that it stays quick and nothing shifts. */
export async function listDeliveries(
  actor: PersonActor,
  filter: HistoryFilter,
): Promise<DeliveryPage> {
  const backwards = filter.before !== null;
  const edge = readEdge(filter.before ?? filter.after);
  const direction = backwards ? "asc" : "desc";
  const rows = await withActor(actor, (tx) =>
    tx.delivery.findMany({
      where: {
        serviceId: { in: [...actor.reads] },
        AND: [...conditions(filter), ...(edge ? [beyond(edge, backwards)] : [])],
      },
      include: LINE,
      orderBy: [{ sentAt: direction }, { id: direction }],
      take: PAGE_SIZE + 1,
    }),
  );
  const hasMore = rows.length > PAGE_SIZE;
  const shown = backwards ? rows.slice(0, PAGE_SIZE).reverse() : rows.slice(0, PAGE_SIZE);
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    rows: shown.map(toLine),
    newer: first && (backwards ? hasMore : edge !== null) ? edgeText(first) : null,
    older: last && (backwards || hasMore) ? edgeText(last) : null,
  };
}

type Edge = { sentAt: Date; id: string };

function edgeText({ sentAt, id }: Edge): string {
  return `${sentAt.toISOString()}_${id}`;
}

function readEdge(text: string | null): Edge | null {
  const match = /^(\d{4}-[\dT:.-]+Z)_([0-9a-f-]{36})$/.exec(text ?? "");
  const sentAt = new Date(match?.[1] ?? "");
  return match?.[2] && !Number.isNaN(sentAt.getTime()) ? { sentAt, id: match[2] } : null;
}

function beyond({ sentAt, id }: Edge, backwards: boolean): Prisma.DeliveryWhereInput {
  return backwards
    ? { OR: [{ sentAt: { gt: sentAt } }, { sentAt, id: { gt: id } }] }
    : { OR: [{ sentAt: { lt: sentAt } }, { sentAt, id: { lt: id } }] };
}

function conditions(filter: HistoryFilter): Prisma.DeliveryWhereInput[] {
  return [
    ...(filter.q ? [search(filter.q)] : []),
    ...(filter.state ? [{ state: filter.state }] : []),
    ...(filter.type ? [{ message: { messageTypeId: filter.type } }] : []),
    ...(filter.choice === "normal" ? [{ deliveryChoice: "normal" }] : []),
    ...(filter.choice === "registered" ? [{ deliveryChoice: { not: "normal" } }] : []),
    ...(filter.from ? [{ sentAt: { gte: startOfDay(filter.from) } }] : []),
    ...(filter.to
      ? [{ sentAt: { lt: new Date(startOfDay(filter.to).getTime() + 86_400_000) } }]
      : []),
  ];
}

/** Midnight in Brussels: UTC+1, or +2 while summer time holds there. */
function startOfDay(date: string): Date {
  const utc = new Date(`${date}T00:00:00Z`);
  const hours = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Brussels",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return new Date(utc.getTime() - Number(hours.format(utc)) * 3_600_000);
}

/** One field that understands a name, a number, a reference, a structured communication, a message id. */
function search(text: string): Prisma.DeliveryWhereInput {
  const digits = text.replace(/[\s.\-/+*]/g, "").replace(/^BE/i, "");
  const communication = parseStructuredCommunication(text);
  return {
    OR: [
      { recipientSearch: { contains: searchText(text) } },
      { reference: { startsWith: text.toUpperCase() } },
      { ownReference: { contains: text, mode: "insensitive" } },
      { mailboxMessageId: text },
      ...(/^\d{10,11}$/.test(digits) ? [{ recipientNumberHash: hashNumber(digits) }] : []),
      ...(communication.ok ? [{ structuredCommunication: communication.value }] : []),
    ],
  };
}

type LineRow = Prisma.DeliveryGetPayload<{ include: typeof LINE }>;

function toLine(row: LineRow): DeliveryLine {
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
    type: localizedSchema.parse(row.message.messageType.name),
    service: localizedSchema.parse(row.service.name),
    deliveryChoice: row.deliveryChoice as DeliveryChoice,
    state: row.state as DeliveryState,
    failureCode: row.failureCode,
    sentAt: row.sentAt,
    movedAt: row.movedAt,
    publishedAt: row.publishedAt,
    openedAt: row.openedAt,
    repliedAt: row.repliedAt,
  };
}

export type TimelineEvent = {
  kind: DeliveryEventKind;
  occurredAt: Date | null;
  observedAt: Date;
  detail: Record<string, unknown>;
};

export type DeliveryEvidence = {
  id: string;
  event: string;
  eventTime: Date;
  leafIndex: number | null;
  sealedAt: Date | null;
};

export type DeliveryReply = {
  id: string;
  receivedAt: Date;
  observedAt: Date;
  subject: string;
  text: string;
  files: { fileName: string; mediaType: string; size: number; sha256: string }[];
};

export type DeliveryDetail = DeliveryLine & {
  organisation: Localized;
  language: string;
  ownReference: string;
  recipientKind: "citizen" | "enterprise";
  recipientAddress: string[];
  mailboxMessageId: string | null;
  hasDigitalUser: boolean | null;
  failureDetail: string | null;
  outcomeUnknownSince: Date | null;
  attempts: number;
  expiresAt: Date | null;
  hasLetter: boolean;
  legalBasis: string | null;
  replyAllowed: boolean;
  payment: unknown;
  events: TimelineEvent[];
  evidences: DeliveryEvidence[];
  replies: DeliveryReply[];
  attachments: { id: string; fileName: string; mediaType: string; size: number }[];
};

export async function getDelivery(actor: PersonActor, id: string): Promise<DeliveryDetail | null> {
  const row = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: { id, serviceId: { in: [...actor.reads] } },
      include: {
        service: true,
        organisation: true,
        message: { include: { messageType: true, attachments: { orderBy: { position: "asc" } } } },
        events: { orderBy: [{ observedAt: "asc" }, { id: "asc" }] },
        evidences: { orderBy: [{ createdAt: "asc" }, { id: "asc" }], include: { seal: true } },
        replies: { orderBy: { receivedAt: "asc" } },
      },
    }),
  );
  if (!row) return null;
  const letter = row.letter as { payment?: unknown; recipient?: { addressLines?: string[] } };
  return {
    ...toLine(row),
    organisation: localizedSchema.parse(row.organisation.name),
    language: row.language,
    ownReference: row.ownReference,
    recipientKind: row.recipientKind as "citizen" | "enterprise",
    recipientAddress: letter.recipient?.addressLines ?? [],
    mailboxMessageId: row.mailboxMessageId,
    hasDigitalUser: row.hasDigitalUser,
    failureDetail: row.failureDetail,
    outcomeUnknownSince: row.outcomeUnknownSince,
    attempts: row.attempts,
    expiresAt: row.expiresAt,
    hasLetter: row.letterSha256 !== null,
    legalBasis: row.message.messageType.legalBasis,
    replyAllowed: row.message.replyAllowed === true,
    payment: letter.payment ?? null,
    events: row.events.map(({ kind, occurredAt, observedAt, detail }) => ({
      ...deliveryEventSchema.parse({ kind, detail }),
      occurredAt,
      observedAt,
    })),
    evidences: row.evidences.map(({ id: evidenceId, event, eventTime, seal }) => ({
      id: evidenceId,
      event,
      eventTime,
      leafIndex: seal ? Number(seal.leafIndex) : null,
      sealedAt: seal?.sealedAt ?? null,
    })),
    replies: row.replies.map(({ id: replyId, receivedAt, observedAt, subject, text, files }) => ({
      id: replyId,
      receivedAt,
      observedAt,
      subject,
      text,
      files: files as DeliveryReply["files"],
    })),
    attachments: row.message.attachments.map(({ id: fileId, fileName, mediaType, size }) => ({
      id: fileId,
      fileName,
      mediaType,
      size,
    })),
  };
}

/** The delivery's own part of what a page refreshes while one looks. */
export async function getDeliveryProgress(
  actor: PersonActor,
  id: string,
): Promise<{ state: DeliveryState; stamp: string } | null> {
  const row = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: { id, serviceId: { in: [...actor.reads] } },
      select: {
        state: true,
        movedAt: true,
        _count: {
          select: { events: true, evidences: { where: { seal: { isNot: null } } }, replies: true },
        },
      },
    }),
  );
  if (!row) return null;
  const { events, evidences, replies } = row._count;
  return {
    state: row.state as DeliveryState,
    stamp: `${row.movedAt.toISOString()}/${events}/${evidences}/${replies}`,
  };
}

/** The whole number, for those whose work needs it; the caller records that it was shown. */
export async function getRecipientNumber(
  actor: PersonActor,
  id: string,
): Promise<{ number: string; kind: "citizen" | "enterprise" } | null> {
  const row = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: { id, serviceId: { in: [...actor.reads] } },
      select: { recipientNumberEncrypted: true, recipientKind: true },
    }),
  );
  return (
    row && {
      number: decryptNumber(row.recipientNumberEncrypted),
      kind: row.recipientKind as "citizen" | "enterprise",
    }
  );
}

export type LetterFile = { sha256: Uint8Array; fileName: string; mediaType: string };

export async function getLetterFile(actor: PersonActor, id: string): Promise<LetterFile | null> {
  const row = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: { id, serviceId: { in: [...actor.reads] }, letterSha256: { not: null } },
      select: { letterSha256: true, reference: true },
    }),
  );
  return row?.letterSha256
    ? {
        sha256: row.letterSha256,
        fileName: `${row.reference.replace("/", "-")}.pdf`,
        mediaType: "application/pdf",
      }
    : null;
}

export type HomeSummary = {
  failed: number;
  unreadReplies: number;
  registeredUnopened: number;
  underWay: number;
  stuck: number;
  lately: DeliveryLine[];
};

export async function getHomeSummary(actor: PersonActor, now: Date): Promise<HomeSummary> {
  const mine = { serviceId: { in: [...actor.reads] } };
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000);
  return withActor(actor, async (tx) => ({
    failed: await tx.delivery.count({
      where: { ...mine, state: "failed", failedAt: { gte: weekAgo } },
    }),
    unreadReplies: await tx.reply.count({ where: { ...mine, readAt: null } }),
    registeredUnopened: await tx.delivery.count({
      where: { ...mine, state: "published", deliveryChoice: { not: "normal" } },
    }),
    underWay: await tx.delivery.count({
      where: { ...mine, state: { in: ["waiting", "publishing"] } },
    }),
    stuck: await tx.delivery.count({
      where: {
        ...mine,
        state: { in: ["waiting", "publishing"] },
        movedAt: { lt: new Date(now.getTime() - 300_000) },
      },
    }),
    lately: (
      await tx.delivery.findMany({
        where: mine,
        include: LINE,
        orderBy: [{ sentAt: "desc" }, { id: "desc" }],
        take: 6,
      })
    ).map(toLine),
  }));
}
