import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTestAuthority, type TestAuthority } from "@/lib/proofs/fixtures";
import { verifyTimestamp } from "@/lib/proofs/timestamp-token";
import { openTimestampClient } from "./timestamp";

const bytes = new TextEncoder().encode("the checkpoint");
const digest = createHash("sha256").update(bytes).digest();

let authority: TestAuthority;
beforeAll(async () => {
  authority = await makeTestAuthority();
});
afterAll(() => authority.remove());

/** An authority that answers whatever the test wants, to see what we make of it. */
async function answering(answer: (query: Buffer) => Promise<{ status: number; body: Uint8Array }>) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void answer(Buffer.concat(chunks)).then(({ status, body }) => {
        response.writeHead(status).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}/`, close };
}

async function stampFrom(answer: Parameters<typeof answering>[0]) {
  const { url, close } = await answering(answer);
  const result = await openTimestampClient({ url, timeoutMs: 500 }).stamp(digest);
  await close();
  return result.ok ? "stamped" : result.refusal.code;
}

describe("the time-stamp client", () => {
  test("brings home a token over the digest, byte for byte", async () => {
    const { url, close } = await authority.listen();
    const token = await openTimestampClient({ url }).stamp(digest);
    await close();
    if (!token.ok) throw new Error(token.refusal.detail);
    expect((await verifyTimestamp(token.value, bytes)).ok).toBe(true);
  });

  test("says that an authority which does not listen is unreachable", async () => {
    const { url, close } = await answering(() => Promise.resolve({ status: 200, body: digest }));
    await close();
    const result = await openTimestampClient({ url }).stamp(digest);
    expect(result).toMatchObject({ ok: false, refusal: { code: "timestamp_unreachable" } });
  });

  test("says so too when the authority is slow, or out of order", async () => {
    const never = () => new Promise<never>(() => undefined);
    const { url } = await answering(never);
    const slow = await openTimestampClient({ url, timeoutMs: 50 }).stamp(digest);
    expect(slow).toMatchObject({ ok: false, refusal: { code: "timestamp_unreachable" } });
    expect(await stampFrom(() => Promise.resolve({ status: 503, body: digest }))).toBe(
      "timestamp_unreachable",
    );
  });

  test("does not read an answer that has no end", async () => {
    const code = await stampFrom(() =>
      Promise.resolve({ status: 200, body: new Uint8Array(300 * 1024) }),
    );
    expect(code).toBe("timestamp_unreachable");
  });

  test("tells a refusal from a failure", async () => {
    // PKIStatus 2 (rejection), without token.
    const rejection = new Uint8Array([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]);
    expect(await stampFrom(() => Promise.resolve({ status: 200, body: rejection }))).toBe(
      "timestamp_refused",
    );
  });

  test("does not take an old answer, an answer about other bytes, or no answer at all", async () => {
    let older: Uint8Array | null = null;
    const replay = async (query: Buffer) => {
      older ??= await authority.respond(query);
      return { status: 200, body: older };
    };
    expect(await stampFrom(replay)).toBe("stamped");
    expect(await stampFrom(replay)).toBe("timestamp_mismatch");
    const swapDigest = async (query: Buffer) => {
      const at = query.indexOf(digest);
      query.fill(0x55, at, at + digest.length);
      return { status: 200, body: await authority.respond(query) };
    };
    expect(await stampFrom(swapDigest)).toBe("timestamp_mismatch");
    const page = new TextEncoder().encode("<html></html>");
    expect(await stampFrom(() => Promise.resolve({ status: 200, body: page }))).toBe(
      "timestamp_mismatch",
    );
  });
});
