import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { getHealth, getPlatform } from "@/lib/platform/data";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";
import { claimWorkerPresence } from "@/worker/presence";

let actors: TestActors;
let presence: Awaited<ReturnType<typeof claimWorkerPresence>>;

beforeAll(async () => {
  const { ownerUrl } = await testDatabase();
  process.env.MAILBOX_URL = "http://127.0.0.1:9";
  actors = await layTestHouse();
  presence = await claimWorkerPresence(ownerUrl);
  await withActor(systemActor("test"), async (tx) => {
    const { deliveryId } = await enterOneOfEach(tx, actors.an);
    await tx.delivery.update({
      where: { id: deliveryId },
      data: { state: "publishing", attempts: 3, movedAt: new Date("2026-01-01T00:00:00Z") },
    });
  });
});

afterAll(async () => {
  await presence.release();
  await closeDatabase();
});

test("health tells the state of each part and nothing else, also without anybody signed in", async () => {
  const health = await getHealth();
  expect(health).toEqual({
    status: "DEGRADED",
    components: {
      database: "up",
      storage: "up",
      worker: "up",
      mailbox: "down",
      log: "up",
      timestamp: "up",
      scanner: "not_configured",
    },
  });
});

test("the operator sees which deliveries stand still, and nothing of what they say", async () => {
  const { stuck, facts } = await getPlatform(actors.ingrid);
  expect(facts).toMatchObject({ workers: 1, underWay: 1, stuck: 1, givenUpJobs: 0 });
  expect(stuck).toMatchObject([
    { reference: expect.stringMatching(/^MR-/) as unknown, state: "publishing", attempts: 3 },
  ]);
  expect(JSON.stringify(stuck)).not.toContain("Verhoeven");
});

test.each(["an", "luc", "sofie"] as const)(
  "%s, who operates nothing, is told of none",
  async (who) => {
    expect((await getPlatform(actors[who])).stuck).toEqual([]);
  },
);
