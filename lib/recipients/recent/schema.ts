import { z } from "zod";
import type { LetterLanguage } from "@/lib/letters/schema";
import { RECIPIENT_KINDS } from "@/lib/recipients/schema";

/** So many are offered at once. */
export const RECENT_SHOWN = 8;
/** Longer ago is not recent. */
export const RECENT_DAYS = 366;

/** Somebody whom the service wrote to; the last delivery stands for them. */
export const recentRecipientSchema = z.object({
  deliveryId: z.uuid(),
  kind: z.enum(RECIPIENT_KINDS),
  name: z.string(),
  /** Of citizens the middle is hidden. */
  masked: z.string(),
  /** ISO 8601. */
  sentAt: z.string(),
});
export type RecentRecipient = z.infer<typeof recentRecipientSchema>;

export const searchRecentSchema = z.object({
  messageId: z.uuid(),
  /** A part of the name; empty: the newest. */
  query: z.string().max(200),
});
export const recallRecipientSchema = z.object({ messageId: z.uuid(), deliveryId: z.uuid() });

/** What is filled in of somebody who was chosen. */
export type RecalledRecipient = {
  kind: "citizen" | "enterprise";
  number: string;
  name: string;
  /** One line each. */
  address: string;
  attention: string;
  /** Of the letter they got. */
  language: LetterLanguage;
};
