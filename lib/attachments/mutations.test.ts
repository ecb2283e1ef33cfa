import { PDF, PdfDict, PdfName, PdfString } from "@libpdf/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDraftFile } from "@/lib/attachments/data";
import { checkAttachment, resumeChecks } from "@/lib/attachments/jobs";
import {
  addAttachment,
  chooseMainContent,
  moveAttachment,
  receiveUpload,
  removeAttachment,
  renameAttachment,
} from "@/lib/attachments/mutations";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { finishedUpload, removeUpload } from "@/lib/gateways/uploads";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { startMessage } from "@/lib/messages/mutations";
import { stopTypst } from "@/lib/typst/compile";
import { smallPdf } from "@/e2e/fixtures/pdf";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { EICAR, startTestScanner, type TestScanner } from "@/scripts/test-scanner";

let scanner: TestScanner;
let actors: TestActors;
let messageId: string;

beforeAll(async () => {
  scanner = await startTestScanner();
  await testDatabase();
  actors = await layTestHouse();
});

afterAll(async () => {
  await stopTypst();
  await closeDatabase();
  await scanner.close();
});

beforeEach(async () => {
  scanner.rise();
  const type = await withActor(actors.an, (tx) => tx.messageType.findFirstOrThrow());
  const started = await startMessage(actors.an, { messageTypeId: type.id });
  if (!started.ok) throw new Error(started.refusal.code);
  messageId = started.value.id;
});

const UPLOADS = "http://localhost:3000/api/uploads";
const base64 = (text: string) => Buffer.from(text).toString("base64");

function begin(fileName: string, length: number, actor = actors.an): Promise<Response> {
  const metadata = `messageId ${base64(messageId)},fileName ${base64(fileName)}`;
  const headers = {
    "tus-resumable": "1.0.0",
    "upload-length": String(length),
    "upload-metadata": metadata,
  };
  return receiveUpload(actor, new Request(UPLOADS, { method: "POST", headers }));
}

function append(location: string, offset: number, content: Uint8Array): Promise<Response> {
  const request = new Request(new URL(location, UPLOADS), {
    method: "PATCH",
    headers: {
      "tus-resumable": "1.0.0",
      "upload-offset": String(offset),
      "content-type": "application/offset+octet-stream",
    },
    body: new Uint8Array(content),
  });
  return receiveUpload(actors.an, request);
}

async function upload(fileName: string, content: Uint8Array): Promise<string> {
  const created = await begin(fileName, content.length);
  expect(created.status).toBe(201);
  const location = created.headers.get("location") ?? "";
  expect((await append(location, 0, content)).status).toBe(204);
  return location.split("/").at(-1) ?? "";
}

const add = (uploadId: string, lockNumber = 1) =>
  addAttachment(actors.an, { messageId, lockNumber, uploadId });
const refusal = (code: string) => ({ ok: false, refusal: { code } });
const attachments = () =>
  withActor(systemActor("test"), (tx) =>
    tx.attachment.findMany({ where: { messageId }, orderBy: { position: "asc" } }),
  );

const check = (attachmentId: string) =>
  checkAttachment(systemActor("check_attachment"), { attachmentId });

async function addChecked(fileName: string, content: Uint8Array, lockNumber = 1): Promise<string> {
  const uploadId = await upload(fileName, content);
  expect(await add(uploadId, lockNumber)).toMatchObject({ ok: true });
  await check(uploadId);
  return uploadId;
}

test("a PDF waits, is looked at, kept, and there once however often it is added", async () => {
  const uploadId = await upload("C:\\scans\\plan O’Neill 王.pdf", smallPdf());
  const added = await add(uploadId);
  expect(added).toMatchObject({ ok: true, value: { lockNumber: 2 } });
  expect(await add(uploadId)).toEqual(added);
  expect(await attachments()).toMatchObject([{ scanState: "waiting", sha256: null }]);
  expect(await queued(uploadId), "somebody will look at it").toBe(1);
  await check(uploadId);
  await check(uploadId);
  expect(await attachments()).toMatchObject([
    {
      fileName: "plan O’Neill 王.pdf",
      mediaType: "application/pdf",
      size: smallPdf().length,
      scanState: "clean",
      pageCount: 1,
      isTagged: false,
      isPdfA: false,
      position: 1,
    },
  ]);
  const file = { messageId, attachmentId: uploadId };
  const opened = await openDraftFile(actors.an, file, "file");
  expect(opened).toMatchObject({ ok: true, value: { fileName: "plan O’Neill 王.pdf" } });
  if (opened.ok) expect(Buffer.from(opened.value.bytes).equals(smallPdf())).toBe(true);
  const thumbnail = await openDraftFile(actors.an, file, "thumbnail");
  expect(thumbnail).toMatchObject({ ok: true, value: { mediaType: "image/png" } });
  expect(await openDraftFile(actors.karim, file, "file")).toMatchObject(refusal("not_found"));
});

