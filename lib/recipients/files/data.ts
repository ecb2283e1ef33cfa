import "server-only";
import { z } from "zod";
import { archiveStateSchema } from "@/lib/attachments/personal/schema";
import { fullName } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { decryptBytes } from "@/lib/number-vault";
import {
  fileRefusalSchema,
  findingsSchema,
  RECIPIENT_FILE_STATES,
  rowProblemSchema,
  type FaultyRow,
  type Reading,
  type RecipientFileView,
} from "@/lib/recipients/files/schema";

/** Within a transaction that has found the draft to be the actor's. */
export async function readRecipientFile(
  tx: Transaction,
  messageId: string,
): Promise<RecipientFileView | null> {
  const file = await tx.recipientFile.findUnique({ where: { messageId } });
  if (!file) return null;
  const uploader = await tx.person.findUnique({
    where: { id: file.uploadedById },
    select: { givenName: true, surname: true },
  });
  const before = await tx.recipientFile.findMany({
    where: {
      serviceId: file.serviceId,
      sha256: file.sha256,
      messageId: { not: messageId },
      // Also what was ordered and has not gone, and what was broken off on its way.
      message: {
        OR: [{ sentAt: { not: null } }, { state: { in: ["awaiting_approval", "scheduled"] } }],
      },
    },
    select: { message: { select: { reference: true, sentAt: true, savedAt: true } } },
    orderBy: { uploadedAt: "desc" },
    take: 3,
  });
  const findings = findingsSchema.nullable().parse(file.findings);
  return {
    id: file.id,
    fileName: file.fileName,
    size: file.size,
    uploadedAt: file.uploadedAt,
    uploadedBy: uploader ? fullName(uploader) : "",
    state: z.enum(RECIPIENT_FILE_STATES).parse(file.state),
    refusal: fileRefusalSchema.nullable().parse(file.refusal),
    header: file.header,
    findings,
    missingColumns: findings?.match.missing.length ?? 0,
    rowsRead: file.rowsRead,
    progress: file.progress,
    goodRows: file.goodRows,
    faultyRows: file.faultyRows,
    repeatedRows: file.repeatedRows,
    leaveOutFaulty: file.leaveOutFaulty,
    keepRepeated: file.keepRepeated,
    sendAgain: file.sendAgain,
    sentBefore: before.map(({ message: { reference, sentAt, savedAt } }) => ({
      reference,
      sentAt: sentAt ?? savedAt,
    })),
  };
}

/** How far the reading is, and the looking up of boxes; null when there is no such draft. */
export async function getReading(actor: PersonActor, messageId: string): Promise<Reading | null> {
  return withActor(actor, async (tx) => {
    const message = await tx.message.findFirst({
      where: { id: messageId, serviceId: { in: [...actor.writes] } },
      select: { recipientFile: true, personalArchive: true },
    });
    if (!message) return null;
    const { recipientFile: file, personalArchive: archive } = message;
    const checked = archive ? await tx.personalFile.count({ where: { archiveId: archive.id } }) : 0;
    const unchecked = await tx.messageRecipient.count({
      where: { messageId, reachability: "unknown" },
    });
    return {
      // Who was typed by hand needs no reading.
      state: z.enum(RECIPIENT_FILE_STATES).parse(file?.state ?? "read"),
      rowsRead: file?.rowsRead ?? 0,
      progress: file?.progress ?? 0,
      unchecked,
      archive: archive && {
        state: archiveStateSchema.parse(archive.state),
        checked,
        fileCount: archive.fileCount,
      },
    };
  });
}

/** The first of the rows that cannot be sent to, as they stand in the file. */
export async function listFaultyRows(actor: PersonActor, messageId: string): Promise<FaultyRow[]> {
  const rows = await withActor(actor, (tx) =>
    tx.recipientFault.findMany({
      where: { file: { messageId, serviceId: { in: [...actor.writes] } } },
      orderBy: { row: "asc" },
    }),
  );
  return rows.map(({ row, cellsEncrypted, problems }) => ({
    row,
    cells: z
      .array(z.string())
      .parse(JSON.parse(Buffer.from(decryptBytes(cellsEncrypted)).toString())),
    problems: z.array(rowProblemSchema).parse(problems),
  }));
}
