/** Wire shapes of MessageRegistry v3. Strict: a property nobody knows and a `null` are both refused. */
import { z } from "zod";

const translatedString = z
  .strictObject({ nl: z.string().min(1), fr: z.string().min(1), de: z.string().min(1) })
  .partial();

const enterpriseNumber = z.string().regex(/^[0-1]\d{9}$/);
const ssin = z.string().regex(/^\d{11}$/);

const enterpriseAddress = z.strictObject({
  eboxType: z.literal("enterprise"),
  enterpriseNumber,
  partition: z.string().min(1).max(100).optional(),
});

export const recipientAddress = z.discriminatedUnion("eboxType", [
  z.strictObject({ eboxType: z.literal("enterprise"), enterpriseNumber }),
  z.strictObject({ eboxType: z.literal("citizen"), ssin }),
]);

const digest = z.strictObject({
  digestMethod: z.literal("sha_256"),
  digestValue: z.string().min(1),
});

const attachmentToPublish = z.strictObject({
  httpPartName: z.string().min(1),
  isMainContent: z.boolean(),
  isAttachmentSigned: z.boolean().default(false),
  digest: digest.optional(),
});

const businessData = z.strictObject({
  key: z.string().min(1),
  name: translatedString.optional(),
  description: translatedString.optional(),
  values: z.array(translatedString).min(1),
});

const paymentData = z.strictObject({
  paymentDataId: z.string().min(1),
  /** VAT excluded. */
  amount: z.number(),
  vatAmount: z.number(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/),
  dueDate: z.iso.datetime({ offset: true }),
  bic: z
    .string()
    .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
    .optional(),
  /** An object whose members the contract does not name. */
  reference: z.record(z.string(), z.unknown()).optional(),
});

const forTheAttentionOf = z.strictObject({ ssin, label: z.string().min(1).max(100).optional() });

export const messageToPublish = z.strictObject({
  sender: enterpriseAddress,
  recipient: recipientAddress,
  subject: translatedString,
  messageTypeId: z.string().min(1),
  senderApplicationId: z.string().min(1),
  attachments: z.array(attachmentToPublish).default([]),
  bodyContent: translatedString.optional(),
  isBodyMainContent: z.boolean().default(false),
  isRegisteredMail: z.boolean().default(false),
  isReplyAuthorized: z.boolean().default(false),
  originalMessageId: z.string().min(1).optional(),
  forTheAttentionOf: forTheAttentionOf.optional(),
  businessDataList: z.array(businessData).optional(),
  paymentData: paymentData.optional(),
  /** Accepted and ignored: the service computes it from the message type. */
  expirationDate: z.iso.datetime({ offset: true }).optional(),
  /** In the contract, but publication does not support it: refused by the checks, not by the schema. */
  structuredData: z.unknown().optional(),
});

export type MessageToPublish = z.infer<typeof messageToPublish>;
export type BusinessData = z.infer<typeof businessData>;
export type PaymentData = z.infer<typeof paymentData>;
export type ForTheAttentionOf = z.infer<typeof forTheAttentionOf>;

/** v2.1 writes a box as `{eboxType, eboxIdValue}`, v3 as `{eboxType, enterpriseNumber | ssin}`; both are asked. */
const eboxId = z.union([
  z.strictObject({ eboxType: z.enum(["enterprise", "citizen"]), eboxIdValue: z.string().min(1) }),
  enterpriseAddress,
  z.strictObject({ eboxType: z.literal("citizen"), ssin }),
]);

export type EboxId = z.infer<typeof eboxId>;

export const messagesStatusRequest = z
  .array(z.strictObject({ messageId: z.string().min(1), eboxId }))
  .min(1)
  .max(250);

export const messagesToUpdate = z.strictObject({
  items: z.array(z.strictObject({ messageId: z.string().min(1), visible: z.boolean() })).min(1),
  totalItems: z.number().int().optional(),
});

/** "Invalid Schema" and where, as the real service begins its message. */
export function schemaMessage(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  return `Invalid Schema${where}: ${issue?.message ?? "not understood"}`;
}
