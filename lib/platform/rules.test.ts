import { describe, expect, test } from "vitest";
import { concernsOf, headlineStatus, healthStatus, logState } from "@/lib/platform/rules";
import type { Components, StuckDelivery } from "@/lib/platform/schema";

const well: Components = {
  database: "up",
  storage: "up",
  worker: "up",
  mailbox: "up",
  log: "up",
  timestamp: "up",
  scanner: "up",
};

describe("health", () => {
  test.each([
    [{}, "production", "UP"],
    [{ database: "down" }, "production", "DOWN"],
    [{ storage: "down" }, "test", "DOWN"],
    [{ worker: "down" }, "test", "DEGRADED"],
    [{ mailbox: "down" }, "test", "DEGRADED"],
    [{ mailbox: "unknown" }, "test", "DEGRADED"],
    [{ timestamp: "degraded" }, "test", "DEGRADED"],
    [{ log: "degraded" }, "test", "DEGRADED"],
    [{ scanner: "not_configured" }, "test", "UP"],
    [{ scanner: "not_configured" }, "production", "DEGRADED"],
    [{ scanner: "down" }, "test", "DEGRADED"],
  ] as const)("with %j in %s is %s", (change, environment, status) => {
    expect(healthStatus({ ...well, ...change }, environment)).toBe(status);
  });
});

test("the log keeps up as long as nothing waits for its seal longer than a minute", () => {
  const now = new Date("2026-11-03T10:00:00Z");
  expect(logState(null, now)).toBe("up");
  expect(logState(new Date("2026-11-03T09:59:10Z"), now)).toBe("up");
  expect(logState(new Date("2026-11-03T09:58:59Z"), now)).toBe("degraded");
});

describe("the operator's headline", () => {
  const health = { status: "UP" as const, components: well };

  test("says that all is well where nothing is to be done", () => {
    const concerns = concernsOf({ health, facts: null, stuck: [] });
    expect(concerns).toEqual([]);
    expect(headlineStatus("UP", concerns)).toBe("UP");
  });

  test("is never better than what stands below it", () => {
    const components = { ...well, scanner: "not_configured" as const, mailbox: "down" as const };
    const stuck = [{ reference: "MR-2026-00001/001" }] as StuckDelivery[];
    const concerns = concernsOf({ health: { status: "UP", components }, facts: null, stuck });
    expect(concerns).toEqual([
      { kind: "component", name: "mailbox", state: "down" },
      { kind: "component", name: "scanner", state: "not_configured" },
      { kind: "stuck", count: 1 },
    ]);
    expect(headlineStatus("UP", concerns)).toBe("DEGRADED");
    expect(headlineStatus("DOWN", concerns)).toBe("DOWN");
  });
});
