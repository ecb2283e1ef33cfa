import { PDF, PdfDict, PdfName, PdfString } from "@libpdf/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addAttachment, receiveUpload, removeAttachment } from "@/lib/attachments/mutations";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { startMessage } from "@/lib/messages/mutations";
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

test("a PDF is scanned, kept, and there once however often it is added", async () => {
  const uploadId = await upload("C:\\scans\\plan O’Neill 王.pdf", smallPdf());
  const added = await add(uploadId);
  expect(added).toMatchObject({ ok: true, value: { lockNumber: 2 } });
  expect(await add(uploadId)).toEqual(added);
  expect(await attachments()).toMatchObject([
    {
      fileName: "plan O’Neill 王.pdf",
      mediaType: "application/pdf",
      size: smallPdf().length,
      scanState: "clean",
      position: 1,
    },
  ]);
});

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
  const uploadId = await upload(name, await content());
  expect(await add(uploadId)).toMatchObject(refusal(code));
  expect(await attachments()).toEqual([]);
  expect(await add(uploadId), "the bytes are gone").toMatchObject(refusal("upload_incomplete"));
});

test("while the scanner is away nothing is taken, and nothing is lost", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  scanner.fall();
  expect(await add(uploadId)).toMatchObject(refusal("attachment_scan_failed"));
  expect(await attachments()).toEqual([]);
  scanner.rise();
  expect(await add(uploadId)).toMatchObject({ ok: true });
});

test("asked eight times at once, it is there once and nobody is told of a fault", async () => {
  const uploadId = await upload("plan.pdf", smallPdf());
  const answers = await Promise.all(Array.from({ length: 8 }, () => add(uploadId)));
  expect(answers.some((answer) => answer.ok)).toBe(true);
  expect(await attachments()).toHaveLength(1);
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

test("nobody fills the disk: 600 megabytes an hour are one person's share", async () => {
  const size = 25 * 1024 * 1024;
  const statuses: number[] = [];
  for (let count = 0; count < 26; count += 1) {
    statuses.push((await begin("plan.pdf", size, actors.an)).status);
  }
  expect(statuses.slice(0, 20).every((status) => status === 201)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
});
