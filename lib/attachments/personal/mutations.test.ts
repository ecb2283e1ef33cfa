import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { value } from "@/scripts/test-draft";
import { addAttachment, removeAttachment } from "@/lib/attachments/mutations";
import { checkAttachment } from "@/lib/attachments/jobs";
import { openPersonalFile, readDeliveryAttachments } from "@/lib/attachments/personal/data";
import { resumeUnpacking, unpackArchive } from "@/lib/attachments/personal/jobs";
import { archiveSizeRefusal } from "@/lib/attachments/personal/rules";
import { addArchive, removeArchive } from "@/lib/attachments/personal/mutations";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/data";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { openAttachment } from "@/lib/deliveries/mutations";
import { environment } from "@/lib/env";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { getDraft } from "@/lib/messages/data";
import {
  discardMessage,
  saveDelivery,
  savePayment,
  saveReplies,
  saveText,
  startMessage,
} from "@/lib/messages/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import { getReading, listFaultyRows } from "@/lib/recipients/files/data";
import {
  addRecipientFile,
  chooseLanguage,
  removeRecipientFile,
} from "@/lib/recipients/files/mutations";
import { checkBoxes, readRecipients } from "@/lib/recipients/reading/jobs";
import { decryptBytes } from "@/lib/number-vault";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { Result } from "@/lib/result";
import { stopTypst } from "@/lib/typst/compile";
import { makeZip, type ZipFixture } from "@/lib/zip/fixtures";
import { smallPdf } from "@/e2e/fixtures/pdf";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { EICAR, startTestScanner, type TestScanner } from "@/scripts/test-scanner";
import { uploadTo } from "@/scripts/test-upload";

let scanner: TestScanner;
let sandbox: TestSandbox;
let actors: TestActors;
let messageId: string;
let lockNumber: number;

