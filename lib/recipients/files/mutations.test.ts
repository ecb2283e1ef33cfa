import { PDF } from "@libpdf/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { value } from "@/scripts/test-draft";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { environment } from "@/lib/env";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { getDraft } from "@/lib/messages/data";
import {
  saveDelivery,
  savePaper,
  savePayment,
  saveRecipient,
  saveReplies,
  saveText,
  startMessage,
} from "@/lib/messages/mutations";
import { layOutMessage, resumeOrders } from "@/lib/messages/sending/jobs";
import { listPaper, printLetters } from "@/lib/messages/paper/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import { getReading, listFaultyRows } from "@/lib/recipients/files/data";
import {
  addRecipientFile,
  answerFaults,
  checkBoxesAgain,
  chooseLanguage,
  makeExample,
  matchColumns,
  removeRecipientFile,
  returnFaults,
} from "@/lib/recipients/files/mutations";
import { checkBoxes, readRecipients, resumeReadings } from "@/lib/recipients/reading/jobs";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { Result } from "@/lib/result";
import { readSheet } from "@/lib/spreadsheet/read-sheet";
import { sourceOfBytes } from "@/lib/zip/source";
import { stopTypst } from "@/lib/typst/compile";
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

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

/** Does it on the newest save, and remembers the next one. */
async function saved(
  work: (ref: {
    messageId: string;
    lockNumber: number;
  }) => Promise<Result<{ lockNumber: number }, { code: string }>>,
): Promise<void> {
  ({ lockNumber } = value(await work({ messageId, lockNumber })));
}

beforeEach(async () => {
  scanner.rise();
  const organisationId = actors.an.actingFor.organisationId ?? "";
  const type = await asPortal((tx) =>
    tx.messageType.findFirstOrThrow({ where: { code: "INVOICE", organisationId } }),
  );
  messageId = value(await startMessage(actors.an, { messageTypeId: type.id })).id;
  lockNumber = 1;
  await saved((ref) =>
    saveText(actors.an, {
      ...ref,
      subject: "Woning ((woning))",
      ownReference: "",
      body: documentFromPlainText("Geachte ((naam)), voor ((woning))."),
      values: {},
    }),
  );
  await saved((ref) => chooseLanguage(actors.an, { ...ref, language: "nl" }));
});

async function drop(content: string | Uint8Array, fileName = "lijst.csv"): Promise<string> {
  const uploadId = await uploadTo(actors.an, messageId, fileName, Buffer.from(content));
  await saved((ref) => addRecipientFile(actors.an, { ...ref, uploadId }));
  return uploadId;
}

const read = async () => {
  const file = await asPortal((tx) => tx.recipientFile.findUniqueOrThrow({ where: { messageId } }));
  await readRecipients(systemActor("read_recipients"), { fileId: file.id });
};
const lookUp = () => checkBoxes(systemActor("check_boxes"), { messageId });
const fileOf = async () => (await getDraft(actors.an, messageId))?.recipients.file;
const names = async () =>
  (
    await asPortal((tx) =>
      tx.messageRecipient.findMany({ where: { messageId }, orderBy: { position: "asc" } }),
    )
  ).map(({ name }) => name);

const GOOD =
  "INSZ;Naam;WONING;straat;postcode;gemeente\n08040901112;Dirk Verhoeven;Kerkstraat 14;Kerkstraat 14;9999;Maanrode\n02050501806;Els Wouters;Markt 1;;;\n";

