import { PDF } from "@libpdf/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { value } from "@/scripts/test-draft";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { exampleLetter } from "@/lib/letters/example";
import { getPrinting } from "@/lib/messages/paper/data";
import { listPaper, printLetters } from "@/lib/messages/paper/mutations";
import { readSheet } from "@/lib/spreadsheet/read-sheet";
import { sourceOfBytes } from "@/lib/zip/source";
import { stopTypst } from "@/lib/typst/compile";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";

/** A message whose first letter An took out, and whose other letters came to paper afterwards. */
let actors: TestActors;
let messageId: string;
let firstId: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(async () => {
  await stopTypst();
  await closeDatabase();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

beforeEach(async () => {
  await asPortal(async (tx) => {
    const rows = await enterOneOfEach(tx, actors.an);
    ({ messageId, deliveryId: firstId } = rows);
    await tx.message.update({ where: { id: messageId }, data: { sentAt: new Date() } });
    await tx.delivery.update({ where: { id: firstId }, data: { state: "on_paper" } });
  });
});

/** A letter goes to paper later, to an address whose postcode stands before all others. */
async function comesLater(position: number): Promise<string> {
  return asPortal(async (tx) => {
    const row = await tx.delivery.findUniqueOrThrow({ where: { id: firstId } });
    const addressLines = ["Wetstraat 1", "1000 Brussel"];
    const { id } = await tx.delivery.create({
      data: {
        ...row,
        id: crypto.randomUUID(),
        position,
        reference: `${row.reference}-${position}`,
        idempotencyKey: crypto.randomUUID(),
        letter: { ...exampleLetter, recipient: { ...exampleLetter.recipient, addressLines } },
      },
    });
    return id;
  });
}

const print = (run: number, who: keyof TestActors = "an") =>
  printLetters(actors[who], { messageId, run });
const pages = async (run: number) => (await PDF.load(value(await print(run)).bytes)).getPageCount();
const runs = async () =>
  (
    await asPortal((tx) =>
      tx.printedLetter.findMany({ where: { messageId }, orderBy: { run: "asc" } }),
    )
  ).map(({ deliveryId, run }) => ({ deliveryId, run }));

describe("letters that come to paper later", () => {
  test("make a run of their own, and no letter of a run before is printed again", async () => {
    const laterId = await comesLater(2);
    expect(await getPrinting(actors.an, messageId)).toMatchObject({
      printed: [{ run: 1, letters: 1, by: "An Willems" }],
      fresh: [{ run: 2, letters: 1 }],
    });
    const ofOne = await pages(1);
    expect(await pages(2)).toBe(ofOne);
    expect(await runs()).toEqual([
      { deliveryId: firstId, run: 1 },
      { deliveryId: laterId, run: 2 },
    ]);
    await comesLater(3);
    expect(await pages(2), "the same letters again").toBe(ofOne);
    expect(await print(4)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await runs()).toHaveLength(2);
  });

  test("are in the list under their run, the new ones at the end", async () => {
    await comesLater(2);
    await print(2);
    await comesLater(3);
    const { bytes } = value(await listPaper(actors.an, { messageId, language: "nl" }));
    const lines = [];
    for await (const row of value(await readSheet(sourceOfBytes(bytes))).rows)
      lines.push(value(row).cells.map(({ text }) => text));
    expect(lines.map(([run, place]) => [run, place])).toEqual([
      ["1", "1"],
      ["2", "1"],
      ["nog niet opgehaald", "1"],
    ]);
  });

  test("are taken out once, also by several who print at the same moment", async () => {
    await comesLater(2);
    const atOnce = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 6 }, work));
    // Connections that are open already: none waits for its own while another is done.
    await atOnce(() => getPrinting(actors.an, messageId));
    const taken = await atOnce(() => print(2));
    expect(taken.every(({ ok }) => ok)).toBe(true);
    expect(await runs()).toHaveLength(2);
    const told = await asPortal((tx) =>
      tx.auditRecord.findMany({ where: { act: "letters_printed", subjectId: messageId } }),
    );
    const details = told.map(({ detail }) => detail as { run: number; isAgain: boolean });
    expect(details.filter(({ isAgain }) => !isAgain)).toMatchObject([{ run: 2 }]);
  });
});

test("nobody says in another's name that letters were printed, nor of letters that are not on paper", async () => {
  const deliveryId = await comesLater(2);
  const { organisationId, serviceId } = actors.an.actingFor;
  const say = (printedById: string) =>
    withActor(actors.an, (tx) =>
      tx.printedLetter.createMany({
        data: {
          deliveryId,
          messageId,
          organisationId: organisationId ?? "",
          serviceId: serviceId ?? "",
          run: 2,
          printedAt: new Date(),
          printedById,
        },
      }),
    );
  await expect(say(actors.peter.personId)).rejects.toThrow(/row-level security/);
  const become = (state: string) =>
    asPortal((tx) => tx.delivery.update({ where: { id: deliveryId }, data: { state } }));
  await become("published");
  await expect(say(actors.an.personId)).rejects.toThrow(/row-level security/);
  await become("on_paper");
  await expect(say(actors.an.personId)).resolves.toEqual({ count: 1 });
});
