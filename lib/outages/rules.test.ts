import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IN_ORDER, LOOKS_TO_TURN, afterProbe, isLookedAt, probesToKeep, standstill } from "./rules";
import type { ProbeStateValue } from "./schema";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 9, minute));

function look(looks: string) {
  let state: ProbeStateValue = IN_ORDER;
  return Array.from(looks).flatMap((sign, minute) => {
    const after = afterProbe(state, { at: at(minute), problem: sign === "x" ? "no answer" : null });
    state = after.state;
    return after.turn ? [after.turn] : [];
  });
}

describe("an outage", () => {
  test.each([
    ["..x..xx..x.", []],
    ["..xxx", [["begun", 2]]],
    [
      "..xxxxx.x..x...",
      [
        ["begun", 2],
        ["ended", 12],
      ],
    ],
    [
      "xxx...",
      [
        ["begun", 0],
        ["ended", 3],
      ],
    ],
  ])("%s", (looks, turns) => {
    expect(
      look(looks).map((turn) => [
        turn.kind,
        (turn.kind === "begun" ? turn.from : turn.to).getUTCMinutes(),
      ]),
    ).toEqual(turns);
  });

  test("begins and ends in turn, and never on a single look", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("x", "."), { maxLength: 60 }), (looks) => {
        const turns = look(looks.join(""));
        turns.forEach((turn, index) => {
          expect(turn.kind).toBe(index % 2 === 0 ? "begun" : "ended");
          expect(turn.probes).toHaveLength(LOOKS_TO_TURN);
        });
      }),
    );
  });

  test("keeps how it began and how it ended", () => {
    const many = (count: number, outcome: string) =>
      Array.from({ length: count }, (_, minute) => ({ at: at(minute), outcome }));
    const kept = probesToKeep(many(30, "no answer"), many(3, "in order"));
    expect(kept).toHaveLength(10);
    expect(kept.at(-1)?.outcome).toBe("in order");
  });
});

test("a worker that gave no sign of life for five minutes stood still", () => {
  expect(standstill(null, at(30))).toBeNull();
  expect(standstill(at(26), at(30))).toBeNull();
  expect(standstill(at(20), at(30))).toEqual({ from: at(20), to: at(30) });
});

test("a look counts when the last one was long enough ago, and never one from before it", () => {
  const after = (seconds: number) =>
    isLookedAt(at(10), new Date(at(10).getTime() + seconds * 1000), 30_000);
  expect(isLookedAt(null, at(10), 30_000)).toBe(false);
  expect([-5, 0, 15, 19].map(after)).toEqual([true, true, true, true]);
  expect([20, 30, 300].map(after)).toEqual([false, false, false]);
});
