import "server-only";
import { MEGABYTE, cleanFileName, fileRefusal, widestLimits } from "@/lib/attachments/rules";
import { channelLimits } from "@/lib/attachments/data";
import { examine } from "@/lib/attachments/jobs";
import {
  ARCHIVE_FILES,
  UNPACKED_MEGABYTES,
  type ArchiveRefusal,
} from "@/lib/attachments/personal/schema";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, withActor, type Transaction } from "@/lib/db";
import { clearUnpacked, finishedUpload, removeUpload, withUnpacked } from "@/lib/gateways/uploads";
import { queueReading, readRecipientsAgain } from "@/lib/recipients/reading/mutations";
import { openArchive, type ZipEntry } from "@/lib/zip/archive";
import { ZipError } from "@/lib/zip/refusal";
import { openFileSource } from "@/lib/zip/source";
import type { PersonalArchive } from "@/prisma/generated/client";

/** Two processes at most look into PDFs. */
const AT_ONCE = 2;

/** What became of the ZIP as a whole. */
type Outcome =
  { kind: "unpacked" } | { kind: "away" } | { kind: "refused"; refusal: ArchiveRefusal };

/** Somebody took the ZIP away, or dropped another: this one is of no use. */
class Removed extends Error {}

/**
 * Unpacks a ZIP that has arrived, file by file, each looked at as every attachment is, and has the
 * rows matched with what was found. May be stopped anywhere and done again: what was looked at stays.
 */
export async function unpackArchive(
  actor: SystemActor,
  { archiveId }: { archiveId: string },
): Promise<void> {
  const archive = await begin(actor, archiveId);
  if (archive) {
    const upload = await finishedUpload(archiveId);
    const outcome = upload
      ? await unpackAll(actor, archive, upload.file)
      : refused({ code: "upload_incomplete" });
    await settle(actor, archive, outcome);
    // The bytes stay for the next try: a scanner that is away says nothing of them.
    if (outcome.kind === "away") return;
  }
  await removeUpload(archiveId);
}

function refused(refusal: ArchiveRefusal): Outcome {
  return { kind: "refused", refusal };
}

async function begin(actor: SystemActor, id: string): Promise<PersonalArchive | null> {
  return withActor(actor, async (tx) => {
    const { count } = await tx.personalArchive.updateMany({
      where: { id, state: { in: ["waiting", "unpacking", "scanner_away"] } },
      data: { state: "unpacking" },
    });
    return count === 1 ? tx.personalArchive.findUnique({ where: { id } }) : null;
  });
}

async function unpackAll(
  actor: SystemActor,
  archive: PersonalArchive,
  file: string,
): Promise<Outcome> {
  const source = await openFileSource(file);
  try {
    const opened = await openArchive(source, {
      entries: ARCHIVE_FILES,
      // One too large for any box is told of by its row, and never unpacked.
      entryBytes: UNPACKED_MEGABYTES * MEGABYTE,
      totalBytes: UNPACKED_MEGABYTES * MEGABYTE,
    });
    if (!opened.ok) return refused(opened.refusal);
    if (opened.value.length === 0) return refused({ code: "archive_empty" });
    return await checkAll(actor, archive, opened.value);
  } catch (error) {
    if (error instanceof ZipError) return refused(error.refusal);
    if (error instanceof Removed) return { kind: "unpacked" };
    throw error;
  } finally {
    await source.close();
    await clearUnpacked(archive.id);
  }
}

async function checkAll(
  actor: SystemActor,
  archive: PersonalArchive,
  entries: readonly ZipEntry[],
): Promise<Outcome> {
  const known = await withActor(actor, async (tx) => {
    await tx.personalArchive.updateMany({
      where: { id: archive.id },
      data: { fileCount: entries.length },
    });
    return tx.personalFile.findMany({
      where: { archiveId: archive.id },
      select: { position: true },
    });
  });
  const done = new Set(known.map(({ position }) => position));
  const left = entries
    .map((entry, position) => ({ entry, position }))
    .filter(({ position }) => !done.has(position));
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const checks = await Promise.allSettled(
      left.slice(from, from + AT_ONCE).map(async ({ entry, position }) => {
        const found = await check(archive.id, entry);
        if (found === "away") return true;
        await keep(actor, archive, { path: entry.name, position, ...found });
        return false;
      }),
    );
    // Both are at their end before anything is concluded: neither writes into a ZIP that was refused.
    for (const each of checks) {
      if (each.status === "rejected") throw each.reason;
      if (each.value) return { kind: "away" };
    }
  }
  return { kind: "unpacked" };
}

