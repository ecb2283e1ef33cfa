import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { storeFile } from "@/lib/gateways/storage";
import { bytesOf, enterAll, layTestLog, type TestLog } from "@/scripts/test-log";
import { decodeUtf8, encodeHex, type Bytes } from "../bytes";
import { getTrust } from "../data";
import { verifyFiles } from "../verify";
import { readContainer } from "./container-reader";
import { listBundleOrders } from "./data";
import { cancelLetter, sendDeliveries, type SentDelivery } from "./fixtures";
import { makeBundle, makeBundles } from "./jobs";
import {
  downloadBundle,
  downloadBundleOrder,
  orderBundle,
  orderLeftOut,
  stopBundleOrder,
} from "./mutations";
import { LARGEST_FILE_BYTES } from "./schema";

/** Done once, before the next file is stored. */
const meanwhile = vi.hoisted((): { work: (() => Promise<void>) | null } => ({ work: null }));
vi.mock("@/lib/gateways/storage", async (original) => {
  const whole = await original<{ storeFile: (bytes: Uint8Array) => Promise<object> }>();
  const stored = async (bytes: Uint8Array) => {
    const { work } = meanwhile;
    meanwhile.work = null;
    await work?.();
    return whole.storeFile(bytes);
  };
  return { ...whole, storeFile: stored };
});

const worker = systemActor("make_bundle");
let laid: TestLog;
let actors: TestLog["actors"];
let sent: SentDelivery[];

beforeAll(async () => {
  laid = await layTestLog();
  ({ actors } = laid);
  sent = await sendDeliveries(actors.an, 3);
  await enterAll();
});
afterAll(() => laid.close());

async function verdictOf(name: string, bytes: Bytes) {
  const report = await verifyFiles([{ name, bytes }], { trust: await getTrust(), now: new Date() });
  const failed = report.checks.filter(({ outcome }) => outcome === "failed");
  return { verdict: report.verdict, failed, deliveries: report.deliveries.length };
}

const refOf = (delivery: SentDelivery | undefined) => ({
  deliveryId: delivery?.id ?? "",
  language: "nl" as const,
});

const records = (deliveryId: string) =>
  withActor(worker, (tx) =>
    tx.auditRecord.findMany({ where: { act: "proof_downloaded", subjectId: deliveryId } }),
  );

describe("the bundle of a delivery", () => {
  test("is made once, and is whole when it is taken out, which goes on record", async () => {
    const [delivery] = sent;
    await makeBundle(worker, refOf(delivery));
    await makeBundle(worker, refOf(delivery));
    const count = await withActor(worker, (tx) => tx.proofBundle.count());
    expect(count).toBe(1);
    const download = await downloadBundle(actors.an, refOf(delivery));
    if (!download.ok) throw new Error(download.refusal.code);
    const bytes = await bytesOf(download.value.pieces);
    expect(bytes.length).toBe(download.value.size);
    expect(await verdictOf("bundle.asice", bytes)).toEqual({
      verdict: "whole",
      failed: [],
      deliveries: 1,
    });
    const files = readContainer(bytes);
    const names = files.ok ? files.value.map(({ name }) => name) : [];
    expect(names).toContain("attachments/01-plan é.pdf");
    expect(names).toContain("log/checkpoint.tsr");
    expect(await records(delivery?.id ?? "")).toMatchObject([
      { personId: actors.an.personId, detail: { file: "bundle.asice", evidenceCount: 3 } },
    ]);
  });

  test("of a letter that was cancelled proves that it was not sent, and holds nothing of it", async () => {
    const [other] = sent;
    if (!other) throw new Error("Nothing was sent.");
    const cancelled = await cancelLetter(actors.an, other);
    await enterAll();
    await makeBundle(worker, refOf(cancelled));
    const download = await downloadBundle(actors.an, refOf(cancelled));
    if (!download.ok) throw new Error(download.refusal.code);
    const bytes = await bytesOf(download.value.pieces);
    const trust = await getTrust();
    const report = await verifyFiles([{ name: "bundle.asice", bytes }], {
      ...{ trust, now: new Date() },
    });
    expect(report).toMatchObject({
      verdict: "whole",
      deliveries: [
        {
          ...{ reference: cancelled.reference, sent: null, madeAvailable: null, firstOpened: null },
          others: [{ event: "SubmissionRejection" }],
        },
      ],
    });
    const files = readContainer(bytes);
    const names = files.ok ? files.value.map(({ name }) => name) : [];
    expect(names).toContain("evidence/01-SubmissionRejection.evidence.json");
    expect(names).toContain("proof.pdf");
    expect(names.filter((name) => /^(letter|attachments)/.test(name))).toEqual([]);
  });

  test("is not told from none to whoever may not see it", async () => {
    expect(await downloadBundle(actors.karim, refOf(sent[0]))).toEqual({
      ok: false,
      refusal: { code: "not_found" },
    });
  });

  test("is made anew when the letter in it was erased, and still proves what was sent", async () => {
    const [, delivery] = sent;
    await makeBundle(worker, refOf(delivery));
    const { sha256 } = await storeFile(delivery?.letter ?? new Uint8Array());
    const name = encodeHex(new Uint8Array(sha256));
    await rm(join(environment().STORAGE_DIR, name.slice(0, 2), name));
    await makeBundle(worker, refOf(delivery));
    const download = await downloadBundle(actors.an, refOf(delivery));
    if (!download.ok) throw new Error(download.refusal.code);
    const bytes = await bytesOf(download.value.pieces);
    expect(await verdictOf("bundle.asice", bytes)).toMatchObject({ verdict: "whole", failed: [] });
    expect(readContainer(bytes).ok && decodeUtf8(bytes.subarray(30, 38))).toBe("mimetype");
    await storeFile(delivery?.letter ?? new Uint8Array());
  });
});