describe("a spreadsheet of recipients", () => {
  test("is read row by row, whatever the case of its columns", async () => {
    await drop(GOOD);
    expect(await getReading(actors.an, messageId)).toMatchObject({ state: "waiting" });
    await read();
    expect(await fileOf()).toMatchObject({ state: "read", goodRows: 2, faultyRows: 0 });
    const draft = await getDraft(actors.an, messageId, { recipient: 2 });
    expect(draft?.recipient).toMatchObject({
      name: "Els Wouters",
      number: "02050501806",
      row: 3,
      values: { woning: "Markt 1" },
    });
    expect(draft?.shown).toEqual({ position: 2, rank: 2, count: 2, before: 1, after: null });
    expect((await getDraft(actors.an, messageId))?.recipient?.addressLines).toEqual([
      "Kerkstraat 14",
      "9999 Maanrode",
    ]);
  });

  test("is taken once, however often its upload is added", async () => {
    const uploadId = await drop(GOOD);
    const again = await addRecipientFile(actors.an, { messageId, lockNumber: 1, uploadId });
    expect(again).toMatchObject({ ok: true, value: { lockNumber } });
  });

  test("tells all problems of all rows at once, with what it read of them", async () => {
    await drop(
      "INSZ;naam;woning\n8040901112;Dirk;A\n9,10123E+10;;B\n02050501806;Els;\n02050501806;Els;C\n02050501806;Els;D\n08040901113;Dirk;E;F\n",
    );
    await read();
    expect(await fileOf()).toMatchObject({ goodRows: 2, faultyRows: 4, repeatedRows: 1 });
    expect(await listFaultyRows(actors.an, messageId)).toEqual([
      {
        row: 2,
        cells: ["8040901112", "Dirk", "A"],
        problems: [{ column: 0, code: "number_lost_zero", detail: "08040901112" }],
      },
      {
        row: 3,
        cells: ["9,10123E+10", "", "B"],
        problems: [
          { column: 0, code: "number_scientific" },
          { column: 1, code: "name_missing" },
        ],
      },
      {
        row: 4,
        cells: ["02050501806", "Els", ""],
        problems: [{ column: 2, code: "value_missing" }],
      },
      {
        row: 6,
        cells: ["02050501806", "Els", "D"],
        problems: [{ column: 0, code: "recipient_repeated", detail: "5" }],
      },
      {
        row: 7,
        cells: ["08040901113", "Dirk", "E", "F"],
        problems: [
          { column: null, code: "too_many_cells" },
          { column: 0, code: "number_check_digit" },
        ],
      },
    ]);
    const returned = value(await returnFaults(actors.an, messageId, "nl"));
    const sheet = value(await readSheet(sourceOfBytes(returned.bytes)));
    expect(sheet.header).toEqual(["INSZ", "naam", "woning", "probleem"]);
    const rows = [];
    for await (const row of sheet.rows) rows.push(value(row).cells.map(({ text }) => text));
    expect(rows).toHaveLength(6);
    expect(rows[0]?.[0]).toBe("8040901112");
    expect(rows[0]?.[3]).toContain("was het 08040901112?");
  });

  test("waits for a word on rows with problems, and on people who stand in it twice", async () => {
    await drop("INSZ;naam;woning\n08040901112;Dirk;A\n08040901112;Dirk;B\n1;Els;C\n");
    await read();
    await lookUp();
    expect(await fileOf()).toMatchObject({ leaveOutFaulty: null });
    const answer = { leaveOutFaulty: true, keepRepeated: false, sendAgain: null };
    await saved((ref) => answerFaults(actors.an, { ...ref, ...answer }));
    expect(await names()).toEqual(["Dirk"]);
    // Taken back: what was taken out comes from the file again.
    await saved((ref) => answerFaults(actors.an, { ...ref, ...answer, keepRepeated: true }));
    await read();
    expect(await names()).toEqual(["Dirk", "Dirk"]);
  });

  test("takes no answer while it is being read, and nothing is saved by the refusal", async () => {
    await drop(GOOD);
    const answer = { leaveOutFaulty: true, keepRepeated: null, sendAgain: null };
    expect(await answerFaults(actors.an, { messageId, lockNumber, ...answer })).toEqual({
      ok: false,
      refusal: { code: "conflict" },
    });
    expect((await getDraft(actors.an, messageId))?.lockNumber).toBe(lockNumber);
  });

  test("says which columns are missing, and takes others chosen by hand", async () => {
    await drop("nummer;wie;huis\n08040901112;Dirk;Kerkstraat\n");
    await read();
    expect((await fileOf())?.findings?.match.missing).toEqual(["name", "woning"]);
    await saved((ref) =>
      matchColumns(actors.an, { ...ref, matching: { name: 1, "((woning))": 2 } }),
    );
    await read();
    expect(await fileOf()).toMatchObject({ goodRows: 1, missingColumns: 0 });
  });

  test("is read again when the text asks something else of it, and only then", async () => {
    await drop(GOOD);
    await read();
    const write = (subject: string) =>
      saved((ref) =>
        saveText(actors.an, {
          ...ref,
          subject,
          ownReference: "",
          body: documentFromPlainText("Geachte ((naam)), voor ((woning))."),
          values: {},
        }),
      );
    await write("Woning ((woning))");
    expect(await fileOf()).toMatchObject({ state: "read" });
    await write("Woning ((woning)), dossier ((dossier))");
    expect(await fileOf()).toMatchObject({ state: "waiting" });
    await read();
    expect((await fileOf())?.findings?.match.missing).toEqual(["dossier"]);
    expect(await names()).toEqual([]);
  });

  test("is refused as a whole with its reason, and leaves nobody behind", async () => {
    await drop(GOOD);
    await read();
    await drop("%PDF-1.4", "brief.pdf");
    await read();
    expect(await fileOf()).toMatchObject({ state: "refused", refusal: { code: "unknown_format" } });
    expect(await names()).toEqual([]);
  });

  test("gives way to recipients typed by hand, and not the other way without a word", async () => {
    await drop(GOOD);
    await read();
    const typed = {
      kind: "citizen" as const,
      number: "08040901112",
      name: "Dirk",
      address: [],
      attention: "",
      language: "nl" as const,
    };
    expect(await saveRecipient(actors.an, { messageId, lockNumber, ...typed })).toEqual({
      ok: false,
      refusal: { code: "recipients_in_file" },
    });
    await saved((ref) => removeRecipientFile(actors.an, ref));
    await saved((ref) => saveRecipient(actors.an, { ...ref, ...typed }));
    expect(await names()).toEqual(["Dirk"]);
  });

  test("that cannot be read takes nobody away who was typed by hand", async () => {
    const typed = { kind: "citizen" as const, address: [], attention: "", language: "nl" as const };
    const people = [
      { ...typed, number: "08040901112", name: "Dirk" },
      { ...typed, number: "02050501806", name: "Els", recipientId: crypto.randomUUID() },
    ];
    for (const person of people) {
      await saved((ref) => saveRecipient(actors.an, { ...ref, ...person }));
    }
    await drop("%PDF-1.4", "brief.pdf");
    await read();
    await drop("%PDF-1.4", "nog een.pdf");
    await read();
    expect(await fileOf()).toMatchObject({ state: "refused" });
    await saved((ref) => removeRecipientFile(actors.an, ref));
    expect(await names()).toEqual(["Dirk", "Els"]);
    await drop(GOOD);
    await read();
    const inFile = await names();
    expect(inFile).not.toContain("Dirk");
    await saved((ref) => removeRecipientFile(actors.an, ref));
    expect(await names()).toEqual([]);
  });

  test("with malware in it is not kept", async () => {
    const uploadId = await uploadTo(actors.an, messageId, "lijst.csv", Buffer.from(EICAR));
    expect(await addRecipientFile(actors.an, { messageId, lockNumber, uploadId })).toEqual({
      ok: false,
      refusal: { code: "recipients_infected" },
    });
  });

  test("waits for a scanner that is away", async () => {
    const uploadId = await uploadTo(actors.an, messageId, "lijst.csv", Buffer.from(GOOD));
    scanner.fall();
    expect(await addRecipientFile(actors.an, { messageId, lockNumber, uploadId })).toEqual({
      ok: false,
      refusal: { code: "recipients_scan_failed" },
    });
    scanner.rise();
    await saved((ref) => addRecipientFile(actors.an, { ...ref, uploadId }));
  });

  test("can be begun from an example that asks for what the text needs", async () => {
    const example = value(await makeExample(actors.an, { messageId, format: "csv" }));
    const text = Buffer.from(example.bytes).toString();
    expect(text.split("\r\n")[0]).toBe("\ufeffINSZ;naam;straat en nummer;postcode;gemeente;woning");
    await drop(text);
    await read();
    const same = await makeExample(actors.an, { messageId, format: "xlsx" });
    expect(await fileOf()).toMatchObject({ goodRows: 0, faultyRows: 1 });
    await drop(value(same).bytes, "voorbeeld.xlsx");
    await read();
    // The row that shows how is nobody: left in by mistake, it is found.
    expect(await fileOf()).toMatchObject({ goodRows: 0, faultyRows: 1 });
  });
});

