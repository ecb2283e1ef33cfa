import { describe, expect, test } from "vitest";
import { healthStatus, logState } from "@/lib/platform/rules";
import type { Components } from "@/lib/platform/schema";

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
