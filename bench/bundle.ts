/**
 * `npm run bench:bundle`: how many bundles a second are made and sealed with their time stamps, and how
 * fast the file of ten thousand deliveries is read out, beside the bare reading of as many stored bytes;
 * and the memory meanwhile.
 */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { streamStoredFile } from "@/lib/gateways/storage";
import { streamBundles } from "@/lib/proofs/bundles/data";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { sendDeliveries } from "@/lib/proofs/bundles/fixtures";
import { makeBundle, makeBundles } from "@/lib/proofs/bundles/jobs";
import { orderBundle } from "@/lib/proofs/bundles/mutations";
import { bundleHolesSchema } from "@/lib/proofs/bundles/schema";
import { makeTestAuthority } from "@/lib/proofs/fixtures";
import { sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { stopTypst } from "@/lib/typst/compile";
import { layTestHouse } from "@/scripts/test-house";
import { machine } from "./machine";
import { openStage } from "./stage";

const MADE = 40;
const DELIVERIES = 10_000;
const CHUNK = 500;
/** Growth of the second half over the first that is no growth. */
const FLAT = 1.1;

const portal = systemActor("bench");
const { close } = await openStage();
const authority = await makeTestAuthority();
const listening = await authority.listen();
process.env.TIMESTAMP_URL = listening.url;
await writeFile(join(environment().KEYS_DIR, "timestamp-ca.pem"), authority.caPem);
const actors = await layTestHouse();

console.log(`Machine: ${machine()}`);
console.log(`Making ${MADE} bundles, one after the other`);
const letter = new Uint8Array(await renderLetter(exampleLetter, new Date()));
const sent = await sendDeliveries(actors.an, MADE, { letter });
await sequenceLog(portal);
await stampCheckpoint(portal);
const makingMemory = watchMemory();
const beginMaking = performance.now();
for (const { id } of sent) await makeBundle(portal, { deliveryId: id, language: "nl" });
const making = MADE / ((performance.now() - beginMaking) / 1000);
const heldWhileMaking = makingMemory.stop();

console.log(`Laying ${DELIVERIES} deliveries whose bundles are made already`);
const deliveryIds = await layDeliveries();

console.log("Ordering them in one go");
const ordered = await orderBundle(actors.an, { deliveryIds, language: "nl" });
if (!ordered.ok) throw new Error(ordered.refusal.code);
const { orderId } = ordered.value;
const orderMemory = watchMemory();
const beginOrder = performance.now();
const orderIds = [orderId];
// What one file does not hold follows in another.
for (const id of orderIds) {
  await makeBundles(portal, { orderId: id });
  const next = await withActor(portal, (tx) =>
    tx.bundleOrder.findFirst({ where: { state: "waiting" }, select: { id: true } }),
  );
  if (next) orderIds.push(next.id);
}
const ordering = DELIVERIES / ((performance.now() - beginOrder) / 1000);
const heldWhileOrdering = orderMemory.stop();

console.log("Reading it out");
const orders = await withActor(portal, (tx) =>
  tx.bundleOrder.findMany({ where: { id: { in: orderIds } } }),
);
const size = orders.reduce((sum, order) => sum + Number(order.size ?? 0), 0);
const streamMemory = watchMemory();
const beginReading = performance.now();
let read = 0;
for (const order of orders) {
  const holes = bundleHolesSchema.parse(order.holes);
  const frameSha256 = order.frameSha256 ?? new Uint8Array();
  for await (const piece of streamBundles(portal, { frameSha256, holes })) read += piece.length;
}
const reading = read / ((performance.now() - beginReading) / 1000);
const heldWhileReading = streamMemory.stop();
if (read !== size) throw new Error("the file is not as long as was said");

const [frame] = await withActor(portal, (tx) => tx.proofBundle.findMany({ take: 1 }));
const beginBare = performance.now();
let bareBytes = 0;
while (bareBytes < size / 4) {
  for await (const piece of streamStoredFile(frame?.frameSha256 ?? new Uint8Array())) {
    bareBytes += piece.length;
  }
}
const bare = bareBytes / ((performance.now() - beginBare) / 1000);

await stopTypst();
await listening.close();
await authority.remove();
await closeDatabase();
await close();

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
const isFlat = heldWhileReading.second <= heldWhileReading.first * FLAT;
console.log(`
bundles made, two time stamps each   ${making.toFixed(1)} /s, ${megabytes(heldWhileMaking.first)} MB and ${megabytes(heldWhileMaking.second)} MB held in either half
files of ${DELIVERIES} laid out, sealed    ${ordering.toFixed(0)} deliveries/s, ${megabytes(heldWhileOrdering.second)} MB held at most
stored bytes alone                   ${megabytes(bare)} MB/s
${orderIds.length} files of ${DELIVERIES} read out       ${megabytes(reading)} MB/s, ${megabytes(size)} MB, ratio ${(reading / bare).toFixed(2)}
memory, first and second half        ${megabytes(heldWhileReading.first)} MB and ${megabytes(heldWhileReading.second)} MB (required: flat)`);
if (!isFlat) process.exitCode = 1;

/** Deliveries of one message, each with the frame of one of the bundles that were made. */
async function layDeliveries(): Promise<string[]> {
  const { template, bundles } = await withActor(portal, async (tx) => ({
    template: await tx.delivery.findUniqueOrThrow({
      where: { id: sent[0]?.id ?? "" },
      omit: { id: true, idempotencyKey: true },
    }),
    bundles: await tx.proofBundle.findMany({ omit: { id: true, deliveryId: true } }),
  }));
  const ids = Array.from({ length: DELIVERIES }, () => randomUUID());
  for (let start = 0; start < DELIVERIES; start += CHUNK) {
    const chunk = ids.slice(start, start + CHUNK);
    const place = { organisationId: template.organisationId, serviceId: template.serviceId };
    await withActor(portal, async (tx) => {
      await tx.delivery.createMany({
        data: chunk.map((id, index) => ({
          ...template,
          id,
          letter: {},
          position: 1_000 + start + index,
          reference: `${template.reference}-${start + index}`,
        })),
      });
      await tx.evidence.createMany({
        data: chunk.flatMap((deliveryId) =>
          [1, 2, 3].map(() => ({
            ...place,
            deliveryId,
            event: "SubmissionAcceptance",
            eventTime: new Date(),
            payload: new Uint8Array(1),
          })),
        ),
      });
      await tx.proofBundle.createMany({
        data: chunk.flatMap((deliveryId, index) => {
          const bundle = bundles[(start + index) % bundles.length];
          return bundle ? [{ ...bundle, deliveryId, holes: bundle.holes ?? [] }] : [];
        }),
      });
    });
  }
  return ids;
}

/** The most that this program holds, in the first and in the second half of the time. */
function watchMemory() {
  const held: number[] = [];
  const watch = setInterval(() => held.push(process.memoryUsage.rss()), 50);
  return {
    stop: () => {
      clearInterval(watch);
      held.push(process.memoryUsage.rss());
      const half = held.length >> 1;
      const most = (part: number[]) => Math.max(...part, 0);
      return { first: most(held.slice(0, Math.max(1, half))), second: most(held.slice(half)) };
    },
  };
}
