import { describe, expect, test } from "vitest";
import { planFields, planOf } from "./form";
import type { Plan } from "./schema";

const now = new Date("2026-11-23T10:00:00Z");
const spread: Plan = { kind: "spread", date: "2026-11-25", days: 4, from: "10:00", until: "15:30" };
const at: Plan = { kind: "at", at: "2026-11-24T13:15:00.000Z" };

/** What the form would send if nobody touched it. */
function sent(last: Plan | null) {
  const { kind, ...fields } = planFields(last, "2026-11-24", now);
  const answers: Record<string, string> = { when: kind, ...fields };
  return planOf((name) => answers[name] ?? "");
}

describe("what the check page proposes", () => {
  test.each([[spread], [at]])("is what was ordered before it was taken back", (plan) => {
    expect(sent(plan)).toEqual(plan);
  });
  test("is at once where nothing was ordered", () => {
    expect(sent(null)).toEqual({ kind: "now" });
  });
  test("begins on the next working day where the days of before are over", () => {
    expect(sent({ ...spread, date: "2026-11-20" })).toEqual({ ...spread, date: "2026-11-24" });
    expect(sent({ kind: "at", at: "2026-11-20T08:00:00.000Z" })).toEqual({
      kind: "at",
      at: "2026-11-24T08:00:00.000Z",
    });
  });
});
