import { answeredForSchema } from "@/lib/answered-for";
import type { DeliveryChoice, MessageState } from "@/lib/messages/schema";
import type { Payment } from "@/lib/payments/schema";
import type { Receipt } from "@/lib/receipts/schema";
import type { ReplyOption } from "@/lib/replies/options/schema";
import type { ReplyFile } from "@/lib/replies/schema";
import type { Localized } from "@/lib/text/localized";
import { z } from "zod";
import { addressDay, addressEdge, addressHash, addressId } from "@/lib/address";
import { printableLine } from "@/lib/printable";

export const DELIVERY_STATES = [
  "waiting",
  "publishing",
  "published",
  "opened",
  "replied",
  "failed",
  "expired",
  "on_paper",
  "cancelled",
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** So many months after that moment (ISO 8601), when nothing could happen to it any more. */
const erasedDetailSchema = z.object({ keptMonths: z.number(), endedAt: z.string() });

/** What can happen to a delivery, each with what is kept about it. */
export const deliveryEventSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sent"), detail: answeredForSchema }),
  /** A second pair of eyes let the order go. */
  z.object({ kind: z.literal("approved"), detail: answeredForSchema }),
  z.object({
    kind: z.literal("letter_made"),
    detail: z.object({ sha256: z.string(), size: z.number() }),
  }),
  z.object({
    kind: z.literal("published"),
    detail: z.object({
      messageId: z.string().nullable(),
      hasDigitalUser: z.boolean().nullable(),
      attempts: z.number(),
      /** Taken after this and before it was observed, when the answer to that was lost. */
      takenAfter: z.string().nullish(),
      /** Of an answer that names nobody: one to a publication. */
      answerSha256: z.string().optional(),
    }),
  }),
  /** The mailbox did not answer, or asked to come back later. */
  z.object({
    kind: z.literal("delayed"),
    detail: z.object({
      status: z.number(),
      isOutcomeUnknown: z.boolean(),
      nextTryAt: z.string(),
      /** A refusal that proves nothing, because an earlier attempt may have been taken. */
      refusal: z.object({ code: z.string(), message: z.string() }).nullish(),
    }),
  }),
  z.object({
    kind: z.literal("failed"),
    detail: z.object({ code: z.string(), message: z.string(), answerSha256: z.string() }),
  }),
  /** No usable box: the letter was made to be printed and posted. */
  z.object({
    kind: z.literal("on_paper"),
    detail: z.object({
      sha256: z.string(),
      size: z.number(),
      reason: z.enum(["no_usable_box", "not_opened"]),
      /** Who decided it; absent: the order or its rule. */
      by: z.string().nullish(),
    }),
  }),
  /** Its sending was broken off before its turn came. */
  z.object({
    kind: z.literal("cancelled"),
    /** Absent where that was not kept yet. */
    detail: z.object({ cancelledBy: answeredForSchema.optional() }),
  }),
  z.object({
    kind: z.literal("opened"),
    detail: z.object({ notBefore: z.string().nullable() }),
  }),
  /** So many days after it was made available. */
  z.object({
    kind: z.literal("not_opened"),
    detail: z.object({
      afterDays: z.number(),
      /** The mailbox could not be asked, or no longer knows. */
      isOpeningUnknown: z.literal(true).optional(),
    }),
  }),
  /** Another message was ordered that reminds of this one. */
  z.object({
    kind: z.literal("reminded"),
    detail: z.object({
      kind: z.enum(["unopened", "due_date"]),
      reference: z.string(),
      deliveryId: z.string(),
      /** Null: the order or its rule. */
      by: z.string().nullable(),
    }),
  }),
  /** Somebody looked, and nothing is done about its lying unopened. */
  z.object({ kind: z.literal("left"), detail: z.object({ by: z.string() }) }),
  z.object({
    kind: z.literal("expired"),
    detail: z.object({
      expiredAt: z.string(),
      /** The mailbox told neither just before the end nor after it. */
      isOpeningUnknown: z.literal(true).optional(),
    }),
  }),
  /** Something that it needed was out of order for a time. */
  z.object({
    kind: z.literal("outage"),
    detail: z.object({
      affected: z.enum(["mailbox", "portal", "timestamp"]),
      from: z.string(),
      to: z.string(),
    }),
  }),
  /** The policy of its type let its letter go, or what was replied to it. */
  z.object({ kind: z.literal("contents_erased"), detail: erasedDetailSchema }),
  z.object({ kind: z.literal("replies_erased"), detail: erasedDetailSchema }),
  z.object({
    kind: z.literal("replied"),
    detail: z.object({
      replyId: z.string(),
      mailboxMessageId: z.string(),
    }),
  }),
  /** On the reply page; `number` counts the answers of the recipient, the newest counts. */
  z.object({
    kind: z.literal("answered"),
    detail: z.object({
      answerId: z.string(),
      number: z.number(),
      by: z.string(),
      method: z.string(),
      level: z.enum(["high", "substantial", "low"]),
    }),
  }),
]);
export type DeliveryEvent = z.infer<typeof deliveryEventSchema>;
export type DeliveryEventKind = z.infer<typeof deliveryEventSchema>["kind"];
export type DeliveryEventDetail<K extends DeliveryEventKind> = Extract<
  z.infer<typeof deliveryEventSchema>,
  { kind: K }
