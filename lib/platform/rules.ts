import type {
  Component,
  ComponentState,
  Components,
  HealthStatus,
  Platform,
} from "@/lib/platform/schema";

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

/** What an operator should do something about, worst first; each is told in the page's first lines. */
export type Concern =
  | { kind: "component"; name: Component; state: Exclude<ComponentState, "up"> }
  | { kind: "stuck" | "given_up" | "doubtful" | "parked"; count: number };

export function concernsOf(platform: Pick<Platform, "health" | "facts" | "stuck">): Concern[] {
  const { health, facts, stuck } = platform;
  const states = Object.entries(health.components) as [Component, ComponentState][];
  const parts = states.flatMap(([name, state]) =>
    state === "up" ? [] : [{ kind: "component" as const, name, state }],
  );
  const counts = [
    ["stuck", stuck.length],
    ["doubtful", facts?.doubtfulDeliveries ?? 0],
    ["parked", facts?.parkedReplies ?? 0],
    ["given_up", facts?.givenUpJobs ?? 0],
  ] as const;
  return [
    ...parts.sort((a, b) => SEVERITY.indexOf(a.state) - SEVERITY.indexOf(b.state)),
    ...counts.flatMap(([kind, count]) => (count > 0 ? [{ kind, count }] : [])),
  ];
}

const SEVERITY: readonly ComponentState[] = ["down", "degraded", "unknown", "not_configured"];

/** The page's headline is never better than the worst of what stands below it. */
export function headlineStatus(status: HealthStatus, concerns: readonly Concern[]): HealthStatus {
  return status === "UP" && concerns.length > 0 ? "DEGRADED" : status;
}