describe("boxes", () => {
  test("of all rows are looked up in few calls, and once more when asked", async () => {
    await drop(
      "nummer;naam;woning\n08040901112;Dirk;A\n04022901784;Hendrik;B\n07070701568;Pieter;C\n0000000295;Bakkerij;D\n0000000790;Brasserie;E\n",
    );
    await read();
    const before = (await sandbox.journal()).length;
    await lookUp();
    const asked = (await sandbox.journal())
      .slice(before)
      .filter(({ path }) => path.includes("search"));
    expect(asked).toHaveLength(2);
    expect((await getDraft(actors.an, messageId))?.recipients).toMatchObject({
      count: 5,
      kinds: ["citizen", "enterprise"],
      reachable: 2,
      neverOpened: 1,
      notReachable: 2,
      unchecked: 0,
      withoutAddress: 2,
    });
    await saved((ref) => checkBoxesAgain(actors.an, ref));
    expect((await getDraft(actors.an, messageId))?.recipients.unchecked).toBe(3);
  });
});

describe("sending to a list", () => {
  async function finish(): Promise<void> {
    await saved((ref) => savePayment(actors.an, { ...ref, payment: null }));
    await saved((ref) => saveReplies(actors.an, { ...ref, replyOption: emptyReplyOption("none") }));
    await saved((ref) => saveDelivery(actors.an, { ...ref, deliveryChoice: "normal" }));
  }
  const deliveries = () =>
    asPortal((tx) => tx.delivery.findMany({ where: { messageId }, orderBy: { position: "asc" } }));

  test("makes a letter for each, on paper for those without a box, and evidence of both", async () => {
    await drop(
      "nummer;naam;woning;adres\n08040901112;Dirk;A;\n04022901784;Hendrik;B;Markt 1, 9999 Maanrode\n",
    );
    await read();
    await lookUp();
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
      refusal: { code: "message_incomplete", fields: { recipient: "recipients_not_reachable" } },
    });
    await saved((ref) => savePaper(actors.an, { ...ref, paperWanted: true }));
    expect(await send()).toMatchObject({ ok: true });
    const rows = await deliveries();
    expect(rows).toMatchObject([
      { recipientName: "Dirk", subject: "Woning A", isOnPaper: false, state: "waiting" },
      { recipientName: "Hendrik", subject: "Woning B", isOnPaper: true, state: "waiting" },
    ]);
    for (const { id } of rows) {
      await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
    }
    expect(await deliveries()).toMatchObject([{ state: "published" }, { state: "on_paper" }]);
    const evidences = await asPortal((tx) =>
      tx.evidence.findMany({ where: { deliveryId: rows[1]?.id ?? "" }, orderBy: { id: "asc" } }),
    );
    expect(evidences.map(({ event }) => event).sort()).toEqual([
      "RelayToNonERDS",
      "SubmissionAcceptance",
    ]);
    const message = await asPortal((tx) =>
      tx.message.findUniqueOrThrow({ where: { id: messageId } }),
    );
    expect(message).toMatchObject({ state: "sent", recipientCount: 2 });

    const printed = value(await printLetters(actors.an, { messageId, run: 1 }));
    expect((await PDF.load(printed.bytes)).getPageCount(), "and the back of its sheet").toBe(2);
    expect(await printLetters(actors.an, { messageId, run: 2 })).toMatchObject({ ok: false });
    const list = value(await listPaper(actors.an, { messageId, language: "nl" }));
    const sheet = value(await readSheet(sourceOfBytes(list.bytes)));
    const lines = [];
    for await (const row of sheet.rows) lines.push(value(row).cells.map(({ text }) => text));
    expect(lines).toEqual([["1", "1", rows[1]?.reference, "Hendrik", "Markt 1, 9999 Maanrode"]]);
  });

  test("gives each the amount, the due date and the number that stand in their own row", async () => {
    await saved((ref) =>
      savePayment(actors.an, {
        ...ref,
        payment: {
          amountCents: null,
          amountFrom: "bedrag eigen",
          dueDate: null,
          dueDateFrom: "uiterste dag",
          iban: "BE72000000001616",
          bic: null,
          beneficiary: "Stad Maanrode",
          communication: { kind: "from_value", name: "dossier" },
        },
      }),
    );
    await drop(
      "nummer;naam;woning;bedrag eigen;uiterste dag;dossier\n" +
        "08040901112;Dirk;A;86,50;2027-03-31;1234567\n02050501806;Els;B;1.200,00;30/04/2027;1234568\n",
    );
    await read();
    await lookUp();
    await saved((ref) => saveReplies(actors.an, { ...ref, replyOption: emptyReplyOption("none") }));
    await saved((ref) => saveDelivery(actors.an, { ...ref, deliveryChoice: "normal" }));
    const order = { messageId, lockNumber, isConfirmed: false, note: "" };
    expect(await giveOrder(actors.an, { ...order, plan: { kind: "now" } })).toMatchObject({
      ok: true,
    });
    const rows = await deliveries();
    expect(rows.map(({ letter }) => letter)).toMatchObject([
      { payment: { amountCents: 8650, dueDate: "2027-03-31" } },
      { payment: { amountCents: 120000, dueDate: "2027-04-30" } },
    ]);
    expect(rows.map(({ structuredCommunication }) => structuredCommunication)).toEqual([
      expect.stringMatching(/^0001234567\d{2}$/),
      expect.stringMatching(/^0001234568\d{2}$/),
    ]);
  });

  test("of more than a few leaves the rest to the worker, which makes each delivery once", async () => {
    const people = Array.from({ length: 60 }, (_, at) => `${citizen(at)};Persoon ${at};Huis ${at}`);
    await drop(["INSZ;naam;woning", ...people].join("\n"));
    await read();
    await asPortal((tx) =>
      tx.messageRecipient.updateMany({
        where: { messageId },
        data: { reachability: "reachable", checkedAt: new Date() },
      }),
    );
    await finish();
    expect(
      await giveOrder(actors.an, {
        messageId,
        lockNumber,
        isConfirmed: false,
        plan: { kind: "now" },
        note: "",
      }),
    ).toMatchObject({ ok: true });
    expect(await deliveries()).toHaveLength(25);
    const job = systemActor("lay_out_message");
    await Promise.all([layOutMessage(job, { messageId }), layOutMessage(job, { messageId })]);
    const made = await deliveries();
    expect(made.map(({ position }) => position)).toEqual(people.map((_, at) => at + 1));
    expect(made.at(-1)).toMatchObject({ subject: "Woning Huis 59" });
    const events = await asPortal((tx) =>
      tx.deliveryEvent.count({ where: { kind: "sent", delivery: { messageId } } }),
    );
    expect(events).toBe(60);
  });

  test("and reading one, go on when their job was lost", async () => {
    await drop(GOOD);
    const file = await asPortal((tx) =>
      tx.recipientFile.findUniqueOrThrow({ where: { messageId } }),
    );
    const keys = [`recipients:${file.id}`, `lay-out:${messageId}`];
    const jobs = () =>
      asPortal(
        (tx) =>
          tx.$queryRaw<{ key: string }[]>`
            SELECT key FROM graphile_worker.jobs WHERE key = ANY (${keys}) ORDER BY key`,
      );
    const lose = () =>
      asPortal(
        (tx) =>
          tx.$queryRaw`SELECT graphile_worker.remove_job(key)::text FROM graphile_worker.jobs WHERE key = ANY (${keys})`,
      );
    await lose();
    expect(await jobs()).toEqual([]);
    await resumeReadings(systemActor("resume_readings"));
    expect(await jobs()).toEqual([{ key: `recipients:${file.id}` }]);
    await lose();
    await asPortal((tx) =>
      tx.message.update({
        where: { id: messageId },
        data: { state: "sending", recipientCount: 2, sentAt: new Date() },
      }),
    );
    await resumeOrders(systemActor("resume_orders"));
    expect(await jobs()).toEqual([{ key: `lay-out:${messageId}` }]);
  });

  test("that was sent to before asks for a word first", async () => {
    const again = async () => {
      await drop("INSZ;naam;woning\n08040901112;Dirk;Zelfde\n");
      await read();
      await lookUp();
      await finish();
      return giveOrder(actors.an, {
        messageId,
        lockNumber,
        isConfirmed: false,
        plan: { kind: "now" },
        note: "",
      });
    };
    expect(await again()).toMatchObject({ ok: true });
    const first = messageId;
    messageId = value(
      await startMessage(actors.an, {
        messageTypeId: (
          await asPortal((tx) => tx.message.findUniqueOrThrow({ where: { id: first } }))
        ).messageTypeId,
      }),
    ).id;
    lockNumber = 1;
    await saved((ref) =>
      saveText(actors.an, {
        ...ref,
        subject: "Nog eens",
        ownReference: "",
        body: documentFromPlainText("Geachte ((naam)), voor ((woning))."),
        values: {},
      }),
    );
    await saved((ref) => chooseLanguage(actors.an, { ...ref, language: "nl" }));
    expect(await again()).toMatchObject({
      refusal: { code: "message_incomplete", fields: { recipient: "recipients_unanswered" } },
    });
    expect((await fileOf())?.sentBefore).toHaveLength(1);
  });
});

/** Valid numbers of nobody, born on following days. */
function citizen(at: number): string {
  const base = `05${String(1 + (at % 12)).padStart(2, "0")}${String(1 + Math.floor(at / 12)).padStart(2, "0")}001`;
  return base + String(97 - (Number(`2${base}`) % 97)).padStart(2, "0");
}
