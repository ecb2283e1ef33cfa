import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { encryptNumber } from "@/lib/number-vault";
import { concatBytes } from "@/lib/proofs/bytes";
import { parseLogKey, type LogKey } from "@/lib/proofs/checkpoint";
import { readSubtrees } from "@/lib/proofs/data";
import { watchLog, type WatchState } from "@/lib/proofs/log-watch";
import { parseTilePath, tileSubtrees } from "@/lib/proofs/tile";
import { LETTERS, RECIPIENTS } from "@/prisma/seed/letters";
import { listTypes, writeMessage } from "@/prisma/seed/write";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { stopTypst } from "@/lib/typst/compile";
import { sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { inspectDatabase } from "./data";

/**
 * What the owner of the database can do when the triggers are switched off, and that each of it is found:
 * by the monitor from outside, or by checking the database against its log.
 */
const actor = systemActor("test");
let sandbox: TestSandbox;
let actors: TestActors;
let keys: LogKey[];
let watched: WatchState;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
  for (const number of ["08040901112", "06100201227"]) {
    await sendTo(number);
    await enter();
  }
  await stampCheckpoint(systemActor("stamp_checkpoint"));
  const line = await readFile(join(environment().KEYS_DIR, "log.vkey"), "utf8");
  const key = await parseLogKey(line.trim());
  if (!key) throw new Error("There is no key.");
  keys = [key];
  const { state } = await look(null);
  if (!state) throw new Error("Nothing was seen.");
  watched = state;
});

afterAll(async () => {
  await stopTypst();
  await closeDatabase();
  await sandbox.close();
});

/** A message to one citizen, sent and published. */
async function sendTo(number: string): Promise<void> {
  const letter = LETTERS.find(({ type }) => type === "INVOICE");
  const recipient = RECIPIENTS.find((candidate) => candidate.number === number);
  if (!letter || !recipient) throw new Error("There is no such letter.");
  const messageId = await writeMessage(actors.an, await listTypes(), letter, recipient, 1);
  const { id } = await withActor(actor, (tx) =>
    tx.delivery.findFirstOrThrow({ where: { messageId } }),
  );
  await publishDelivery(actor, { deliveryId: id });
}

async function enter(): Promise<void> {
  await sequenceLog(systemActor("sequence_log"));
}

/** What a stranger sees of the log. */
function look(state: WatchState | null, within?: Transaction) {
  const step = <T>(work: (tx: Transaction) => Promise<T>) =>
    within ? work(within) : withActor(actor, work);
  return watchLog({
    read: (path) =>
      step(async (tx) => {
        const tile = parseTilePath(path);
        if (tile) return concatBytes(...(await readSubtrees(tx, tileSubtrees(tile))));
        if (path === "key") {
          return new Uint8Array(await readFile(join(environment().KEYS_DIR, "log.vkey")));
        }
        const newest = await tx.checkpoint.findFirst({ orderBy: { size: "desc" } });
        return path === "checkpoint" ? (newest?.note ?? null) : null;
      }),
    state,
    now: new Date(),
  });
}

async function inspect(within?: Transaction): Promise<string[]> {
  const kept = new Uint8Array(await readFile(join(environment().KEYS_DIR, "log.checkpoint")));
  const settings = { keys, remembered: kept, ...(within && { within }) };
  const { findings } = await inspectDatabase(actor, settings);
  return [...new Set(findings.map(({ code }) => code))].sort();
}

async function fromOutside(within?: Transaction): Promise<string[]> {
  return (await look(watched, within)).findings.map(({ code }) => code);
}

class Undone extends Error {}

const TABLES = [
  ...["Evidence", "EvidenceSeal", "RecordSeal", "LogNode", "Checkpoint", "AuditRecord"],
  ...["DeliveryEvent", "Message", "Delivery", "CheckpointStamp"],
];
const REFERENCES = [
  ["EvidenceSeal", "EvidenceSeal_evidenceId_fkey"],
  ["Evidence", "Evidence_deliveryId_fkey"],
  ["CheckpointStamp", "CheckpointStamp_checkpointId_fkey"],
] as const;

