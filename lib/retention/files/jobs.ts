import "server-only";
import { randomInt } from "node:crypto";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import {
  listStoredFiles,
  removeStoredFile,
  settleFolder,
  STORAGE_FOLDERS,
} from "@/lib/gateways/storage";
import { log } from "@/lib/log";
import { isDatabaseCurrent } from "@/lib/proofs/jobs";
import { digestsIn } from "@/lib/replies/answers/rules";
import { contentOf } from "@/lib/replies/requests/data";
import { Prisma } from "@/prisma/generated/client";

const AT_ONCE = 200;
/** What was stored again within the hour may belong to a row that is still being written. */
const SETTLED_MS = 3_600_000;

/** To be removed once this transaction is committed; the same content may belong to somebody else too. */
export async function queueRemoval(
  tx: Transaction,
  digests: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  // One that is just being looked at is waited for, and then queued again.
  for (const sha256 of digests) {
    await tx.$executeRaw`INSERT INTO "FileRemoval" (sha256, "queuedAt")
      VALUES (${new Uint8Array(sha256)}, ${at}::timestamptz)
      ON CONFLICT (sha256) DO UPDATE SET "queuedAt" = EXCLUDED."queuedAt"`;
  }
}

/** Longer than anything is stored before its row is written: a job that fails comes back for days. */
const STRAY_AFTER_MS = 7 * 86_400_000;
const LEFT_AFTER_MS = 86_400_000;

/** Begun anywhere: a worker that is started every day looks into every folder all the same. */
let turn = randomInt(STORAGE_FOLDERS);

/**
 * Finds stored files that no row tells of, such as an attachment that was taken out of a draft, or what a
 * crash left: they hold contents, and no policy would ever erase them. One folder a round; what is found is
 * queued, and removed as everything else is. A database that was set back knows nothing of newer files: beside
 * it, none is looked for.
 */
export async function sweepFiles(
  actor: SystemActor,
  at = now(),
  folders: readonly number[] = [turn++ % STORAGE_FOLDERS],
): Promise<void> {
  if (!(await isDatabaseCurrent(actor))) {
    log.error("no files are looked for: the database is older than what was signed last");
    return;
  }
  for (const folder of folders) {
    await settleFolder(folder, new Date(at.getTime() - LEFT_AFTER_MS));
    let batch: Uint8Array<ArrayBuffer>[] = [];
    const look = async () => {
      const strays = await withActor(actor, (tx) => queueStrays(tx, batch, at));
      if (strays > 0) log.warn({ strays }, "stored files that no row tells of");
      batch = [];
    };
    for await (const sha256 of listStoredFiles(folder, new Date(at.getTime() - STRAY_AFTER_MS))) {
      batch.push(sha256);
      if (batch.length === AT_ONCE) await look();
    }
    if (batch.length > 0) await look();
  }
}

async function queueStrays(
  tx: Transaction,
  digests: readonly Uint8Array<ArrayBuffer>[],
  at: Date,
): Promise<number> {
  const strays: Uint8Array[] = [];
  for (const sha256 of digests) {
    if (!(await isReferredTo(tx, sha256))) strays.push(sha256);
  }
  await queueRemoval(tx, strays, at);
  return strays.length;
}

/** Removes what nothing refers to any more; what was queued before a crash is found here again. */
export async function removeFiles(actor: SystemActor, at: Date): Promise<void> {
  await noteFilesOfAnswers(actor);
  let after = new Uint8Array();
  for (;;) {
    const rows = await withActor(
      actor,
      (tx) => tx.$queryRaw<{ sha256: Uint8Array<ArrayBuffer> }[]>`
        SELECT sha256 FROM "FileRemoval" WHERE sha256 > ${after} ORDER BY sha256 LIMIT ${AT_ONCE}::int`,
    );
    for (const { sha256 } of rows) {
      await withActor(actor, (tx) => removeFile(tx, sha256, at));
    }
    if (rows.length < AT_ONCE) return;
    after = new Uint8Array(rows.at(-1)?.sha256 ?? after);
  }
}

/** A crash after the file is gone leaves the row, and the next round finds nothing to remove. */
async function removeFile(
  tx: Transaction,
  sha256: Uint8Array<ArrayBuffer>,
  at: Date,
): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "FileRemoval" WHERE sha256 = ${sha256} FOR UPDATE`;
  const isNeeded = await isReferredTo(tx, sha256);
  const before = new Date(at.getTime() - SETTLED_MS);
  if (!isNeeded && !(await removeStoredFile(sha256, before))) return;
  await tx.fileRemoval.deleteMany({ where: { sha256 } });
}

/** Once for each worker: whoever keeps an answer today notes its files with it. */
let areAnswersNoted = false;

/** Answers given before their files were noted beside them: what is in them, nobody could ask otherwise. */
async function noteFilesOfAnswers(actor: SystemActor): Promise<void> {
  if (areAnswersNoted) return;
  for (let isMore = true; isMore;) {
    isMore = await withActor(actor, async (tx) => {
      const where = { fileDigests: { equals: Prisma.DbNull } };
      const rows = await tx.replyAnswer.findMany({ where, take: AT_ONCE });
      for (const { id, content } of rows) {
        const fileDigests = digestsIn(contentOf(content));
        await tx.replyAnswer.update({ where: { id }, data: { fileDigests } });
      }
      return rows.length === AT_ONCE;
    });
  }
  areAnswersNoted = true;
}

/** Whether anything that is not erased is stored under this digest; a logo is, now or when letters were ordered. */
async function isReferredTo(tx: Transaction, sha256: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const hex = Buffer.from(sha256).toString("hex");
  const files = JSON.stringify([{ sha256: hex }]);
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Delivery" WHERE "letterSha256" = ${sha256} AND "contentErasedAt" IS NULL)
      OR EXISTS (SELECT 1 FROM "Attachment" a JOIN "Message" m ON m.id = a."messageId"
        WHERE ${sha256} IN (a.sha256, a."thumbnailSha256") AND m."contentErasedAt" IS NULL)
      OR EXISTS (SELECT 1 FROM "PersonalFile" p JOIN "Message" m ON m.id = p."messageId"
        WHERE p.sha256 = ${sha256} AND m."contentErasedAt" IS NULL AND (m."sentAt" IS NULL OR EXISTS (
          SELECT 1 FROM "MessageRecipient" r WHERE r."messageId" = m.id AND p.id = ANY (r."personalFileIds"))))
      OR EXISTS (SELECT 1 FROM "RecipientFile" WHERE sha256 = ${sha256} AND "contentErasedAt" IS NULL)
      OR EXISTS (SELECT 1 FROM "ProofDocument" WHERE sha256 = ${sha256})
      OR EXISTS (SELECT 1 FROM "ProofBundle" WHERE "frameSha256" = ${sha256})
      OR EXISTS (SELECT 1 FROM "BundleOrder" WHERE "frameSha256" = ${sha256})
      OR EXISTS (SELECT 1 FROM "Finding" WHERE sha256 = ${sha256})
      OR EXISTS (SELECT 1 FROM "Service" WHERE sha256(logo) = ${sha256})
      OR EXISTS (SELECT 1 FROM "Message" WHERE "order"->>'logoSha256' = ${hex})
      OR EXISTS (SELECT 1 FROM "Reply" WHERE files @> ${files}::jsonb)
      OR EXISTS (SELECT 1 FROM "ReplyAnswer" WHERE "fileDigests" @> ${JSON.stringify([hex])}::jsonb)
      AS found`;
  return row?.found ?? true;
}
