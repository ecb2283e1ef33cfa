import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeTestKeys, type TestKeys } from "@/lib/proofs/fixtures";
import { makeRevocationList } from "@/lib/proofs/revocation/fixtures";
import { openRevocationClient } from "./revocation";

let keys: TestKeys;
let server: Server;
let base: string;
let list: Uint8Array;
const asked: string[] = [];

beforeAll(async () => {
  keys = await makeTestKeys();
  const at = (name: string) => `${keys.directory}/${name}`;
  list = await makeRevocationList({
    certificate: at("seal-ca.pem"),
    key: at("seal-ca.key.pem"),
  });
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const answers: Record<string, Uint8Array> = {
      "/list": list,
      "/words": new TextEncoder().encode("not here"),
      "/long": new Uint8Array(300 * 1024),
    };
    const answer = answers[request.url ?? ""];
    if (request.url === "/away") response.writeHead(302, { location: `${base}/list` }).end();
    else response.writeHead(answer ? 200 : 404).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  vi.useRealTimers();
  await new Promise((resolve) => server.close(resolve));
  await keys.remove();
});

const timesAsked = (path: string) => asked.filter((url) => url === path).length;

test("a list is asked for once and kept until its next update", async () => {
  const client = openRevocationClient({ urls: [`${base}/list`] });
  const [first] = await client.lists();
  expect(first?.der).toEqual(list);
  await client.lists();
  expect(timesAsked("/list")).toBe(1);
  vi.useFakeTimers({ toFake: ["Date"], now: (first?.nextUpdate.getTime() ?? 0) + 1000 });
  const asking = [client.lists(), client.lists(), client.lists()];
  expect(await Promise.all(asking)).toEqual([[], [], []]);
  vi.useRealTimers();
  expect(timesAsked("/list")).toBe(2);
});

test("what is no list, is too long, leads elsewhere or does not answer is left out, and waited for", async () => {
  const urls = ["/words", "/long", "/away", "/none"].map((path) => `${base}${path}`);
  const client = openRevocationClient({ urls: [...urls, "http://127.0.0.1:9/list"] });
  expect(await client.lists()).toEqual([]);
  expect(await client.lists()).toEqual([]);
  expect(timesAsked("/words")).toBe(1);
  expect(timesAsked("/away")).toBe(1);
});

test("nobody is asked when nobody is named", async () => {
  const before = asked.length;
  expect(await openRevocationClient({ urls: [] }).lists()).toEqual([]);
  expect(asked).toHaveLength(before);
});