>["detail"];

export const publishJobSchema = z.object({ deliveryId: z.uuid() });

export const deliveryRefSchema = z.object({ deliveryId: z.uuid() });
export const attachmentRefSchema = deliveryRefSchema.extend({ attachmentId: z.uuid() });

/** What is handed out about one evidence, as addresses name it. */
export const PROOF_FILES = ["evidence", "log-proof"] as const;
export type ProofFile = (typeof PROOF_FILES)[number];
export const proofRefSchema = deliveryRefSchema.extend({
  evidenceId: z.uuid(),
  file: z.enum(PROOF_FILES),
});
export type ProofRef = z.infer<typeof proofRefSchema>;

/** Where a page that shows a delivery stands: the stamp changes whenever there is more to show. */
export type Progress = {
  stamp: string;
  /** Milliseconds until it is worth asking again; null when nothing more will come by itself. */
  pause: number | null;
};

/** What one may want to see alone, beside the states. */
export const HISTORY_VIEWS = [
  "under_way",
  "set_out",
  "stuck",
  "unread_replies",
  "not_opened",
] as const;

/** Too long for one is no search for everything: its beginning is looked for. */
const searched = z
  .string()
  .transform((text) => printableLine(text).slice(0, 200))
  .catch("");

/** What the search form sends. It is posted: what is searched may be a national number. */
export const historySearchSchema = z.object({
  query: searched,
  /** The number searched before, as its keyed hash: it stays until something else is searched. */
  n: z.string().catch(""),
  state: z.string().catch(""),
  type: z.string().catch(""),
  choice: z.string().catch(""),
  view: z.string().catch(""),
  from: z.string().catch(""),
  to: z.string().catch(""),
});

export type HistorySearch = z.infer<typeof historySearchSchema>;

export const historyFilterSchema = z.object({
  q: searched,
  /** Keyed hash of a recipient's number: the number itself never stands in an address. */
  n: addressHash,
  view: z.enum(HISTORY_VIEWS).nullable().catch(null),
  state: z.enum(DELIVERY_STATES).nullable().catch(null),
  type: addressId,
  choice: z.enum(["normal", "registered"]).nullable().catch(null),
  from: addressDay,
  to: addressDay,
  /** Keyset: the last row shown, and the direction. */
  after: addressEdge,
  before: addressEdge,
});
export type HistoryFilter = z.infer<typeof historyFilterSchema>;

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
  /** Somebody paused the sending of its message. */
  isHeld: boolean;
  publishedAt: Date | null;
  openedAt: Date | null;
  repliedAt: Date | null;
};

export type DeliveryPage = { rows: DeliveryLine[]; newer: string | null; older: string | null };

/** What happened, when according to whoever saw it (null: nobody knows), and when we learned it. */
export type TimelineEvent = DeliveryEvent & { occurredAt: Date | null; observedAt: Date };

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
  isRead: boolean;
  files: ReplyFile[];
  contentErasedAt: Date | null;
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
  /** Since a later attempt was refused that proves nothing; the refusal stands in failureDetail. */
  doubtfulSince: Date | null;
  attempts: number;
  expiresAt: Date | null;
  /** When what is not opened by then is followed up. */
  followUpAt: Date | null;
  /** When the recipient is reminded of the due date. */
  remindAt: Date | null;
  /** What it reminds of; null where it reminds of nothing. */
  remindsOf: { deliveryId: string; reference: string } | null;
  /** When the mailbox last said that nobody had opened it. */
  unopenedSeenAt: Date | null;
  /** The letter's size in bytes once it is made. */
  letterSize: number | null;
  /** When the letter and what went with it were erased; null: they are there. */
  contentErasedAt: Date | null;
  legalBasis: string | null;
  /** What the rule of its type says of it, where it went registered; null: no rule. */
  receipt: Receipt | null;
  replyOption: ReplyOption | null;
  payment: Payment | null;
  events: TimelineEvent[];
  evidences: DeliveryEvidence[];
  replies: DeliveryReply[];
  attachments: { id: string; fileName: string; mediaType: string; size: number }[];
};

export type HomeSummary = {
  failed: number;
  unreadReplies: number;
  registeredUnopened: number;
  underWay: number;
  stuck: number;
  /** Not opened in the time that their rule gives, and nobody has decided what is done. */
  notOpened: number;
  /** The newest messages, each once: of one to several the first letter, and what became of all. */
  lately: LatelyLine[];
};

export type LatelyLine = DeliveryLine & { list: { letters: number; state: MessageState } | null };
