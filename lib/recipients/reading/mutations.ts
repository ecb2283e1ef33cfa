import "server-only";
import { now } from "@/lib/clock";
import { addJob, addJobAt, type Transaction } from "@/lib/db";
import { nameLinksSchema, type NameLink } from "@/lib/messages/body/names";
import { writtenSchema } from "@/lib/messages/languages/schema";
import { recipientNeeds } from "@/lib/messages/values/rules";
import type { RecipientNeeds } from "@/lib/recipients/files/schema";
import { messagePaymentSchema } from "@/lib/payments/schema";
import { scanStateSchema } from "@/lib/attachments/schema";
import { z } from "zod";

/** The parts of a draft that a reading goes by. */
export const DRAFT = {
  subject: true,
  body: true,
  language: true,
  otherTexts: true,
  payment: true,
  paymentWanted: true,
  attachments: { select: { size: true, isMainContent: true, scanState: true } },
  personalArchive: { select: { state: true } },
  template: {
    select: { versions: { select: { content: true }, orderBy: { number: "desc" }, take: 1 } },
  },
} as const;

/** What a reading goes by, from the draft as it stands. */
export function needsOf(draft: {
  subject: string;
  body: unknown;
  language: string | null;
  otherTexts: unknown;
  payment: unknown;
  paymentWanted: boolean | null;
  attachments: readonly { size: number; isMainContent: boolean; scanState: string }[];
  personalArchive: { state: string } | null;
  template: { versions: readonly { content: unknown }[] } | null;
}): RecipientNeeds {
  return recipientNeeds({
    ...writtenSchema.parse(draft),
    payment: messagePaymentSchema.nullable().parse(draft.payment),
    paymentWanted: draft.paymentWanted,
    attachments: draft.attachments.map(({ scanState, ...file }) => ({
      ...file,
      scanState: scanStateSchema.parse(scanState),
    })),
    archive: draft.personalArchive,
    template: { names: linksIn(draft.template?.versions[0]?.content) },
  });
}

function linksIn(content: unknown): readonly NameLink[] {
  return z.object({ names: nameLinksSchema }).safeParse(content).data?.names ?? [];
}

/**
 * Has the spreadsheet of a draft read again where the draft wants something else of it than it was
 * read for, or where it is told to: what was answered about its faults then no longer counts.
 */
export async function readRecipientsAgain(
  tx: Transaction,
  messageId: string,
  change: { matching: Record<string, number | null> } | "if needed" | "anyway" = "if needed",
  queue: (tx: Transaction, fileId: string) => Promise<void> = askToRead,
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
  await queue(tx, file.id);
}

function askToRead(tx: Transaction, fileId: string): Promise<void> {
  return addJob(tx, "read_recipients", { fileId });
}

/** For the worker, which may speak to the queue itself. */
export function queueReading(tx: Transaction, fileId: string): Promise<void> {
  return addJobAt(tx, "read_recipients", { fileId }, `recipients:${fileId}`, now());
}

/** Recipients that stand in a file, and were not typed by hand. */
export const OF_A_FILE = { row: { not: null } } as const;

/** Whoever was typed by hand waits below the first place until a file has been read whole. */
export async function setAside(tx: Transaction, messageId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "MessageRecipient" SET position = -position
    WHERE "messageId" = ${messageId}::uuid AND row IS NULL AND position > 0`;
}

export async function takeBack(tx: Transaction, messageId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "MessageRecipient" SET position = -position
    WHERE "messageId" = ${messageId}::uuid AND row IS NULL AND position < 0`;
}
