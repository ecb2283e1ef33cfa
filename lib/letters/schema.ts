import { z } from "zod";
import { ownLetterSchema } from "@/lib/attachments/schema";
import { isCalendarDate } from "@/lib/format";
import {
  ADDRESS_LINE_LIMIT,
  ADDRESS_LINES_LIMIT,
  deliveryChoiceSchema,
  OWN_REFERENCE_LIMIT,
  SUBJECT_LIMIT,
} from "@/lib/messages/schema";
import { documentSchema, hasPlaceholder } from "@/lib/messages/body/schema";
import { paymentSchema } from "@/lib/payments/schema";
import { LABEL_LIMIT, MOST_LABELS } from "@/lib/replies/options/schema";

/** English is a language of the portal, not of its letters. */
export const LETTER_LANGUAGES = ["nl", "fr", "de"] as const;
export const letterLanguageSchema = z.enum(LETTER_LANGUAGES);
export type LetterLanguage = z.infer<typeof letterLanguageSchema>;

const name = z.string().trim().min(1).max(200);
const addressLines = z
  .array(z.string().trim().min(1).max(ADDRESS_LINE_LIMIT))
  .max(ADDRESS_LINES_LIMIT);

const day = z.string().refine(isCalendarDate, "date_invalid");
const replyUrl = z.url({ protocol: /^https?$/ }).max(400);

const senderSchema = z.object({
  organisationName: name,
  serviceName: name,
  addressLines,
  contact: z.object({
    email: z.email().max(254).optional(),
    phone: z.string().trim().min(1).max(40).optional(),
    website: z
      .url({ protocol: /^https?$/ })
      .max(400)
      .optional(),
    /** Where answers on paper go, if not where the letter comes from. */
    replyAddressLines: addressLines.optional(),
    /** When the service is open, a line each, in the letter's language. */
    hours: z.array(z.string().min(1).max(200)).max(8).optional(),
  }),
});

const recipientSchema = z.object({
  name,
  addressLines,
  attention: z.string().trim().min(1).max(100).optional(),
});

/** Everything a letter says, as it is kept beside its delivery: the same letter can be made again. */
export const letterSchema = z.object({
  language: letterLanguageSchema,
  environment: z.enum(["test", "production"]),
  sender: senderSchema,
  recipient: recipientSchema,
  reference: z.string().min(1).max(80),
  ownReference: z.string().trim().max(OWN_REFERENCE_LIMIT).optional(),
  /** YYYY-MM-DD. */
  date: day,
  deliveryChoice: deliveryChoiceSchema,
  subject: z.string().trim().min(1).max(SUBJECT_LIMIT),
  body: documentSchema.refine((body) => !hasPlaceholder(body), "placeholder_left"),
  payment: paymentSchema.optional(),
  reply: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("ebox") }),
      /** On the reply page; `labels`: the answers to choose from, none for a form. */
      z.object({
        kind: z.literal("page"),
        url: replyUrl,
        labels: z.array(z.string().min(1).max(LABEL_LIMIT)).max(MOST_LABELS),
        deadline: day.optional(),
      }),
      /** On the service's own site. */
      z.object({ kind: z.literal("link"), url: replyUrl, deadline: day.optional() }),
    ])
    .optional(),
  /** The sender's own PDF is the letter: the text above is not printed. */
  own: ownLetterSchema.optional(),
});
export type Letter = z.infer<typeof letterSchema>;

export const LOGO_TYPES = ["image/png", "image/jpeg", "image/svg+xml"] as const;
export type Logo = { bytes: Uint8Array; mediaType: (typeof LOGO_TYPES)[number] };

/** The letter with the sender's logo, which is kept with the service and not with each letter. */
export type LetterInput = Letter & { sender: { logo?: Logo } };
