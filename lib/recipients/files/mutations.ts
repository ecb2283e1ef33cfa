import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { cleanFileName } from "@/lib/attachments/rules";
import { now } from "@/lib/clock";
import { addJob, withActor } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { scanFile } from "@/lib/gateways/scanner";
import type { LetterLanguage } from "@/lib/letters/schema";
import { readStoredFile, storeFileFrom } from "@/lib/gateways/storage";
import { finishedUpload, removeUpload } from "@/lib/gateways/uploads";
import { uploadMetadataSchema } from "@/lib/attachments/schema";
import { getDraft, readDraftSender } from "@/lib/messages/data";
import { recipientNeeds } from "@/lib/messages/values/rules";
import { isInSeveral, languagesWritten } from "@/lib/messages/languages/rules";
import { writtenSchema } from "@/lib/messages/languages/schema";
import {
  mainLanguageChange,
  readWritable,
  saveDraft,
  type DraftRef,
  type Saved,
} from "@/lib/messages/mutations";
import { detailOf, recipientFileRefusal } from "@/lib/recipients/files/rules";
import type { HandMatch } from "@/lib/recipients/files/schema";
import { readFilesAtHand } from "@/lib/recipients/reading/data";
import { exampleRows } from "@/lib/recipients/reading/example";
import { checkRows } from "@/lib/recipients/reading/rows";
import {
  OF_A_FILE,
  readRecipientsAgain,
  setAside,
  takeBack,
} from "@/lib/recipients/reading/mutations";
import { csvDownload, xlsxDownload } from "@/lib/spreadsheet/download";
import { readSheet } from "@/lib/spreadsheet/read-sheet";
import type { WrittenCell } from "@/lib/spreadsheet/xlsx-writer";
import type { Language } from "@/lib/text/languages";
import { catalogues } from "@/lib/text/catalogue";
import { plainTranslator, translator } from "@/lib/text/translate";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { sourceOfBytes } from "@/lib/zip/source";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * Takes a spreadsheet that has arrived whole as the draft's list of recipients, in place of the one
 * before it and, once the worker has read it, of whoever was typed by hand. It carries the upload's own
 * id: asked twice, it is there once.
 */
export async function addRecipientFile(
  actor: PersonActor,
  input: DraftRef & { uploadId: string },
): Promise<Result<Saved, Problem>> {
  if (!(await readDraftSender(actor, input.messageId))) return refuse({ code: "not_found" });
  const done = await alreadyAdded(actor, input);
  if (done) return ok(done);
  const upload = await finishedUpload(input.uploadId);
  const metadata = uploadMetadataSchema.safeParse(upload?.metadata);
  if (!upload || !metadata.success) return refuse({ code: "upload_incomplete" });
  if (metadata.data.messageId !== input.messageId) return refuse({ code: "not_found" });
  const tooLarge = recipientFileRefusal(upload.size);
  if (tooLarge) {
    await removeUpload(input.uploadId);
    return refuse({ code: tooLarge });
  }
  const scan = await scanFile(upload.file);
  if (scan === "failed") return refuse({ code: "recipients_scan_failed" });
  if (scan === "infected") {
    await removeUpload(input.uploadId);
    return refuse({ code: "recipients_infected" });
  }
  const stored = await storeFileFrom(upload.file);
  if (stored.size !== upload.size) return refuse({ code: "upload_incomplete" });
  const added = await withActor(actor, async (tx) => {
    const saved = await saveDraft(tx, actor, input, {});
    if (!saved.ok) return saved;
    const { messageId } = input;
    const message = await tx.message.findUniqueOrThrow({
      where: { id: messageId },
      select: { organisationId: true, serviceId: true },
    });
    await tx.recipientFile.deleteMany({ where: { messageId } });
    await tx.messageRecipient.deleteMany({ where: { messageId, ...OF_A_FILE } });
    await setAside(tx, messageId);
    await tx.recipientFile.create({
      data: {
        id: input.uploadId,
        messageId,
        ...message,
        ...stored,
        fileName: cleanFileName(metadata.data.fileName) ?? "",
        uploadedById: actor.personId,
        uploadedAt: now(),
      },
    });
    await readRecipientsAgain(tx, messageId, "anyway");
    await record(tx, actor, {
      act: "recipients_added",
      subjectKind: "message",
      subjectId: messageId,
      detail: { size: stored.size },
    });
    return saved;
  });
  if (added.ok) await removeUpload(input.uploadId);
  return added;
}