describe("the bundles of many deliveries", () => {
  const order = async () => {
    const deliveryIds = sent.map(({ id }) => id);
    const ordered = await orderBundle(actors.an, { deliveryIds, language: "fr" });
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    return ordered.value;
  };

  test("come in one sealed file with a list of them, made in the background", async () => {
    const ref = await order();
    expect(await listBundleOrders(actors.an)).toMatchObject([{ state: "waiting", total: 3 }]);
    expect(await downloadBundleOrder(actors.an, ref)).toMatchObject({ ok: false });
    await makeBundles(worker, ref);
    expect(await listBundleOrders(actors.an)).toMatchObject([
      { state: "ready", madeCount: 3, leftOutCount: 0 },
    ]);
    const download = await downloadBundleOrder(actors.an, ref);
    if (!download.ok) throw new Error(download.refusal.code);
    const bytes = await bytesOf(download.value.pieces);
    expect(bytes.length).toBe(download.value.size);
    expect(await verdictOf("bundles.asice", bytes)).toEqual({
      verdict: "whole",
      failed: [],
      deliveries: 3,
    });
    const files = readContainer(bytes);
    const contents = files.ok && files.value.find(({ name }) => name === "contents.csv");
    const lines = contents ? (decodeUtf8(contents.bytes) ?? "").trim().split("\r\n") : [];
    expect(lines).toHaveLength(4);
    for (const { id } of sent) expect(await records(id)).not.toEqual([]);
  });

  test("are nobody else's, and are not ordered of what one may not see", async () => {
    const ref = await order();
    await makeBundles(worker, ref);
    expect(await listBundleOrders(actors.peter)).toEqual([]);
    for (const actor of [actors.peter, actors.karim]) {
      expect(await downloadBundleOrder(actor, ref)).toEqual({
        ok: false,
        refusal: { code: "not_found" },
      });
    }
    const deliveryIds = sent.map(({ id }) => id);
    expect(await orderBundle(actors.karim, { deliveryIds, language: "nl" })).toEqual({
      ok: false,
      refusal: { code: "not_found" },
    });
  });

  test("are not made any further once they are stopped", async () => {
    const ref = await order();
    expect(await stopBundleOrder(actors.peter, ref)).toMatchObject({ ok: false });
    expect(await stopBundleOrder(actors.an, ref)).toEqual({ ok: true, value: null });
    await makeBundles(worker, ref);
    const [newest] = await listBundleOrders(actors.an);
    expect(newest).toMatchObject({ id: ref.orderId, state: "stopped", madeCount: 0 });
  });

  test("are made anew when a bundle in them went while they were made, as an erasure takes it", async () => {
    const deliveryIds = sent.slice(1).map(({ id }) => id);
    for (const delivery of sent.slice(1)) await makeBundle(worker, refOf(delivery));
    const ordered = await orderBundle(actors.an, { deliveryIds, language: "nl" });
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    const [deliveryId] = deliveryIds;
    meanwhile.work = async () => {
      await withActor(worker, (tx) => tx.proofBundle.deleteMany({ where: { deliveryId } }));
    };
    await expect(makeBundles(worker, ordered.value)).rejects.toThrow("no bundles yet");
    await makeBundles(worker, ordered.value);
    const download = await downloadBundleOrder(actors.an, ordered.value);
    if (!download.ok) throw new Error(download.refusal.code);
    const bytes = await bytesOf(download.value.pieces);
    expect(await verdictOf("bundles.asice", bytes)).toMatchObject({ verdict: "whole", failed: [] });
  });

  test("leave out what nothing is proved of, and say so", async () => {
    const [first] = sent;
    const bare = await withActor(worker, async (tx) => {
      const { id, ...row } = await tx.delivery.findUniqueOrThrow({
        where: { id: first?.id ?? "" },
        omit: { idempotencyKey: true },
      });
      expect(id).toBe(first?.id);
      const letter = {};
      return tx.delivery.create({
        data: { ...row, letter, position: 99, reference: `${row.reference}-99` },
      });
    });
    const ordered = await orderBundle(actors.an, {
      deliveryIds: [bare.id, first?.id ?? ""],
      language: "fr",
    });
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    await makeBundles(worker, ordered.value);
    const [newest] = await listBundleOrders(actors.an);
    expect(newest).toMatchObject({ state: "ready", madeCount: 1, leftOutCount: 1 });
  });

  test("wait ten minutes for what is not ready, then come without it and say why in their list", async () => {
    const [first] = sent;
    const late = await sendDeliveries(actors.an, 1);
    const deliveryIds = [...late, ...sent].map(({ id }) => id);
    const ordered = await orderBundle(actors.an, { deliveryIds, language: "de" });
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    const ref = ordered.value;
    await expect(makeBundles(worker, ref)).rejects.toThrow("some wait");
    const state = async () =>
      (await listBundleOrders(actors.an)).find(({ id }) => id === ref.orderId);
    expect(await state()).toMatchObject({ state: "making", madeCount: 3, leftOutCount: 1 });
    await longAgo(ref.orderId);
    await makeBundles(worker, ref);
    expect(await state()).toMatchObject({
      state: "ready",
      madeCount: 3,
      leftOutCount: 1,
      leftOut: { not_ready: 1 },
    });
    const download = await downloadBundleOrder(actors.an, ref);
    if (!download.ok) throw new Error(download.refusal.code);
    const bytes = await bytesOf(download.value.pieces);
    expect(await verdictOf("bundles.asice", bytes)).toMatchObject({ verdict: "whole" });
    const read = readContainer(bytes);
    const file = read.ok ? read.value.find(({ name }) => name === "contents.csv") : undefined;
    const lines = (decodeUtf8(file?.bytes ?? new Uint8Array()) ?? "").trim().split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toContain(late[0]?.reference ?? "?");
    expect(lines.at(-1)).toContain("not_ready");
    expect(lines[1]).toContain(first?.reference ?? "?");

    await enterAll();
    const again = await orderLeftOut(actors.an, ref);
    if (!again.ok) throw new Error(again.refusal.code);
    await makeBundles(worker, again.value);
    const [newest] = await listBundleOrders(actors.an);
    expect(newest).toMatchObject({ state: "ready", total: 1, madeCount: 1, leftOut: {} });
    expect(await orderLeftOut(actors.an, again.value)).toMatchObject({ ok: false });
  });

  test("fail when there is nothing to make them of, and can be ordered again", async () => {
    const late = await sendDeliveries(actors.an, 2);
    const deliveryIds = late.map(({ id }) => id);
    const ordered = await orderBundle(actors.an, { deliveryIds, language: "nl" });
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    await expect(makeBundles(worker, ordered.value)).rejects.toThrow("some wait");
    await longAgo(ordered.value.orderId);
    await makeBundles(worker, ordered.value);
    const [newest] = await listBundleOrders(actors.an);
    expect(newest).toMatchObject({ state: "failed", madeCount: 0, leftOut: { not_ready: 2 } });
    expect(await downloadBundleOrder(actors.an, ordered.value)).toMatchObject({ ok: false });
    expect(await orderLeftOut(actors.an, ordered.value)).toMatchObject({ ok: true });
  });

  test("that do not fit into one file follow in another", async () => {
    const ref = await order();
    // Told to be nearly as large as a file may be; what is streamed is as small as it was.
    await makeBundles(worker, ref);
    const largest = BigInt(LARGEST_FILE_BYTES - 2 * 1024 * 1024);
    await withActor(worker, (tx) => tx.proofBundle.updateMany({ data: { size: largest } }));
    const larger = await order();
    await makeBundles(worker, larger);
    const orders = await listBundleOrders(actors.an);
    const own = orders.find(({ id }) => id === larger.orderId);
    expect(own).toMatchObject({ state: "ready", madeCount: 1, leftOut: { file_full: 2 } });
    const rest = orders.find(({ state, total }) => state === "waiting" && total === 2);
    await makeBundles(worker, { orderId: rest?.id ?? "" });
    const after = await listBundleOrders(actors.an);
    expect(after.find(({ id }) => id === rest?.id)).toMatchObject({
      madeCount: 1,
      leftOut: { file_full: 1 },
    });
    expect(await orderLeftOut(actors.an, larger)).toMatchObject({ ok: false });
  });
});

/** As if it had been begun before anybody lost their patience. */
function longAgo(orderId: string) {
  const begunAt = new Date(Date.now() - 11 * 60_000);
  return withActor(worker, (tx) =>
    tx.bundleOrder.update({ where: { id: orderId }, data: { begunAt } }),
  );
}
