import "server-only";
import { NAMES_SHOWN } from "@/lib/attachments/personal/schema";
import { record } from "@/lib/audit/mutations";
import { callsInTrail } from "@/lib/audit/calls/rules";
import type { TracedCall } from "@/lib/audit/calls/schema";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, addJobsAt, withActor, type Transaction } from "@/lib/db";
import { readStoredFile } from "@/lib/gateways/storage";
import { reachabilitiesOf } from "@/lib/gateways/mailbox";
import { DRAFT_STATES } from "@/lib/messages/schema";
import { decryptNumber, encryptBytes, encryptNumber, hashNumber } from "@/lib/number-vault";
import {
  FAULTS_SHOWN,
  handMatchSchema,
  type FileRefusal,
  type Findings,
} from "@/lib/recipients/files/schema";
import { readFilesAtHand } from "@/lib/recipients/reading/data";
import { ProblemCount } from "@/lib/recipients/reading/findings";
import { matchColumns } from "@/lib/recipients/reading/matching";
import { DRAFT, OF_A_FILE, needsOf } from "@/lib/recipients/reading/mutations";
import { checkRows, type CheckedRow } from "@/lib/recipients/reading/rows";
import type { Reachability } from "@/lib/recipients/schema";
import { readSheet, type Sheet } from "@/lib/spreadsheet/read-sheet";
import type { SheetRefusal } from "@/lib/spreadsheet/schema";
import { sourceOfBytes } from "@/lib/zip/source";
import { missingGlyphs } from "@/lib/typst/glyphs";
import type { MessageRecipient, RecipientFile } from "@/prisma/generated/client";

/** So many rows in one transaction, and so often the page hears how far it is. */
const AT_ONCE = 500;
/** So many recipients are asked for in one call. */
const BOXES_AT_ONCE = 250;

type Reading = RecipientFile & {
  message: Parameters<typeof needsOf>[0];
};
type Counts = Pick<RecipientFile, "goodRows" | "faultyRows" | "repeatedRows">;

/** Somebody wants it read otherwise, or not at all any more: this reading is of no use. */
class Overtaken extends Error {}