async function queued(attachmentId: string): Promise<number> {
  const rows = await withActor(
    systemActor("test"),
    (tx) =>
      tx.$queryRaw<
        object[]
      >`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`attachment:${attachmentId}`}`,
  );
  return rows.length;
}

test("an upload broken off goes on where it was", async () => {
  const content = smallPdf();
  const location = (await begin("plan.pdf", content.length)).headers.get("location") ?? "";
  await append(location, 0, content.subarray(0, 100));
  const uploadId = location.split("/").at(-1) ?? "";
  expect(await add(uploadId)).toMatchObject(refusal("upload_incomplete"));
  const head = await receiveUpload(
    actors.an,
    new Request(new URL(location, UPLOADS), {
      method: "HEAD",
      headers: { "tus-resumable": "1.0.0" },
    }),
  );
  expect(head.headers.get("upload-offset")).toBe("100");
  await append(location, 100, content.subarray(100));
  expect(await add(uploadId)).toMatchObject({ ok: true });
});

async function protectedPdf(): Promise<Uint8Array> {
  const pdf = await PDF.load(smallPdf());
  pdf.setProtection({ userPassword: "geheim", ownerPassword: "geheimer" });
  return pdf.save();
}

async function activePdf(): Promise<Uint8Array> {
  const pdf = await PDF.load(smallPdf());
  const script = PdfDict.of({
    S: PdfName.of("JavaScript"),
    JS: PdfString.fromString("app.alert(1)"),
  });
  pdf.getCatalog().set("OpenAction", pdf.context.register(script));
  return pdf.save();
}

test.each([
  ["a protected PDF", "plan.pdf", protectedPdf, "attachment_encrypted"],
  [
    "a damaged PDF",
    "plan.pdf",
    () => Buffer.from("%PDF-1.7\nnothing of a PDF"),
    "attachment_damaged",
  ],
  ["a PDF that runs a script", "plan.pdf", activePdf, "attachment_active"],
  [
    "a program with the name of a PDF",
    "plan.pdf",
    () => Buffer.from("MZ\u0090\0\u0003"),
    "attachment_type",
  ],
  ["a page of HTML", "plan.html", () => Buffer.from("<html></html>"), "attachment_type"],
  ["malware", "list.txt", () => Buffer.from(EICAR), "attachment_infected"],
])("%s is refused with its own reason and not kept", async (_what, name, content, code) => {
  const uploadId = await addChecked(name, await content());
  expect(await attachments()).toMatchObject([
    { scanState: "refused", refusal: code, sha256: null, thumbnailSha256: null },
  ]);
  expect(await finishedUpload(uploadId), "the bytes are gone").toBeNull();
  // Its row tells why until the sender takes it away.
  const removed = await removeAttachment(actors.an, {
    messageId,
    lockNumber: 2,
    attachmentId: uploadId,
  });
  expect(removed).toMatchObject({ ok: true });
});

