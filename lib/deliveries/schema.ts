import { z } from "zod";

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

/** What can happen to a delivery, each with what is kept about it. */
export const deliveryEventSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sent"),
    detail: z.object({
      by: z.string(),
      method: z.string(),
      level: z.enum(["high", "substantial", "low"]),
      fasLevel: z.number(),
      signedInAt: z.string(),
    }),
  }),
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
      answerSha256: z.string(),
    }),
  }),
  /** The mailbox did not answer, or asked to come back later. */
  z.object({
    kind: z.literal("delayed"),
    detail: z.object({ status: z.number(), isOutcomeUnknown: z.boolean(), nextTryAt: z.string() }),
  }),
  z.object({
    kind: z.literal("failed"),
    detail: z.object({ code: z.string(), message: z.string(), answerSha256: z.string() }),
  }),
  z.object({
    kind: z.literal("opened"),
    detail: z.object({ notBefore: z.string().nullable(), answerSha256: z.string() }),
  }),
  z.object({ kind: z.literal("expired"), detail: z.object({ expiredAt: z.string() }) }),
  z.object({
    kind: z.literal("replied"),
    detail: z.object({
      replyId: z.string(),
      mailboxMessageId: z.string(),
      answerSha256: z.string(),
    }),
  }),
]);
export type DeliveryEventKind = z.infer<typeof deliveryEventSchema>["kind"];
export type DeliveryEventDetail<K extends DeliveryEventKind> = Extract<
  z.infer<typeof deliveryEventSchema>,
  { kind: K }
>["detail"];

export const publishJobSchema = z.object({ deliveryId: z.uuid() });

export const historyFilterSchema = z.object({
  q: z.string().trim().max(200).catch(""),
  state: z.enum(DELIVERY_STATES).nullable().catch(null),
  type: z.uuid().nullable().catch(null),
  choice: z.enum(["normal", "registered"]).nullable().catch(null),
  from: z.iso.date().nullable().catch(null),
  to: z.iso.date().nullable().catch(null),
  /** Keyset: `<sentAt ISO>_<delivery id>` of the last row shown, and the direction. */
  after: z.string().max(80).nullable().catch(null),
  before: z.string().max(80).nullable().catch(null),
});
export type HistoryFilter = z.infer<typeof historyFilterSchema>;
