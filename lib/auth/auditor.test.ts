import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { may } from "@/lib/auth/rules";
import type { Permission } from "@/lib/auth/schema";

/**
 * What somebody who audits and nothing else gets past the gate with, found in the files: an action or an
 * endpoint that is added with a permission of theirs has to be put here by somebody who looked at it.
 * That none of the writes behind them changes anything of a service, isolation.test.ts tries.
 */
const LOOKS = [
  "audit/overview.viewOverview",
  "audit/trail.findAddress",
  "audit/trail.viewAuditRecord",
  "audit/trail.viewTrail",
  "deliveries.findAddress",
  "deliveries.showNumber",
  "deliveries.viewDelivery",
  "deliveries.viewHistory",
  "replies.viewReplies",
  "replies/answers.viewMessageAnswers",
];
/**
 * Their own: bundles and certificates that they ordered, views that they keep, states of the log that they
 * have sent to themselves (decision 23).
 */
const OWN = [
  "audit/overview.order",
  "audit/overview.remove",
  "audit/overview.save",
  "proofs/bundles.again",
  "proofs/bundles.stop",
  "proofs/findings.order",
  "proofs/subscriptions.subscribe",
  "proofs/subscriptions.unsubscribe",
];

function passing(folder: string, file: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === file)
    .flatMap((name) => {
      const source = readFileSync(path.join(folder, name), "utf8");
      return [...source.matchAll(pattern)]
        .filter(([, , permission]) => may({ roles: ["auditor"] }, permission as Permission))
        .map(([, entry]) => `${path.dirname(name)}.${entry}`);
    })
    .sort();
}

test("an auditor's actions look, or change what is the auditor's own", () => {
  const actions = passing("lib", "actions.ts", /const (\w+) = action\(\s*"([a-z]+:[a-z]+)"/g);
  expect(actions).toEqual([...LOOKS, ...OWN].sort());
});

test("an auditor's endpoints are asked with GET", () => {
  const routes = passing(
    "app/api",
    "route.ts",
    /export const (\w+) = route(?:<[^(]*>)?\(\s*"([a-z]+:[a-z]+)"/g,
  );
  expect(routes.length).toBeGreaterThan(10);
  expect(routes.filter((route) => !route.endsWith(".GET"))).toEqual([]);
});