test("while the scanner is away the file waits, and is looked at when it is back", async () => {
  scanner.fall();
  const uploadId = await addChecked("plan.pdf", smallPdf());
  expect(await attachments()).toMatchObject([{ scanState: "scanner_away", sha256: null }]);
  scanner.rise();
  await withActor(
    systemActor("test"),
    (tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`,
  );
  await resumeChecks(systemActor("test"));
  expect(await queued(uploadId)).toBe(1);
  await check(uploadId);
  expect(await attachments()).toMatchObject([{ scanState: "clean" }]);
});

test("an upload that vanished is told as such", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  await add(uploadId);
  await removeUpload(uploadId);
  await check(uploadId);
  expect(await attachments()).toMatchObject([
    { scanState: "refused", refusal: "upload_incomplete" },
  ]);
});

test("removed while it is looked at, it stays removed and leaves nothing behind", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  await add(uploadId);
  const attachmentId = uploadId;
  expect(
    await removeAttachment(actors.an, { messageId, lockNumber: 2, attachmentId }),
  ).toMatchObject({ ok: true });
  await check(uploadId);
  expect(await attachments()).toEqual([]);
  expect(await finishedUpload(uploadId)).toBeNull();
});

test("a tagged PDF/A is known as such, and a table for what it is", async () => {
  await addChecked("brief.pdf", await renderLetter(exampleLetter, new Date()));
  await addChecked("lijst.csv", Buffer.from("naam;bedrag\n"), 2);
  expect(await attachments()).toMatchObject([
    { isTagged: true, isPdfA: true },
    { mediaType: "text/csv", pageCount: null, isTagged: null, isPdfA: null },
  ]);
});

test("the app's own role can neither say that a file is clean nor change what was found", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  await add(uploadId);
  const claim = (data: object) =>
    withActor(actors.an, (tx) => tx.attachment.updateMany({ where: { id: uploadId }, data }));
  await expect(claim({ scanState: "clean" })).rejects.toThrow(/permission denied/);
  await expect(claim({ sha256: new Uint8Array(32) })).rejects.toThrow(/permission denied/);
  await expect(claim({ messageId: crypto.randomUUID() })).rejects.toThrow(/permission denied/);
  await expect(claim({ isMainContent: true })).rejects.toThrow(/letter_is_checked_pdf/);
  const [row] = await attachments();
  const { organisationId = "", serviceId = "" } = row ?? {};
  const enter = (data: object) =>
    withActor(actors.an, (tx) =>
      tx.attachment.createMany({
        data: {
          id: crypto.randomUUID(),
          messageId,
          organisationId,
          serviceId,
          fileName: "x.pdf",
          size: 1,
          position: 9,
          ...data,
        },
      }),
    );
  const stored = { scanState: "clean", sha256: new Uint8Array(32) };
  await expect(enter(stored)).rejects.toThrow(/row-level security/);
  await expect(enter({ mediaType: "application/pdf" })).rejects.toThrow(/row-level security/);
  const ask = (who: typeof actors.an) =>
    withActor(who, (tx) => tx.$queryRaw`SELECT portal.check_attachment(${uploadId}::uuid)::text`);
  await expect(ask(actors.karim)).rejects.toThrow(/no attachment of the caller/);
});

test("files are put in order, one place at a time", async () => {
  const ids = [
    await addChecked("a.pdf", smallPdf(), 1),
    await addChecked("b.pdf", smallPdf(), 2),
    await addChecked("c.pdf", smallPdf(), 3),
  ];
  const move = (attachmentId: string, direction: "up" | "down", lockNumber: number) =>
    moveAttachment(actors.an, { messageId, lockNumber, attachmentId, direction });
  expect(await move(ids[2] ?? "", "up", 4)).toMatchObject({ ok: true });
  expect((await attachments()).map(({ fileName }) => fileName)).toEqual([
    "a.pdf",
    "c.pdf",
    "b.pdf",
  ]);
  expect(await move(ids[0] ?? "", "up", 5), "it is the first already").toMatchObject({ ok: true });
  expect(await move(ids[0] ?? "", "down", 5)).toMatchObject(refusal("conflict"));
  expect((await attachments()).map(({ fileName }) => fileName)).toEqual([
    "a.pdf",
    "c.pdf",
    "b.pdf",
  ]);
});

test("a file is renamed, keeps its ending, and two never have one name", async () => {
  const first = await addChecked("plan.pdf", smallPdf());
  const second = await addChecked("plan.pdf", smallPdf(), 2);
  const names = async () => (await attachments()).map(({ fileName }) => fileName);
  expect(await names()).toEqual(["plan.pdf", "plan (2).pdf"]);
  const rename = (attachmentId: string, fileName: string, lockNumber = 3) =>
    renameAttachment(actors.an, { messageId, lockNumber, attachmentId, fileName });
  expect(await rename(second, "PLAN")).toMatchObject(refusal("attachment_name_taken"));
  expect(await rename(first, " ../\u202e ")).toMatchObject(refusal("attachment_name"));
  expect(await rename(first, "Plan van de Kerkstraat")).toMatchObject({ ok: true });
  expect(await names()).toEqual(["Plan van de Kerkstraat.pdf", "plan (2).pdf"]);
});

test("asked eight times at once, it is there once and nobody is told of a fault", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  const answers = await Promise.all(Array.from({ length: 8 }, () => add(uploadId)));
  expect(answers.some((answer) => answer.ok)).toBe(true);
  expect(await attachments()).toHaveLength(1);
});

test("a PDF that was checked can be the letter, one at a time, and nothing else can", async () => {
  const unchecked = await upload("wacht.pdf", smallPdf());
  expect(await add(unchecked)).toMatchObject({ ok: true });
  const list = await addChecked("lijst.csv", Buffer.from("naam;bedrag\n"), 2);
  const first = await addChecked("brief.pdf", smallPdf(), 3);
  const second = await addChecked("andere brief.pdf", smallPdf(), 4);
  const choose = (attachmentId: string | null, lockNumber = 5) =>
    chooseMainContent(actors.an, { messageId, lockNumber, attachmentId });
  expect(await choose(unchecked)).toMatchObject(refusal("attachment_no_letter"));
  expect(await choose(list)).toMatchObject(refusal("attachment_no_letter"));
  const letters = async () =>
    (await attachments()).flatMap(({ id, isMainContent }) => (isMainContent ? [id] : []));
  expect(await choose(first)).toMatchObject({ ok: true });
  expect(await letters()).toEqual([first]);
  expect(await choose(second, 6)).toMatchObject({ ok: true });
  expect(await letters()).toEqual([second]);
  expect(await choose(null, 7)).toMatchObject({ ok: true });
  expect(await letters()).toEqual([]);
});

test("beside the letter five fit; that one is a sixth attachment is refused", async () => {
  const letter = await addChecked("brief.pdf", smallPdf());
  const choose = (attachmentId: string | null, lockNumber: number) =>
    chooseMainContent(actors.an, { messageId, lockNumber, attachmentId });
  expect(await choose(letter, 2)).toMatchObject({ ok: true });
  for (let number = 1; number <= 5; number += 1) {
    expect(await add(await upload(`${number}.pdf`, smallPdf()), 2 + number)).toMatchObject({
      ok: true,
    });
  }
  expect(await choose(null, 8)).toMatchObject(refusal("attachment_limit"));
  expect((await attachments())[0]).toMatchObject({ id: letter, isMainContent: true });
});

test("five fit, the sixth is refused", async () => {
  for (let number = 1; number <= 5; number += 1) {
    expect(await add(await upload(`${number}.pdf`, smallPdf()), number)).toMatchObject({
      ok: true,
    });
  }
  const sixth = await upload("6.pdf", smallPdf());
  expect(await add(sixth, 6)).toMatchObject(refusal("attachment_limit"));
  expect((await attachments()).map((kept) => kept.position)).toEqual([1, 2, 3, 4, 5]);
  // The refusal is no save: whoever saw the fifth goes on from there.
  const attachmentId = (await attachments())[0]?.id ?? "";
  const removed = await removeAttachment(actors.an, { messageId, lockNumber: 6, attachmentId });
  expect(removed).toMatchObject({ ok: true });
});

test("a name of which nothing is left and a file too large are refused before the first byte", async () => {
  expect((await begin("...", 10)).status).toBe(404);
  expect((await begin("plan.pdf", 40 * 1024 * 1024)).status).toBe(413);
});

test("an upload belongs to one draft: another service neither begins nor adds it", async () => {
  expect((await begin("plan.pdf", 10, actors.karim)).status).toBe(404);
  const uploadId = await upload("plan.pdf", smallPdf());
  const elsewhere = await addAttachment(actors.karim, { messageId, lockNumber: 1, uploadId });
  expect(elsewhere).toMatchObject(refusal("not_found"));
  expect(await attachments()).toEqual([]);
  expect(await add(uploadId), "which has touched nothing").toMatchObject({ ok: true });
});

test("an attachment is removed once, and only over a save that was seen", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  await add(uploadId);
  const remove = (lockNumber: number) =>
    removeAttachment(actors.an, { messageId, lockNumber, attachmentId: uploadId });
  expect(await remove(1)).toMatchObject(refusal("conflict"));
  expect(await remove(2)).toMatchObject({ ok: true });
  expect(await remove(3)).toMatchObject(refusal("not_found"));
});

test("nobody fills the disk: three ZIPs of 500 megabytes an hour are one person's share", async () => {
  const size = 25 * 1024 * 1024;
  const statuses: number[] = [];
  for (let count = 0; count < 62; count += 1) {
    statuses.push((await begin("plan.pdf", size, actors.an)).status);
  }
  expect(statuses.slice(0, 50).every((status) => status === 201)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
});