beforeAll(async () => {
  scanner = await startTestScanner();
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterAll(async () => {
  await stopTypst();
  await closeDatabase();
  await sandbox.close();
  await scanner.close();
});

const system = systemActor("test");
const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) => withActor(system, work);

type Ref = { messageId: string; lockNumber: number };
/** Does it on the newest save, and remembers the next one. */
async function saved(
  work: (ref: Ref) => Promise<Result<{ lockNumber: number }, { code: string }>>,
): Promise<void> {
  ({ lockNumber } = value(await work({ messageId, lockNumber })));
}

beforeEach(async () => {
  scanner.rise();
  await asPortal((tx) => tx.$executeRaw`DELETE FROM "RateLimit"`);
  const organisationId = actors.an.actingFor.organisationId ?? "";
  const type = await asPortal((tx) =>
    tx.messageType.findFirstOrThrow({ where: { code: "INVOICE", organisationId } }),
  );
  messageId = value(await startMessage(actors.an, { messageTypeId: type.id })).id;
  lockNumber = 1;
  await saved((ref) =>
    saveText(actors.an, {
      ...ref,
      subject: "Uw dossier",
      ownReference: "",
      body: documentFromPlainText("Geachte ((naam)), in de bijlage vindt u uw dossier."),
      values: {},
    }),
  );
  await saved((ref) => chooseLanguage(actors.an, { ...ref, language: "nl" }));
});

const LIST =
  'INSZ;naam;bijlagen\n08040901112;Dirk Verhoeven;dirk.pdf\n02050501806;Els Wouters;"Els.PDF;plan.pdf"\n';

async function dropList(content = LIST): Promise<void> {
  const uploadId = await uploadTo(actors.an, messageId, "lijst.csv", Buffer.from(content));
  await saved((ref) => addRecipientFile(actors.an, { ...ref, uploadId }));
}

async function dropZip(entries: readonly ZipFixture[] | Buffer): Promise<string> {
  const bytes = Buffer.isBuffer(entries) ? entries : makeZip(entries);
  const uploadId = await uploadTo(actors.an, messageId, "dossiers.zip", bytes, "archive");
  await saved((ref) => addArchive(actors.an, { ...ref, uploadId }));
  return uploadId;
}

const unpack = (archiveId: string) => unpackArchive(system, { archiveId });
const read = async () => {
  const file = await asPortal((tx) => tx.recipientFile.findUniqueOrThrow({ where: { messageId } }));
  await readRecipients(system, { fileId: file.id });
};

/** From the drop to rows that are matched with what was found. */
async function dropAndRead(entries: readonly ZipFixture[] | Buffer): Promise<string> {
  const archiveId = await dropZip(entries);
  await unpack(archiveId);
  await read();
  return archiveId;
}

const draft = async (position?: number) => {
  const found = await getDraft(actors.an, messageId, { recipient: position });
  if (!found) throw new Error("no draft");
  return found;
};
const faults = async () =>
  (await listFaultyRows(actors.an, messageId)).map(({ row, problems }) => [
    row,
    problems.map(({ column, code, detail }) => [column, code, detail]),
  ]);
const files = () => asPortal((tx) => tx.personalFile.findMany({ where: { messageId } }));

const pdf = (name: string): ZipFixture => ({ name, content: smallPdf() });
const GOOD = [pdf("dossiers/dirk.pdf"), pdf("dossiers/els.pdf"), pdf("plan.pdf")];

describe("a ZIP beside the list", () => {
  test("gives each recipient the files of their row, and says so before anything is sent", async () => {
    await dropList();
    const archiveId = await dropZip(GOOD);
    expect((await draft()).recipients.file?.state).toBe("waiting");
    // The rows wait for the files they name.
    await read();
    expect((await draft()).recipients.file?.state).toBe("waiting");
    await unpack(archiveId);
    expect(await getReading(actors.an, messageId)).toMatchObject({
      archive: { state: "unpacked", checked: 3, fileCount: 3 },
    });
    await read();
    expect(await draft()).toMatchObject({
      archive: { fileName: "dossiers.zip", state: "unpacked", refusedCount: 0 },
      recipients: { withFiles: 2, file: { goodRows: 2, faultyRows: 0 } },
      personalFiles: [{ fileName: "dirk.pdf", mediaType: "application/pdf" }],
    });
    const second = await draft(2);
    expect(second.personalFiles.map(({ fileName }) => fileName)).toEqual(["els.pdf", "plan.pdf"]);
    expect(second.recipients.file?.findings?.unnamedFiles).toEqual({ count: 0, first: [] });
    const [file] = second.personalFiles;
    const opened = value(await openPersonalFile(actors.an, { messageId, fileId: file?.id ?? "" }));
    expect(Buffer.from(opened.bytes).equals(smallPdf())).toBe(true);
  });

  test("tells by row and column what is not there, what was refused and why, and what nobody gets", async () => {
    await dropList(
      "INSZ;naam;bijlagen\n08040901112;Dirk;weg.pdf\n02050501806;Els;virus.pdf;\n0000000295;Bakkerij;lijst.txt\n01090901986;Mohamed;lijst.txt;leeg.pdf\n01122402143;Jan;\n",
    );
    await dropAndRead([
      { name: "virus.pdf", content: Buffer.concat([smallPdf(), Buffer.from(EICAR)]) },
      { name: "lijst.txt", content: "Een lijst." },
      { name: "leeg.pdf", content: "" },
      { name: "map/nep.pdf", content: "%PDF-1.4 en niets meer" },
      { name: "zip in zip.zip", content: makeZip([pdf("dirk.pdf")]) },
      { name: "__MACOSX/._lijst.txt", content: "x" },
    ]);
    expect(await faults()).toEqual([
      [2, [[2, "file_missing", "weg.pdf"]]],
      [3, [[2, "file_infected", "virus.pdf"]]],
      [
        5,
        [
          [null, "too_many_cells", undefined],
          [2, "file_not_pdf", "lijst.txt"],
        ],
      ],
    ]);
    const { archive, recipients } = await draft();
    expect(archive?.refused).toEqual([
      { path: "virus.pdf", refusal: "attachment_infected" },
      { path: "leeg.pdf", refusal: "attachment_empty" },
      { path: "map/nep.pdf", refusal: "attachment_damaged" },
      { path: "zip in zip.zip", refusal: "attachment_type" },
    ]);
    expect(recipients.file).toMatchObject({ goodRows: 2, faultyRows: 3 });
    expect(recipients.file?.findings?.unnamedFiles).toEqual({
      count: 3,
      first: ["leeg.pdf", "map/nep.pdf", "zip in zip.zip"],
    });
  });

  test("is wanted where rows name files, and a column is wanted where there is a ZIP", async () => {
    await dropList();
    await read();
    expect((await faults())[0]).toEqual([2, [[2, "file_without_archive", undefined]]]);
    await dropList("INSZ;naam\n08040901112;Dirk\n");
    await dropAndRead(GOOD);
    expect((await draft()).recipients.file?.findings?.match.missing).toEqual(["attachments"]);
  });

  test("counts with what all get: too much for a box is told when a document joins, and gone with it", async () => {
    const five = Array.from({ length: 5 }, (_, at) => `${at}.pdf`);
    await dropList(`INSZ;naam;bijlagen\n08040901112;Dirk;"${five.join(";")}"\n`);
    await dropAndRead(five.map(pdf));
    expect(await faults()).toEqual([]);
    const uploadId = await uploadTo(actors.an, messageId, "plan.pdf", smallPdf(), "attachment");
    await saved((ref) => addAttachment(actors.an, { ...ref, uploadId }));
    await checkAttachment(system, { attachmentId: uploadId });
    await read();
    expect(await faults()).toEqual([[2, [[2, "files_over_limit", undefined]]]]);
    await saved((ref) => removeAttachment(actors.an, { ...ref, attachmentId: uploadId }));
    await read();
    expect(await faults()).toEqual([]);
  });

  test("is replaced whole, removed whole, and goes with its list or its draft", async () => {
    await dropList();
    await dropAndRead(GOOD);
    await dropAndRead([pdf("dirk.pdf")]);
    expect((await files()).map(({ path }) => path)).toEqual(["dirk.pdf"]);
    expect(await faults()).toEqual([
      [
        3,
        [
          [2, "file_missing", "Els.PDF"],
          [2, "file_missing", "plan.pdf"],
        ],
      ],
    ]);
    await saved((ref) => removeArchive(actors.an, ref));
    await read();
    expect(await files()).toEqual([]);
    expect((await draft()).recipients.withFiles).toBe(0);
    await dropAndRead(GOOD);
    await saved((ref) => removeRecipientFile(actors.an, ref));
    expect(await files()).toEqual([]);
    await dropList();
    await dropAndRead(GOOD);
    expect(await discardMessage(actors.an, { messageId, lockNumber: 1 })).toMatchObject({
      refusal: { code: "conflict" },
    });
    expect(await files(), "a refusal takes nothing away").toHaveLength(3);
    value(await discardMessage(actors.an, { messageId, lockNumber }));
    expect(await files()).toEqual([]);
  });

  test("is taken once however often it is added, and only beside a list", async () => {
    const uploadId = await uploadTo(actors.an, messageId, "a.zip", makeZip(GOOD), "archive");
    expect(await addArchive(actors.an, { messageId, lockNumber, uploadId })).toMatchObject({
      refusal: { code: "not_found" },
    });
    await dropList();
    await saved((ref) => addArchive(actors.an, { ...ref, uploadId }));
    expect(await addArchive(actors.an, { messageId, lockNumber: 1, uploadId })).toMatchObject({
      ok: true,
      value: { lockNumber },
    });
    expect(await addArchive(actors.karim, { messageId, lockNumber, uploadId })).toMatchObject({
      refusal: { code: "not_found" },
    });
  });

  test("waits for a scanner that is away, and goes on where it was", async () => {
    await dropList();
    const archiveId = await dropZip(GOOD);
    scanner.fall();
    await unpack(archiveId);
    expect((await draft()).archive?.state).toBe("scanner_away");
    scanner.rise();
    await asPortal((tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`);
    await resumeUnpacking(system);
    const [job] = await asPortal(
      (tx) =>
        tx.$queryRaw<
          { key: string }[]
        >`SELECT key FROM graphile_worker.jobs WHERE key = ${`archive:${archiveId}`}`,
    );
    expect(job, "somebody goes on with it").toBeDefined();
    await unpack(archiveId);
    expect((await draft()).archive).toMatchObject({ state: "unpacked", checked: 3 });
  });

  test("taken away while it is unpacked leaves nothing behind", async () => {
    await dropList();
    const archiveId = await dropZip(GOOD);
    await saved((ref) => removeArchive(actors.an, ref));
    await unpack(archiveId);
    await read();
    expect(await files()).toEqual([]);
    expect(await faults()).toHaveLength(2);
  });
});

describe("of a ZIP that is none, or that means harm, nothing is taken", () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024);
  test.each<[string, () => readonly ZipFixture[] | Buffer, object]>([
    ["something else", () => smallPdf(), { code: "not_a_zip" }],
    ["an empty one", () => makeZip([]), { code: "archive_empty" }],
    ["one cut off", () => makeZip(GOOD).subarray(0, 200), { code: "damaged" }],
    [
      "one that unfolds a thousandfold",
      () => [pdf("a.pdf"), { name: "bom.pdf", content: zeros }],
      { code: "unpacks_too_large", name: "bom.pdf" },
    ],
    [
      "one that leads out of its folder",
      () => [{ ...pdf("../../etc/brief.pdf") }],
      { code: "unsafe_name", name: "../../etc/brief.pdf" },
    ],
    ["one with a password", () => [{ ...pdf("geheim.pdf"), flags: 0x801 }], { code: "encrypted" }],
    [
      "one name twice",
      () => [pdf("Brief.pdf"), pdf("brief.PDF")],
      { code: "duplicate_name", name: "brief.PDF" },
    ],
    [
      "two tables of contents",
      () => Buffer.concat([makeZip([pdf("een.pdf")]), makeZip([pdf("twee.pdf")])]),
      { code: expect.stringMatching(/^(ambiguous|damaged|not_a_zip)$/) as string },
    ],
    [
      "names of which the two tables differ",
      () => [{ ...pdf("goed.pdf"), local: { name: "kwaad.pdf" } }],
      { code: "ambiguous", name: "goed.pdf" },
    ],
    [
      "a link",
      () => [{ ...pdf("link.pdf"), attributes: 0o120777 * 2 ** 16 }],
      { code: "special_file", name: "link.pdf" },
    ],
    [
      "more files than are looked at",
      () => Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}.pdf` })),
      { code: "too_many_entries" },
    ],
    [
      "bytes that are not what the table says",
      () => [pdf("een.pdf"), { ...pdf("twee.pdf"), central: { crc: 1 }, local: { crc: 1 } }],
      { code: "damaged", name: "twee.pdf" },
    ],
  ])("%s", async (_what, make, refusal) => {
    await dropList();
    await dropAndRead(make());
    const { archive, recipients } = await draft();
    expect(archive).toMatchObject({ state: "refused", refusal });
    expect(await files()).toEqual([]);
    // It is told once, and not for every row; and nothing is sent with it.
    expect(recipients.file).toMatchObject({ state: "read", goodRows: 2, faultyRows: 0 });
  });

  test("and nothing is sent until it is replaced or removed", async () => {
    await dropList();
    await dropAndRead(makeZip([]));
    await finish();
    const send = () =>
      giveOrder(actors.an, {
        messageId,
        lockNumber,
        isConfirmed: false,
        plan: { kind: "now" },
        note: "",
      });
    expect(await send()).toMatchObject({
      refusal: { code: "message_incomplete", fields: { recipient: "archive_refused" } },
    });
    await saved((ref) => removeArchive(actors.an, ref));
    await read();
    expect(await send()).toMatchObject({
      refusal: { code: "message_incomplete", fields: { recipient: "recipients_unanswered" } },
    });
  });

  test("one too large for the portal is refused before it travels", () => {
    expect(archiveSizeRefusal(500 * 1024 * 1024)).toBeNull();
    expect(archiveSizeRefusal(500 * 1024 * 1024 + 1)).toBe("archive_too_large");
  });
});