async function alreadyAdded(
  actor: PersonActor,
  { messageId, uploadId }: { messageId: string; uploadId: string },
): Promise<Saved | null> {
  return withActor(actor, async (tx) => {
    const file = await tx.recipientFile.findFirst({
      where: { id: uploadId, messageId, serviceId: { in: [...actor.writes] } },
      select: { message: { select: { lockNumber: true, savedAt: true } } },
    });
    return (
      file && { lockNumber: file.message.lockNumber, savedAt: file.message.savedAt.toISOString() }
    );
  });
}

/** Back to recipients typed by hand: those who were there before a file that could not be read, else none. */
export async function removeRecipientFile(
  actor: PersonActor,
  ref: DraftRef,
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const saved = await saveDraft(tx, actor, ref, {});
    if (!saved.ok) return saved;
    const { messageId } = ref;
    const { count } = await tx.recipientFile.deleteMany({ where: { messageId } });
    if (count === 0) return saved;
    await tx.messageRecipient.deleteMany({ where: { messageId, ...OF_A_FILE } });
    await takeBack(tx, messageId);
    // Its files were named by the rows alone.
    await tx.personalArchive.deleteMany({ where: { messageId } });
    await record(tx, actor, {
      act: "recipients_removed",
      subjectKind: "message",
      subjectId: messageId,
    });
    return saved;
  });
}

/** Which column gives what, as the sender chose by hand: the file is read again by it. */
export async function matchColumns(
  actor: PersonActor,
  { matching, ...ref }: DraftRef & { matching: HandMatch },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const saved = await saveDraft(tx, actor, ref, {});
    if (saved.ok) await readRecipientsAgain(tx, ref.messageId, { matching });
    return saved;
  });
}

/**
 * The sender's word on rows that cannot be sent to, and on people who stand in the file more than
 * once. Rows that go are gone until the file is read again.
 */
export async function answerFaults(
  actor: PersonActor,
  {
    leaveOutFaulty,
    keepRepeated,
    sendAgain,
    ...ref
  }: DraftRef & {
    leaveOutFaulty: boolean | null;
    keepRepeated: boolean | null;
    sendAgain: boolean | null;
  },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const { messageId } = ref;
    const file = await tx.recipientFile.findFirst({
      where: { messageId, serviceId: { in: [...actor.writes] } },
    });
    if (!file) return refuse({ code: "not_found" });
    // Looked at before the save is claimed: a refusal changes nothing.
    if (file.state !== "read") return refuse({ code: "conflict" });
    const saved = await saveDraft(tx, actor, ref, {});
    if (!saved.ok) return saved;
    // What was taken out can only come back from the file itself.
    if (file.keepRepeated === false && keepRepeated !== false) {
      await readRecipientsAgain(tx, messageId, "anyway");
      return saved;
    }
    await tx.recipientFile.updateMany({
      where: { messageId },
      data: { leaveOutFaulty, keepRepeated, sendAgain },
    });
    if (keepRepeated === false) {
      await tx.$executeRaw`
        DELETE FROM "MessageRecipient" r WHERE r."messageId" = ${messageId}::uuid
          AND EXISTS (SELECT 1 FROM "MessageRecipient" o WHERE o."messageId" = r."messageId"
            AND o."numberHash" = r."numberHash" AND o.position < r.position)`;
    }
    return saved;
  });
}

/** The main language of the letters, where the recipients come from a file. */
export async function chooseLanguage(
  actor: PersonActor,
  { language, ...ref }: DraftRef & { language: "nl" | "fr" | "de" },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const message = await readWritable(tx, actor, ref.messageId);
    if (!message) return refuse({ code: "not_found" });
    const written = writtenSchema.parse(message);
    // Of several texts one becomes the main one; a text nobody wrote cannot.
    if (isInSeveral(written) && !languagesWritten(written).includes(language))
      return refuse({ code: "invalid_input", fields: { language: "language_other" } });
    const change = await mainLanguageChange(tx, actor, message, language);
    const saved = await saveDraft(tx, actor, ref, change);
    if (saved.ok) await readRecipientsAgain(tx, ref.messageId);
    return saved;
  });
}