/** Reads a draft's spreadsheet from its first row to its last, whatever an earlier reading had found. */
export async function readRecipients(
  actor: SystemActor,
  { fileId }: { fileId: string },
): Promise<void> {
  const file = await withActor(actor, (tx) => beginReading(tx, fileId));
  if (!file) return;
  try {
    await readFile(actor, file);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
}

/** Finds lists that wait to be read with nobody at work, and has them read. */
export async function resumeReadings(actor: SystemActor): Promise<void> {
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT f.id::text AS id FROM "RecipientFile" f
        JOIN "Message" m ON m.id = f."messageId" AND m.state IN ('draft', 'sent_back')
        LEFT JOIN "PersonalArchive" a ON a."messageId" = f."messageId"
        LEFT JOIN graphile_worker.jobs j ON j.key = 'recipients:' || f.id
      WHERE f.state IN ('waiting', 'reading') AND coalesce(a.state, 'unpacked') IN ('unpacked', 'refused')
        AND (j.id IS NULL OR j.attempts >= j.max_attempts AND j.locked_at IS NULL)
      LIMIT 50`;
    await addJobsAt(
      tx,
      "read_recipients",
      left.map(({ id }) => ({ key: `recipients:${id}`, payload: { fileId: id } })),
      now(),
    );
  });
}

async function beginReading(tx: Transaction, fileId: string): Promise<Reading | null> {
  const { count } = await tx.recipientFile.updateMany({
    where: {
      id: fileId,
      state: { in: ["waiting", "reading"] },
      message: {
        state: { in: [...DRAFT_STATES] },
        // Whoever unpacks the ZIP beside it has it read at the end.
        OR: [
          { personalArchive: null },
          { personalArchive: { state: { in: ["unpacked", "refused"] } } },
        ],
      },
    },
    data: {
      state: "reading",
      rowsRead: 0,
      progress: 0,
      goodRows: 0,
      faultyRows: 0,
      repeatedRows: 0,
    },
  });
  if (count === 0) return null;
  await tx.recipientFault.deleteMany({ where: { fileId } });
  const file = await tx.recipientFile.findUniqueOrThrow({
    where: { id: fileId },
    include: { message: { select: DRAFT } },
  });
  await tx.messageRecipient.deleteMany({ where: { messageId: file.messageId, ...OF_A_FILE } });
  return file;
}

async function readFile(actor: SystemActor, file: Reading): Promise<void> {
  let share = 0;
  const opened = await readSheet(sourceOfBytes(await readStoredFile(file.sha256)), {
    onProgress: (read, total) => (share = total === 0 ? 0 : read / total),
  });
  if (!opened.ok) return refuseFile(actor, file, refusalOf(opened.refusal));
  const { header, details } = opened.value;
  const needs = needsOf(file.message);
  const match = matchColumns(header, needs, handMatchSchema.parse(file.matching));
  const files = await withActor(actor, (tx) => readFilesAtHand(tx, file.messageId, needs));
  const unnamed = new Map(files.kind === "given" ? files.shelf.all() : []);
  const problems = new ProblemCount();
  let counts: Counts = { goodRows: 0, faultyRows: 0, repeatedRows: 0 };
  let rowsRead = 0;
  if (match.missing.length === 0) {
    const context = { match, needs, columns: header.length, now: now(), missingGlyphs, files };
    let batch: CheckedRow[] = [];
    const keep = async () => {
      counts = await keepRows(actor, file, batch, counts, { rowsRead, share });
      batch = [];
    };
    for await (const row of checkRows(opened.value.rows, context)) {
      if (!row.ok) return refuseFile(actor, file, refusalOf(row.refusal));
      batch.push(row.value);
      rowsRead += 1;
      problems.add(row.value.number, row.value.problems);
      for (const id of row.value.namedFiles) unnamed.delete(id);
      if (batch.length === AT_ONCE) await keep();
    }
    await keep();
  }
  const findings: Findings = {
    match,
    kinds: problems.list(),
    ...(files.kind === "given"
      ? {
          unnamedFiles: {
            count: unnamed.size,
            first: [...unnamed.values()].slice(0, NAMES_SHOWN),
          },
        }
      : {}),
  };
  await finishReading(actor, file, { header, details, findings, counts, rowsRead });
}

/** Changes the file only as long as this reading is the one that is wanted. */
async function changeFile(
  tx: Transaction,
  file: Reading,
  data: Parameters<Transaction["recipientFile"]["updateMany"]>[0]["data"],
): Promise<void> {
  const { id, generation } = file;
  const { count } = await tx.recipientFile.updateMany({
    where: { id, generation, state: "reading" },
    data,
  });
  if (count === 0) throw new Overtaken();
}

async function keepRows(
  actor: SystemActor,
  file: Reading,
  rows: readonly CheckedRow[],
  before: Counts,
  { rowsRead, share }: { rowsRead: number; share: number },
): Promise<Counts> {
  const good = rows.flatMap(({ number, recipient }) => (recipient ? [{ number, recipient }] : []));
  const faulty = rows.filter(({ problems }) => problems.length > 0);
  const counts = {
    goodRows: before.goodRows + good.length,
    faultyRows: before.faultyRows + rows.length - good.length,
    repeatedRows: before.repeatedRows + faulty.filter(({ recipient }) => recipient).length,
  };
  const room = Math.max(0, FAULTS_SHOWN - before.faultyRows - before.repeatedRows);
  const place = { organisationId: file.organisationId, serviceId: file.serviceId };
  await withActor(actor, async (tx) => {
    await changeFile(tx, file, { ...counts, rowsRead, progress: Math.round(share * 1000) });
    await tx.messageRecipient.createMany({
      data: good.map(({ number, recipient }, index) => ({
        ...place,
        messageId: file.messageId,
        position: before.goodRows + index + 1,
        row: number,
        kind: recipient.kind,
        numberEncrypted: encryptNumber(recipient.number),
        numberHash: hashNumber(recipient.number),
        name: recipient.name,
        addressLines: recipient.addressLines,
        attention: recipient.attention || null,
        language: recipient.language,
        values: recipient.values,
        personalFileIds: recipient.fileIds,
      })),
    });
    await tx.recipientFault.createMany({
      data: faulty.slice(0, room).map(({ number, cells, problems }) => ({
        ...place,
        fileId: file.id,
        row: number,
        cellsEncrypted: encryptCells(cells),
        problems,
      })),
    });
  });
  return counts;
}

function encryptCells(cells: CheckedRow["cells"]) {
  return encryptBytes(Buffer.from(JSON.stringify(cells.map(({ text }) => text.slice(0, 500)))));
}

async function finishReading(
  actor: SystemActor,
  file: Reading,
  found: {
    header: string[];
    details: Sheet["details"];
    findings: Findings;
    counts: Counts;
    rowsRead: number;
  },
): Promise<void> {
  const { header, details, findings, counts, rowsRead } = found;
  await withActor(actor, async (tx) => {
    await changeFile(tx, file, {
      state: "read",
      header,
      format: details,
      findings,
      ...counts,
      rowsRead,
      progress: 1000,
    });
    // Now, and not before, it takes the place of those who were typed by hand.
    await tx.messageRecipient.deleteMany({ where: { messageId: file.messageId, row: null } });
    await addJobAt(
      tx,
      "check_boxes",
      { messageId: file.messageId },
      `boxes:${file.messageId}`,
      now(),
    );
  });
}

async function refuseFile(actor: SystemActor, file: Reading, refusal: FileRefusal): Promise<void> {
  await withActor(actor, async (tx) => {
    const { count } = await tx.recipientFile.updateMany({
      where: { id: file.id, generation: file.generation, state: "reading" },
      data: { state: "refused", refusal, goodRows: 0, faultyRows: 0, repeatedRows: 0 },
    });
    // What was read before the damage is no list of recipients.
    const where = { messageId: file.messageId, ...OF_A_FILE };
    if (count > 0) await tx.messageRecipient.deleteMany({ where });
  });
}

function refusalOf({ code, ...more }: SheetRefusal): FileRefusal {
  const detail = Object.values(more).flat().join(", ");
  return { code, ...(detail ? { detail } : {}) };
}

/**
 * Asks for all boxes of a draft that are not known yet, some hundred at a time. A federation that is
 * away is asked again later: the job fails and comes back.
 */
export async function checkBoxes(
  actor: SystemActor,
  { messageId }: { messageId: string },
): Promise<void> {
  let after = 0;
  for (;;) {
    const last = await checkNextBoxes(actor, messageId, after);
    if (last === null) return;
    after = last;
  }
}

async function checkNextBoxes(
  actor: SystemActor,
  messageId: string,
  after: number,
): Promise<number | null> {
  const asked = await withActor(actor, async (tx) => {
    const message = await tx.message.findFirst({
      where: { id: messageId, state: { in: [...DRAFT_STATES] } },
      select: { organisation: { select: { enterpriseNumber: true } } },
    });
    const rows = await tx.messageRecipient.findMany({
      where: { messageId, reachability: "unknown", position: { gt: after } },
      orderBy: { position: "asc" },
      take: BOXES_AT_ONCE,
    });
    return message && { enterpriseNumber: message.organisation.enterpriseNumber, rows };
  });
  const last = asked?.rows.at(-1);
  if (!asked || !last) return null;
  const { found, calls } = await reachabilitiesOf(
    asked.enterpriseNumber,
    asked.rows.map((row) => {
      const number = decryptNumber(row.numberEncrypted);
      return row.kind === "citizen"
        ? { kind: "citizen", niss: number }
        : { kind: "enterprise", enterpriseNumber: number };
    }),
  );
  await withActor(actor, async (tx) => {
    if (found) await keepBoxes(tx, asked.rows, found);
    await recordBoxes(tx, actor, messageId, asked.rows, calls);
  });
  if (!found) throw new Error("the federation does not answer");
  return last.position;
}

type Asked = Pick<MessageRecipient, "id" | "numberHash" | "organisationId" | "serviceId">;

/** What was found counts for the numbers that were asked: somebody may have typed another meanwhile. */
async function keepBoxes(
  tx: Transaction,
  rows: readonly Asked[],
  found: readonly Reachability[],
): Promise<void> {
  const answers = rows.map(({ id, numberHash }, at) => ({
    id,
    hash: Buffer.from(numberHash).toString("hex"),
    reachability: found[at],
  }));
  await tx.$executeRaw`
    UPDATE "MessageRecipient" r SET reachability = a.reachability, "checkedAt" = ${now()}::timestamptz
    FROM json_to_recordset(${JSON.stringify(answers)}::json)
        AS a(id uuid, hash text, reachability text), "Message" m
    WHERE r.id = a.id AND r."numberHash" = decode(a.hash, 'hex') AND a.reachability IS NOT NULL
      AND m.id = r."messageId" AND m.state IN ('draft', 'sent_back')`;
}

/** That the federation was asked, also when it did not answer: the question may have arrived. */
async function recordBoxes(
  tx: Transaction,
  actor: SystemActor,
  messageId: string,
  rows: readonly Asked[],
  asked: readonly TracedCall[],
): Promise<void> {
  const { calls } = callsInTrail(asked, { recipients: rows.length });
  if (calls.length === 0) return;
  const [first] = rows;
  await record(tx, actor, {
    act: "boxes_checked",
    subjectKind: "message",
    subjectId: messageId,
    ...(first ? { organisationId: first.organisationId, serviceId: first.serviceId } : {}),
    detail: { recipients: rows.length, calls },
  });
}