async function finish(): Promise<void> {
  await checkBoxes(system, { messageId });
  await saved((ref) => savePayment(actors.an, { ...ref, payment: null }));
  await saved((ref) => saveReplies(actors.an, { ...ref, replyOption: emptyReplyOption("none") }));
  await saved((ref) => saveDelivery(actors.an, { ...ref, deliveryChoice: "normal" }));
}

describe("sending", () => {
  test("takes shared and own files to each, and evidence has the digest of every one", async () => {
    const uploadId = await uploadTo(actors.an, messageId, "plan.pdf", smallPdf(), "attachment");
    await saved((ref) => addAttachment(actors.an, { ...ref, uploadId }));
    await checkAttachment(system, { attachmentId: uploadId });
    await dropList();
    const dirks = Buffer.concat([smallPdf(), Buffer.from("% van Dirk\n")]);
    await dropAndRead([{ name: "dirk.pdf", content: dirks }, ...GOOD.slice(1)]);
    await finish();
    value(
      await giveOrder(actors.an, {
        messageId,
        lockNumber,
        isConfirmed: false,
        plan: { kind: "now" },
        note: "",
      }),
    );
    const rows = await asPortal((tx) =>
      tx.delivery.findMany({ where: { messageId }, orderBy: { position: "asc" } }),
    );
    for (const { id } of rows) await publishDelivery(system, { deliveryId: id });
    const details = await Promise.all(rows.map(({ id }) => getDelivery(actors.an, id)));
    expect(details.map((detail) => detail?.state)).toEqual(["published", "published"]);
    expect(details.map((detail) => detail?.attachments.map(({ fileName }) => fileName))).toEqual([
      ["plan.pdf", "dirk.pdf"],
      // Two files of one name are told apart.
      ["plan.pdf", "els.pdf", "plan (2).pdf"],
    ]);
    const [first, second] = rows;
    const own = details[0]?.attachments[1]?.id ?? "";
    const opened = value(
      await openAttachment(actors.an, { deliveryId: first?.id ?? "", attachmentId: own }),
    );
    expect(Buffer.from(opened.bytes).equals(dirks)).toBe(true);
    expect(
      await openAttachment(actors.an, { deliveryId: second?.id ?? "", attachmentId: own }),
      "what one gets is no other's",
    ).toMatchObject({ refusal: { code: "not_found" } });

    const evidence = await asPortal((tx) =>
      tx.evidence.findFirstOrThrow({
        where: { deliveryId: first?.id ?? "", event: "SubmissionAcceptance" },
      }),
    );
    const text = Buffer.from(decryptBytes(evidence.payload)).toString();
    const sent = await asPortal((tx) =>
      readDeliveryAttachments(tx, { messageId, position: first?.position ?? 0 }),
    );
    expect(sent).toHaveLength(2);
    for (const { sha256, fileName } of sent) {
      expect(text).toContain(Buffer.from(sha256).toString("base64"));
      expect(text).toContain(fileName);
    }
  });
});

describe("the app's own role", () => {
  const byApp = (work: Parameters<typeof withActor>[1]) => withActor(actors.an, work);

  test("can neither say what is in a ZIP nor hand its files to somebody else", async () => {
    await dropList();
    await dropAndRead(GOOD);
    const [file] = await files();
    const forged = { ...file, id: crypto.randomUUID(), position: 9 } as never;
    await expect(byApp((tx) => tx.personalFile.create({ data: forged }))).rejects.toThrow();
    await expect(
      byApp((tx) => tx.personalFile.updateMany({ data: { scanState: "clean" } })),
    ).rejects.toThrow();
    await expect(
      byApp((tx) => tx.personalArchive.updateMany({ data: { state: "unpacked" } })),
    ).rejects.toThrow();
    await expect(
      byApp((tx) =>
        tx.messageRecipient.updateMany({
          where: { messageId },
          data: { personalFileIds: [file?.id ?? ""] },
        }),
      ),
    ).rejects.toThrow();
  });
});