/** As a row has it. */
type Found = Pick<
  Parameters<Transaction["personalFile"]["create"]>[0]["data"],
  "size" | "scanState" | "refusal" | "mediaType" | "sha256" | "pageCount"
>;

/** The checks of every attachment, on a file that lies unpacked for as long as they take. */
async function check(archiveId: string, entry: ZipEntry): Promise<Found | "away"> {
  const { name, size } = entry;
  const tooEarly = fileRefusal({ name, size }, widestLimits(channelLimits()).megabytes);
  if (tooEarly) return { size, scanState: "refused", refusal: tooEarly };
  const found = await withUnpacked(archiveId, entry.open(), (file) =>
    examine(file, cleanFileName(name) ?? name, { withThumbnail: false }),
  );
  if (found.kind === "away") return "away";
  if (found.kind === "refused") return { size, scanState: "refused", refusal: found.refusal };
  return {
    scanState: found.scanState,
    mediaType: found.mediaType,
    pageCount: found.pdf?.pageCount ?? null,
    ...found.stored,
  };
}

async function keep(
  actor: SystemActor,
  { id: archiveId, messageId, organisationId, serviceId }: PersonalArchive,
  file: Found & { path: string; position: number },
): Promise<void> {
  await withActor(actor, async (tx) => {
    const [lives] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text AS id FROM "PersonalArchive"
        WHERE id = ${archiveId}::uuid AND state = 'unpacking' FOR SHARE`;
    if (!lives) throw new Removed();
    await tx.personalFile.create({
      data: { archiveId, messageId, organisationId, serviceId, ...file },
    });
  });
}

async function settle(
  actor: SystemActor,
  archive: PersonalArchive,
  outcome: Outcome,
): Promise<void> {
  const { id, messageId, organisationId, serviceId } = archive;
  await withActor(actor, async (tx) => {
    const { count } = await tx.personalArchive.updateMany({
      where: { id, state: "unpacking" },
      data: {
        state: outcome.kind === "away" ? "scanner_away" : outcome.kind,
        ...(outcome.kind === "refused" ? { refusal: outcome.refusal } : {}),
      },
    });
    if (count === 0 || outcome.kind === "away") return;
    // Of a ZIP that is refused nothing is taken, whatever was good of it.
    if (outcome.kind === "refused") await tx.personalFile.deleteMany({ where: { archiveId: id } });
    await readRecipientsAgain(tx, messageId, "anyway", queueReading);
    await record(tx, actor, {
      act: "personal_files_checked",
      subjectKind: "message",
      subjectId: messageId,
      organisationId,
      serviceId,
      detail: {
        outcome: outcome.kind === "refused" ? outcome.refusal.code : outcome.kind,
        files: await tx.personalFile.count({ where: { archiveId: id } }),
      },
    });
  });
}

/** Queues again what nobody works at: the scanner was away, or the worker died of it. */
export async function resumeUnpacking(actor: SystemActor): Promise<void> {
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT a.id::text AS id FROM "PersonalArchive" a
        LEFT JOIN graphile_worker.jobs j ON j.key = 'archive:' || a.id
      WHERE a.state IN ('waiting', 'unpacking', 'scanner_away')
        AND (j.id IS NULL OR j.attempts >= j.max_attempts AND j.locked_at IS NULL)
      LIMIT 50`;
    for (const { id } of left)
      await addJobAt(tx, "unpack_archive", { archiveId: id }, `archive:${id}`, now());
  });
}
