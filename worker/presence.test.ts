import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/scripts/test-database";
import { claimWorkerPresence } from "./presence";

let url: string;

beforeAll(async () => {
  url = (await testDatabase()).ownerUrl;
});

test("a second worker begins only when the first has tidied up, and tidies nothing itself", async () => {
  const told: string[] = [];
  let finish: (() => void) | undefined;
  let first: ReturnType<typeof claimWorkerPresence> | undefined;
  await new Promise<void>((begin) => {
    first = claimWorkerPresence(url, async () => {
      begin();
      await new Promise<void>((resolve) => (finish = resolve));
      told.push("tidied");
    });
  });
  const second = claimWorkerPresence(url, async () => void told.push("tidied twice")).then(
    (presence) => {
      told.push("second begins");
      return presence;
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(told).toEqual([]);
  finish?.();
  const both = [await first, await second];
  expect(told).toEqual(["tidied", "second begins"]);
  for (const presence of both) await presence?.release();
});

test("a worker whose tidying fails leaves no lock behind", async () => {
  await expect(
    claimWorkerPresence(url, () => Promise.reject(new Error("no database"))),
  ).rejects.toThrow("no database");
  let isAlone = false;
  const { release } = await claimWorkerPresence(url, async () => {
    isAlone = true;
  });
  expect(isAlone).toBe(true);
  await release();
});
