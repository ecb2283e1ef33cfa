import { expect, test } from "vitest";
import { readBounded, readBoundedText } from "@/lib/bounded-body";

const LIMIT = 4096;

/** Sends a piece at a time for ever, and tells how much was taken and whether it was let go. */
function endless(headers: Record<string, string> = {}) {
  const seen = { sent: 0, isLetGo: false };
  const stream = new ReadableStream({
    pull(controller) {
      seen.sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
    cancel() {
      seen.isLetGo = true;
    },
  });
  return { seen, answer: new Response(stream, { headers }) };
}

test("what fits is read whole, to the last byte of the limit", async () => {
  const bytes = new Uint8Array(LIMIT).fill(7);
  expect(await readBounded(new Response(bytes), LIMIT)).toEqual(bytes);
  expect(await readBounded(new Response(bytes), LIMIT - 1)).toBeNull();
  expect(await readBoundedText(new Response("één 王"), LIMIT)).toBe("één 王");
});

test("what carries nothing is nothing, and not too much", async () => {
  expect(await readBounded(new Response(null, { status: 204 }), LIMIT)).toEqual(new Uint8Array());
  expect(await readBoundedText(new Response(null), LIMIT)).toBe("");
});

test("what never ends is let go at the limit", async () => {
  const { seen, answer } = endless();
  expect(await readBounded(answer, LIMIT)).toBeNull();
  expect(seen.isLetGo).toBe(true);
  expect(seen.sent).toBeLessThan(3 * LIMIT);
});

test("a length that is told counts before the first byte, and is not believed", async () => {
  const told = endless({ "content-length": String(LIMIT + 1) });
  expect(await readBounded(told.answer, LIMIT)).toBeNull();
  expect(told.seen).toMatchObject({ isLetGo: true });
  expect(told.seen.sent).toBeLessThan(LIMIT);
  const lie = endless({ "content-length": "1" });
  expect(await readBounded(lie.answer, LIMIT)).toBeNull();
});

test("what breaks off is thrown, since half of it tells nothing", async () => {
  const broken = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(10)),
    pull: (controller) => controller.error(new Error("connection reset")),
  });
  await expect(readBounded(new Response(broken), LIMIT)).rejects.toThrow("connection reset");
});
