import type { Component, Components, HealthStatus } from "@/lib/platform/schema";

/** Without these nothing can be shown or sent at all. */
const INDISPENSABLE: readonly Component[] = ["database", "storage"];

/** Every evidence is in the log within a minute; later than this the sealing has a problem. */
const SEALED_WITHIN = 60_000;

/**
 * The whole from its parts. A scanner that nobody configured is told in either case; only in
 * production, where files from outside reach citizens, it counts as something missing.
 */
export function healthStatus(
  components: Components,
  environment: "test" | "production",
): HealthStatus {
  if (INDISPENSABLE.some((name) => components[name] !== "up")) return "DOWN";
  const isAllWell = Object.values(components).every(
    (state) => state === "up" || (state === "not_configured" && environment === "test"),
  );
  return isAllWell ? "UP" : "DEGRADED";
}

export function logState(oldestUnsealedAt: Date | null, now: Date): "up" | "degraded" {
  const isLate =
    oldestUnsealedAt !== null && now.getTime() - oldestUnsealedAt.getTime() > SEALED_WITHIN;
  return isLate ? "degraded" : "up";
}
