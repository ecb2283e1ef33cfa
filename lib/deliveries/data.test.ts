import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import {
  getDelivery,
  getDeliveryProgress,
  getHomeSummary,
  listDeliveries,
  readDeliveryFiles,
} from "@/lib/deliveries/data";
import { expireDeliveries, followOpenings } from "@/lib/deliveries/following/jobs";
import { publishDelivery, resumeDeliveries } from "@/lib/deliveries/jobs";
import { historyFilterSchema } from "@/lib/deliveries/schema";
import { environment } from "@/lib/env";
import { listReplies } from "@/lib/replies/data";
import { fetchReplies } from "@/lib/replies/jobs";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { sendTestMessage } from "@/scripts/test-send";
import { enterOneOfEach } from "@/scripts/test-rows";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

const warnings: string[] = [];
const listen = (warning: Error) => void warnings.push(warning.message);
const portal = systemActor("test");

let sandbox: TestSandbox;
let actors: TestActors;
let id: string;

beforeAll(async () => {
  // The database's driver says it once for each process, so that it must be listened for first.
  process.on("warning", listen);
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
  ({ deliveryId: id } = await withActor(portal, (tx) => enterOneOfEach(tx, actors.an)));
});
afterAll(async () => {
  process.off("warning", listen);
  await closeDatabase();
  await sandbox.close();
});

const filter = historyFilterSchema.parse({});

test("a registered message counts as received by the rule of its order, others by none", async () => {
  const rule = { from: "available", afterDays: 3, isWorkingDays: true, basis: "Regl. art. 9" };
  const setRule = (from: string | null) =>
    withActor(portal, (tx) =>
      tx.messageType.updateMany({
        where: { code: { in: ["FINE", "INVOICE"] } },
        data: {
          receiptFrom: from,
          receiptAfterDays: 3,
          receiptWorkingDays: true,
          receiptBasis: rule.basis,
        },
      }),
    );
  await setRule(rule.from);
  const registered = await sendTestMessage(actors.an, { type: "FINE" });
  const normal = await sendTestMessage(actors.an, { type: "INVOICE" });
  await setRule(null);
  expect((await getDelivery(actors.an, registered))?.receipt).toEqual({
    rule,
    statement: { kind: "pending", on: null },
  });
  await publishDelivery(portal, { deliveryId: registered });
  const published = await getDelivery(actors.an, registered);
  expect(published?.deliveryChoice).not.toBe("normal");
  expect(published?.receipt?.statement).toEqual({
    kind: "pending",
    on: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
  });
  expect(await getDelivery(actors.an, normal)).toMatchObject({
    deliveryChoice: "normal",
    receipt: null,
  });
});

test("a connection is asked one question at a time", async () => {
  await listDeliveries(actors.an, filter);
  await getDelivery(actors.an, id);
  await getDeliveryProgress(actors.an, id);
  await getHomeSummary(actors.an, new Date());
  await withActor(actors.an, (tx) => readDeliveryFiles(tx, actors.an, id));
  await listReplies(actors.an, { before: null, after: null });
  const { an } = actors;
  const send = () => sendTestMessage(an, { type: "APPOINTMENT" });
  const sent = [await send(), await send(), await send()];
  for (const deliveryId of sent) await publishDelivery(portal, { deliveryId });
  const [followed, opened, ended] = await withActor(portal, (tx) =>
    tx.delivery.findMany({ where: { id: { in: sent } }, orderBy: { sentAt: "asc" } }),
  );
  await sandbox.control("POST", `/messages/${opened!.mailboxMessageId}/open`, {});
  await sandbox.control("POST", `/messages/${opened!.mailboxMessageId}/reply`, { text: "Dank u." });
  await sandbox.control("POST", `/messages/${ended!.mailboxMessageId}/expire`, {});
  const nextCheckAt = new Date(0);
  await withActor(portal, async (tx) => {
    await tx.delivery.updateMany({ where: { id: { in: sent } }, data: { nextCheckAt } });
    const expiresAt = new Date(Date.now() - 60_000);
    await tx.delivery.update({ where: { id: ended!.id }, data: { expiresAt } });
    const movedAt = new Date(0);
    await tx.delivery.update({ where: { id }, data: { state: "waiting", movedAt } });
  });
  await followOpenings(portal);
  await expireDeliveries(portal);
  await resumeDeliveries(portal);
  await fetchReplies(portal);
  const states = await withActor(portal, (tx) =>
    tx.delivery.findMany({ where: { id: { in: sent } }, orderBy: { sentAt: "asc" } }),
  );
  expect(states.map(({ state }) => state)).toEqual(["published", "replied", "expired"]);
  expect(states[0]!.unopenedSeenAt).not.toBeNull();
  expect(states[0]!.id).toBe(followed!.id);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(warnings.filter((warning) => warning.includes("client.query"))).toEqual([]);
});

test("a day of 25 hours is listed to its end, and no further", async () => {
  const at = async (sentAt: string) => {
    await withActor(portal, (tx) =>
      tx.delivery.update({ where: { id }, data: { sentAt: new Date(sentAt) } }),
    );
    const page = await listDeliveries(actors.an, {
      ...filter,
      from: "2026-10-25",
      to: "2026-10-25",
    });
    return page.rows.length;
  };
  expect(await at("2026-10-25T22:30:00Z")).toBe(1);
  expect(await at("2026-10-25T23:00:00Z")).toBe(0);
  expect(await at("2026-10-24T22:00:00Z")).toBe(1);
});
