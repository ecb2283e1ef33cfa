import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { deliveryEventSchema } from "@/lib/deliveries/schema";
import { decryptBytes } from "@/lib/number-vault";
import { readEvidence } from "@/lib/proofs/evidence";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";
import { probe, tellOutages, type Probes } from "./jobs";

const actor = systemActor("test");
let actors: TestActors;
let waiting: string;
let published: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  waiting = await enter();
  published = await enter();
  await withActor(actor, (tx) =>
    tx.delivery.update({
      where: { id: published },
      data: { state: "published", publishedAt: new Date(Date.now() - 60_000) },
    }),
  );
});
afterAll(() => closeDatabase());

async function enter(): Promise<string> {
  return (await withActor(actor, (tx) => enterOneOfEach(tx, actors.an))).deliveryId;
}

/** Evidence that is in the log, in no state that was stamped. */
async function enterUnstamped(): Promise<string> {
  const deliveryId = await enter();
  await withActor(actor, async (tx) => {
    const known = await tx.evidence.findFirstOrThrow({
      where: { deliveryId },
      include: { seal: true },
    });
    const { seal, createdAt, ...evidence } = known;
    if (!seal) throw new Error("There is no seal.");
    const id = crypto.randomUUID();
    await tx.evidence.create({ data: { ...evidence, id, createdAt } });
    await tx.evidenceSeal.create({ data: { ...seal, evidenceId: id, leafIndex: 1_000_000_000n } });
  });
  return deliveryId;
}

async function look(times: number, problems: Partial<Record<keyof Probes, string>> = {}) {
  const answer = (name: keyof Probes) => () => Promise.resolve(problems[name] ?? null);
  const probes = {
    mailbox: answer("mailbox"),
    portal: answer("portal"),
    timestamp: answer("timestamp"),
  };
  for (let turn = 0; turn < times; turn += 1) await probe(actor, probes, 0);
}

function outages() {
  return withActor(actor, (tx) => tx.outage.findMany({ orderBy: { fromAt: "asc" } }));
}

async function toldTo(deliveryId: string) {
  const { events, evidences } = await withActor(actor, async (tx) => ({
    events: await tx.deliveryEvent.findMany({ where: { deliveryId, kind: "outage" } }),
    evidences: await tx.evidence.findMany({ where: { deliveryId, event: "Outage" } }),
  }));
  return {
    events: events.map((event) => deliveryEventSchema.parse(event)),
    evidences: evidences.map(({ payload }) => {
      const record = readEvidence(decryptBytes(payload));
      if (!record.ok) throw new Error(record.refusal);
      return record.value.Extensions.Extension[0].Outage;
    }),
  };
}

test("of workers that look at once, one counts", async () => {
  const away = {
    mailbox: () => Promise.resolve("no answer"),
    portal: () => Promise.resolve(null),
    timestamp: () => Promise.resolve(null),
  };
  for (let worker = 0; worker < 4; worker += 1) await probe(actor, away);
  expect(await outages()).toEqual([]);
});

test("one failing look is no outage, and nobody is told of one", async () => {
  await look(2);
  await look(2, { mailbox: "no answer" });
  await look(1);
  await tellOutages(actor);
  expect(await outages()).toEqual([]);
});

test("an outage of the eBox is told, once it is over, to the letters that waited for it", async () => {
  await look(4, { mailbox: "no answer in 10 s" });
  expect(await outages()).toMatchObject([{ affected: "mailbox", toAt: null }]);
  await tellOutages(actor);
  expect((await toldTo(waiting)).evidences).toEqual([]);
  await look(3);
  await tellOutages(actor);
  await tellOutages(actor);
  const [outage] = await outages();
  const told = await toldTo(waiting);
  expect(told.events).toMatchObject([
    {
      kind: "outage",
      detail: {
        affected: "mailbox",
        from: outage?.fromAt.toISOString(),
        to: outage?.toAt?.toISOString(),
      },
    },
  ]);
  expect(told.evidences).toHaveLength(1);
  expect(told.evidences[0]).toMatchObject({
    Affected: "mailbox",
    From: outage?.fromAt.toISOString(),
    To: outage?.toAt?.toISOString(),
  });
  expect(told.evidences[0]?.Probes.map(({ Outcome }) => Outcome)).toEqual([
    ...["no answer in 10 s", "no answer in 10 s", "no answer in 10 s"],
    ...["in order", "in order", "in order"],
  ]);
  expect((await toldTo(published)).evidences).toEqual([]);
});

test("a worker that stood still tells so itself when it is back", async () => {
  await withActor(actor, (tx) =>
    tx.probeState.updateMany({ data: { probedAt: new Date(Date.now() - 20 * 60_000) } }),
  );
  await look(1);
  await tellOutages(actor);
  const last = (await outages()).find(({ affected }) => affected === "portal");
  const minutes = ((last?.toAt?.getTime() ?? 0) - (last?.fromAt.getTime() ?? 0)) / 60_000;
  expect(Math.round(minutes)).toBe(20);
  const { evidences } = await toldTo(waiting);
  expect(evidences.map((evidence) => evidence?.Affected)).toEqual(["mailbox", "portal"]);
});

test("pages that were away for a moment kept no letter from its box", async () => {
  const before = await toldTo(waiting);
  await look(4, { portal: "no answer" });
  await look(3);
  await tellOutages(actor);
  expect((await outages()).filter(({ affected }) => affected === "portal")).toHaveLength(2);
  expect(await toldTo(waiting)).toEqual(before);
});

test("when the authority was away, those whose evidence waited are told", async () => {
  const before = await enterUnstamped();
  await look(3, { timestamp: "no time stamp for two minutes" });
  const during = await enter();
  await look(3);
  await tellOutages(actor);
  expect((await toldTo(during)).evidences).toMatchObject([{ Affected: "timestamp" }]);
  // Its evidence waited already when two minutes had gone by; that of others was stamped before.
  expect((await toldTo(before)).evidences).toMatchObject([{ Affected: "timestamp" }]);
  const others = (await toldTo(published)).evidences.map((evidence) => evidence?.Affected);
  expect(others).not.toContain("timestamp");
});