/** Asks for the boxes that are not known yet once more. */
export async function checkBoxesAgain(
  actor: PersonActor,
  ref: DraftRef,
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const saved = await saveDraft(tx, actor, ref, {});
    if (!saved.ok) return saved;
    await tx.messageRecipient.updateMany({
      where: {
        messageId: ref.messageId,
        reachability: { in: ["not_reachable", "box_never_opened"] },
      },
      data: { reachability: "unknown" },
    });
    await addJob(tx, "check_boxes", { messageId: ref.messageId });
    return saved;
  });
}

/** The file to fill in for this message, ready for Belgian Excel: every cell a text, so that zeros stay. */
export async function makeExample(
  actor: PersonActor,
  { messageId, format }: { messageId: string; format: "xlsx" | "csv" },
): Promise<Result<Download, Problem>> {
  const draft = await getDraft(actor, messageId);
  if (!draft) return refuse({ code: "not_found" });
  const [header = [], ...rows] = exampleRows(recipientNeeds(draft));
  const columns = header.map((name) => ({ name, width: Math.max(name.length, 18) }));
  return ok(
    format === "csv"
      ? await csvDownload(draft.reference, [header, ...rows])
      : await xlsxDownload(draft.reference, { name: draft.reference, columns, rows }),
  );
}

/**
 * The sender's own file back, with a column that says what is wrong with each row. It is read anew, so
 * that every row is in it, however many there are.
 */
export async function returnFaults(
  actor: PersonActor,
  messageId: string,
  language: Language,
): Promise<Result<Download, Problem>> {
  const draft = await getDraft(actor, messageId);
  const file = draft?.recipients.file;
  if (!draft || !file?.findings) return refuse({ code: "not_found" });
  const { match } = file.findings;
  const stored = await withActor(actor, async (tx) => {
    await record(tx, actor, {
      act: "recipients_returned",
      subjectKind: "message",
      subjectId: draft.id,
    });
    return tx.recipientFile.findUniqueOrThrow({ where: { id: file.id }, select: { sha256: true } });
  });
  const sheet = await readSheet(sourceOfBytes(await readStoredFile(stored.sha256)));
  if (!sheet.ok) return refuse({ code: "not_found" });
  const { header, rows } = sheet.value;
  const needs = recipientNeeds(draft);
  const problem = translator(language, "sheets")("marked.problem");
  const checked = checkRows(rows, {
    match,
    needs,
    columns: header.length,
    now: now(),
    missingGlyphs,
    files: await withActor(actor, (tx) => readFilesAtHand(tx, draft.id, needs)),
  });
  const marked = await xlsxDownload(file.fileName.replace(/\.[^.]*$/, ""), {
    name: draft.reference,
    columns: [...header, problem].map((name) => ({ name, width: Math.max(name.length, 16) })),
    rows: markedRows(header, checked, language),
  });
  return ok(marked);
}

async function* markedRows(
  header: readonly string[],
  rows: ReturnType<typeof checkRows>,
  language: Language,
): AsyncGenerator<WrittenCell[]> {
  const t = plainTranslator(language, catalogues[language].sheets.problem);
  const common = translator(language, "common");
  const names = (each: LetterLanguage) => common(`language.${each}`);
  for await (const row of rows) {
    if (!row.ok) return;
    const { cells, problems } = row.value;
    const sentences = problems.map(({ column, code, detail }) => {
      const sentence = t(code, { detail: detailOf({ code, detail }, names) });
      return column === null ? sentence : `${header[column] ?? ""}: ${sentence}`;
    });
    const wrong = new Set(problems.map(({ column }) => column));
    yield [
      ...header.map((_, column) => ({
        text: cells[column]?.text ?? "",
        isWrong: wrong.has(column),
      })),
      sentences.join(". "),
    ];
  }
}
