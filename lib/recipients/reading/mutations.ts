import "server-only";
import { addJob, type Transaction } from "@/lib/db";
import { documentSchema } from "@/lib/messages/body/schema";
import { recipientNeeds } from "@/lib/messages/rules";
import type { RecipientNeeds } from "@/lib/recipients/files/schema";
import { messagePaymentSchema } from "@/lib/payments/schema";
import { letterLanguageSchema } from "@/lib/letters/schema";

/** The parts of a draft that a reading goes by. */
export const DRAFT = {
  subject: true,
  body: true,
  language: true,
  payment: true,
  paymentWanted: true,
} as const;

/** What a reading goes by, from the draft as it stands. */
export function needsOf(draft: {
  subject: string;
  body: unknown;
  language: string | null;
  payment: unknown;
  paymentWanted: boolean | null;
}): RecipientNeeds {
  return recipientNeeds({
    subject: draft.subject,
    body: documentSchema.parse(draft.body),
    language: letterLanguageSchema.nullable().parse(draft.language),
    payment: messagePaymentSchema.nullable().parse(draft.payment),
    paymentWanted: draft.paymentWanted,
  });
}

/**
 * Has the spreadsheet of a draft read again where the draft wants something else of it than it was
 * read for, or where it is told to: what was answered about its faults then no longer counts.
 */
export async function readRecipientsAgain(
  tx: Transaction,
  messageId: string,
  change: { matching: Record<string, number | null> } | "if needed" | "anyway" = "if needed",
): Promise<void> {
  const file = await tx.recipientFile.findUnique({
    where: { messageId },
    include: { message: { select: DRAFT } },
  });
  if (!file) return;
  const readFor = JSON.stringify(needsOf(file.message));
  if (change === "if needed" && readFor === file.readFor) return;
  await tx.recipientFile.updateMany({
    where: { id: file.id },
    data: {
      state: "waiting",
      generation: { increment: 1 },
      progress: 0,
      rowsRead: 0,
      readFor,
      leaveOutFaulty: null,
      keepRepeated: null,
      sendAgain: null,
      ...(typeof change === "object" ? { matching: change.matching } : {}),
    },
  });
  await addJob(tx, "read_recipients", { fileId: file.id });
}