/** As the owner who switches off what is in the way: what is found; then everything is put back. */
async function found(statement: string, how = inspect): Promise<string[]> {
  let told: string[] = [];
  const doing = withActor(actor, async (tx) => {
    for (const table of TABLES) {
      await tx.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
    }
    for (const [table, name] of REFERENCES) {
      await tx.$executeRawUnsafe(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`);
    }
    for (const one of statement.split(";")) {
      expect(await tx.$executeRawUnsafe(one), one).toBeGreaterThan(0);
    }
    told = await how(tx);
    throw new Undone();
  });
  await expect(doing).rejects.toThrow(Undone);
  return told;
}

test("a database that nobody tampered with is well, from inside and from outside", async () => {
  expect(await inspect()).toEqual([]);
  expect(await fromOutside()).toEqual([]);
});

const FIRST = `(SELECT min(id::text)::uuid FROM`;
const ofFirst = (table: string) => `WHERE id = ${FIRST} "${table}")`;

describe("evidence", () => {
  test.each([
    ["updated", `UPDATE "Evidence" SET payload = decode('00', 'hex') ${ofFirst("Evidence")}`],
    ["renamed", `UPDATE "Evidence" SET event = 'ContentAccessTracking' ${ofFirst("Evidence")}`],
    ["dated back", `UPDATE "Evidence" SET "eventTime" = "eventTime" - interval '1 day'`],
    [
      "given to another delivery",
      `UPDATE "Evidence" e SET "deliveryId" = (SELECT id FROM "Delivery" d WHERE d.id <> e."deliveryId")
       ${ofFirst("Evidence")}`,
    ],
    ["deleted", `DELETE FROM "Evidence" ${ofFirst("Evidence")}`],
    [
      "deleted with its seal",
      `DELETE FROM "EvidenceSeal" WHERE "evidenceId" = ${FIRST} "Evidence");
       DELETE FROM "Evidence" ${ofFirst("Evidence")}`,
    ],
    ["resealed", `UPDATE "EvidenceSeal" SET jws = set_byte(jws, 40, 1 + get_byte(jws, 40) % 200)`],
    ["salted anew", `UPDATE "EvidenceSeal" SET salt = sha256(salt)`],
    [
      "reordered",
      `UPDATE "EvidenceSeal" SET "leafIndex" = -1 - "leafIndex";
       UPDATE "EvidenceSeal" s SET "leafIndex" = -1 - o."leafIndex" FROM (
         SELECT "evidenceId", "leafIndex", row_number() OVER (ORDER BY "leafIndex") AS n,
           row_number() OVER (ORDER BY "leafIndex" DESC) AS m FROM "EvidenceSeal") mine
       JOIN (SELECT "leafIndex", row_number() OVER (ORDER BY "leafIndex" DESC) AS n
         FROM "EvidenceSeal") o ON o.n = mine.n WHERE s."evidenceId" = mine."evidenceId"`,
    ],
    [
      "inserted again",
      `INSERT INTO "Evidence" SELECT (json_populate_record(e, json_build_object('id',
         gen_random_uuid()))).* FROM "Evidence" e LIMIT 1`,
    ],
    [
      "taken out and put in again as another",
      `UPDATE "Evidence" SET id = '${randomUUID()}' ${ofFirst("Evidence")}`,
    ],
  ])("%s", async (_, statement) => {
    expect(await found(statement)).not.toEqual([]);
  });
});

describe("audit records, events and messages", () => {
  test.each([
    ["an act", `UPDATE "AuditRecord" SET act = 'signed_in' ${ofFirst("AuditRecord")}`],
    ["a time", `UPDATE "AuditRecord" SET at = at - interval '1 hour' ${ofFirst("AuditRecord")}`],
    ["who", `UPDATE "AuditRecord" SET "personId" = gen_random_uuid() ${ofFirst("AuditRecord")}`],
    ["a detail", `UPDATE "AuditRecord" SET detail = '{"x":1}' ${ofFirst("AuditRecord")}`],
    ["an event's kind", `UPDATE "DeliveryEvent" SET kind = 'opened' ${ofFirst("DeliveryEvent")}`],
    [
      "an event's time",
      `UPDATE "DeliveryEvent" SET "occurredAt" = now() ${ofFirst("DeliveryEvent")}`,
    ],
    ["a subject", `UPDATE "Message" SET subject = 'Anders' ${ofFirst("Message")}`],
    ["a text", `UPDATE "Message" SET body = '{}' ${ofFirst("Message")}`],
    ["an order", `UPDATE "Message" SET "order" = '{}' ${ofFirst("Message")}`],
    ["an author", `UPDATE "Message" SET "authorId" = gen_random_uuid() ${ofFirst("Message")}`],
  ])("%s of one updated", async (_, statement) => {
    if (statement.includes("authorId")) {
      statement = `UPDATE "Message" SET "authorId" = (SELECT id FROM "Person" p WHERE p.id <> "authorId"
        LIMIT 1) ${ofFirst("Message")}`;
    }
    expect(await found(statement)).toEqual(["record_changed"]);
  });

  test.each([
    [
      "the text of another language",
      `"otherTexts" = '{"fr":{"subject":"Autre","body":{"type":"doc"}}}'`,
    ],
    ["its language", `language = 'de'`],
    ["its own reference", `"ownReference" = 'X'`],
  ])("a message as it was ordered, and %s of its row updated", async (_, change) => {
    const statement = `UPDATE "Message" SET ${change} ${ofFirst("Message")}`;
    expect(await found(statement)).toEqual(["message_differs"]);
  });

  test("the text of another language updated in what was ordered", async () => {
    const text = `'{"fr":{"subject":"Autre","body":{"type":"doc"}}}'`;
    const statement = `UPDATE "Message" SET "otherTexts" = ${text},
      "order" = jsonb_set("order", '{facts,otherTexts}', ${text}) ${ofFirst("Message")}`;
    expect(await found(statement)).toEqual(["record_changed"]);
  });

  test.each(["AuditRecord", "DeliveryEvent"])("%s deleted", async (table) => {
    expect(await found(`DELETE FROM "${table}" ${ofFirst(table)}`)).toEqual(["record_missing"]);
  });

  test.each([
    ["AuditRecord", "at"],
    ["DeliveryEvent", '"observedAt"'],
  ])("%s reordered", async (table, time) => {
    const statement = `WITH two AS (SELECT id, ${time} AS at, row_number() OVER (ORDER BY ${time}, id) AS n
        FROM "${table}" ORDER BY ${time}, id LIMIT 2)
      UPDATE "${table}" t SET ${time} = other.at + interval '1 ms' * other.n
      FROM two mine JOIN two other ON other.n = 3 - mine.n WHERE t.id = mine.id`;
    expect(await found(statement)).toEqual(["record_changed"]);
  });

  test.each(["AuditRecord", "DeliveryEvent", "Message"])(
    "%s inserted past the log",
    async (table) => {
      const more = table === "Message" ? ", 'reference', 'MR-2026-99999'" : "";
      const statement = `INSERT INTO "${table}" SELECT (json_populate_record(t, json_build_object('id',
      gen_random_uuid()${more}))).* FROM "${table}" t LIMIT 1`;
      expect(await found(statement)).toEqual(["row_without_leaf"]);
    },
  );

  test("with a place in the log taken from another", async () => {
    const statement = `UPDATE "RecordSeal" SET "recordId" = gen_random_uuid()
      WHERE "leafIndex" = (SELECT min("leafIndex") FROM "RecordSeal" WHERE kind = 'audit_record')`;
    expect(await found(statement)).toEqual(["record_missing", "row_without_leaf"]);
  });

  test("kept from the log by emptying its queue", async () => {
    await withActor(actor, (tx) =>
      tx.auditRecord.createMany({ data: { act: "signed_in", subjectKind: "session" } }),
    );
    expect(await found(`DELETE FROM "LogQueue"`)).toEqual(["row_without_leaf"]);
    await enter();
    expect(await inspect()).toEqual([]);
  });
});

describe("deliveries that say something else than their evidence", () => {
  test.each([
    ["another recipient's name", `UPDATE "Delivery" SET "recipientName" = 'Iemand Anders'`],
    ["another subject", `UPDATE "Delivery" SET subject = 'Anders'`],
    ["registered or not", `UPDATE "Delivery" SET "deliveryChoice" = 'registered'`],
    ["another moment", `UPDATE "Delivery" SET "sentAt" = "sentAt" - interval '1 day'`],
    ["another letter", `UPDATE "Delivery" SET "letterSha256" = sha256("letterSha256")`],
    ["another reference", `UPDATE "Delivery" SET reference = 'X' || reference`],
  ])("%s", async (_, statement) => {
    expect(await found(statement)).toContain("delivery_differs");
  });

  test("another recipient's number", async () => {
    const number = Buffer.from(encryptNumber("05012801335")).toString("hex");
    const statement = `UPDATE "Delivery" SET "recipientNumberEncrypted" = decode('${number}', 'hex')`;
    expect(await found(statement)).toContain("delivery_differs");
  });

  test("taken away, or claiming an opening that nobody saw", async () => {
    expect(await found(`UPDATE "Delivery" SET "openedAt" = now()`)).toContain(
      "delivery_without_evidence",
    );
  });
});

describe("the log itself", () => {
  test.each([
    ["a leaf", `UPDATE "LogNode" SET hash = sha256(hash) WHERE level = 0 AND index = 0`],
    ["a hash above", `UPDATE "LogNode" SET hash = sha256(hash) WHERE level = 1 AND index = 0`],
    ["a hash more", `INSERT INTO "LogNode" VALUES (9, 9, sha256(''))`],
    ["a hash less", `DELETE FROM "LogNode" WHERE level = 1 AND index = 0`],
    ["a state's root", `UPDATE "Checkpoint" SET "rootHash" = sha256("rootHash")`],
    ["a state's note", `UPDATE "Checkpoint" SET note = set_byte(note, 60, 65)`],
    ["a state's size", `UPDATE "Checkpoint" SET size = size + 1000`],
  ])("%s changed", async (_, statement) => {
    expect(await found(statement)).not.toEqual([]);
  });

  test("a time stamp changed, or laid beside another state", async () => {
    const changed = `UPDATE "CheckpointStamp" SET token = set_byte(token, 300, 255 - get_byte(token, 300))`;
    expect(await found(changed)).toEqual(["stamp_changed"]);
    const moved = `UPDATE "CheckpointStamp" SET "checkpointId" = (SELECT id FROM "Checkpoint" ORDER BY size LIMIT 1)`;
    expect(await found(moved)).toEqual(["stamp_changed"]);
  });

  test("an older state deleted, or put in again as another", async () => {
    const oldest = `WHERE size = (SELECT min(size) FROM "Checkpoint")`;
    expect(await found(`DELETE FROM "Checkpoint" ${oldest}`)).toEqual(["record_missing"]);
    const statement = `UPDATE "Checkpoint" SET id = gen_random_uuid() ${oldest}`;
    expect(await found(statement)).toEqual(["record_missing"]);
  });

  test("set back to an older state as a whole", async () => {
    const older = `(SELECT min(size) FROM "Checkpoint")`;
    const statement = `DELETE FROM "LogNode" WHERE (index + 1) * (1::bigint << level) > ${older};
      DELETE FROM "EvidenceSeal" WHERE "leafIndex" >= ${older};
      DELETE FROM "RecordSeal" WHERE "leafIndex" >= ${older};
      DELETE FROM "Checkpoint" WHERE size > ${older}`;
    expect(await found(statement)).toContain("log_shorter_than_remembered");
    expect(await found(statement, fromOutside)).toEqual(["log_shrank"]);
  });

  test("without its newest states", async () => {
    const statement = `DELETE FROM "Checkpoint" WHERE size > (SELECT min(size) FROM "Checkpoint")`;
    expect(await found(statement)).toContain("leaf_beyond_newest_state");
    expect(await found(statement, fromOutside)).toEqual(["log_shrank"]);
  });

  test("rewritten under a key that is not the log's", async () => {
    const statement = `UPDATE "Checkpoint" SET note =
      overlay(note placing decode(repeat('41', 60), 'hex') from length(note) - 64)`;
    expect(await found(statement)).toContain("checkpoint_not_ours");
    expect(await found(statement, fromOutside)).not.toEqual([]);
  });
});

/** Last, for it stays in the log. */
describe("what is entered as if it were older", () => {
  test("is found by when it was entered", async () => {
    await withActor(actor, (tx) =>
      tx.auditRecord.createMany({
        data: {
          at: new Date(Date.now() - 48 * 3_600_000),
          act: "signed_in",
          subjectKind: "session",
        },
      }),
    );
    await enter();
    expect(await inspect()).toEqual(["dated_back"]);
  });
});
