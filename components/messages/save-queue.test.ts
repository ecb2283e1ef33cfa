import { describe, expect, it } from "vitest";
import type { Problem } from "@/lib/errors";
import { ok, refuse, type Result } from "@/lib/result";
import { createSaveQueue, type Saved, type SaveState } from "./save-queue";

type Answers = { text: string };
type Call = {
  answers: Answers;
  lockNumber: number;
  answer: (result: Result<Saved, Problem>) => void;
};

function setUp(canSave?: (answers: Answers) => boolean) {
  const calls: Call[] = [];
  const states: SaveState[] = [];
  const queue = createSaveQueue<Answers>({
    lockNumber: 4,
    savedAt: "2026-11-02T13:02:00.000Z",
    answers: { text: "" },
    canSave,
    save: (answers, lockNumber) =>
      new Promise((resolve) => calls.push({ answers, lockNumber, answer: resolve })),
    onState: (state) => states.push(state),
  });
  return { queue, calls, last: () => states.at(-1) };
}

const saved = (lockNumber: number) => ok({ lockNumber, savedAt: `save ${lockNumber}` });

describe("saving by itself", () => {
  it("saves nothing when nothing changed", async () => {
    const { queue, calls } = setUp();
    expect(await queue.flush()).toBe(true);
    expect(calls).toEqual([]);
  });

  it("names the save it has seen, and the next one names its own", async () => {
    const { queue, calls, last } = setUp();
    queue.change({ text: "a" });
    const first = queue.flush();
    calls[0]!.answer(saved(5));
    await first;
    queue.change({ text: "ab" });
    const second = queue.flush();
    calls[1]!.answer(saved(6));
    await second;
    expect(calls.map((call) => call.lockNumber)).toEqual([4, 5]);
    expect(last()).toEqual({ kind: "saved", savedAt: "save 6" });
  });

  it("never runs two saves at once, and saves what was typed meanwhile after the first", async () => {
    const { queue, calls } = setUp();
    queue.change({ text: "a" });
    const first = queue.flush();
    queue.change({ text: "abc" });
    const second = queue.flush();
    expect(calls).toHaveLength(1);
    calls[0]!.answer(saved(5));
    await new Promise((resolve) => setTimeout(resolve));
    expect(calls[1]).toMatchObject({ answers: { text: "abc" }, lockNumber: 5 });
    calls[1]!.answer(saved(6));
    expect(await Promise.all([first, second])).toEqual([true, true]);
  });

  it("keeps what was typed when the portal refuses, and tells why", async () => {
    const { queue, calls, last } = setUp();
    queue.change({ text: "a" });
    const flushed = queue.flush();
    calls[0]!.answer(refuse({ code: "conflict" }));
    expect(await flushed).toBe(false);
    expect(last()).toEqual({ kind: "refused", problem: { code: "conflict" } });
    expect(queue.isDirty()).toBe(true);
  });

  it("goes on telling of a refusal while one types", async () => {
    const { queue, calls, last } = setUp();
    queue.change({ text: "a" });
    const flushed = queue.flush();
    calls[0]!.answer(refuse({ code: "session_ended" }));
    await flushed;
    queue.change({ text: "ab" });
    expect(last()).toMatchObject({ kind: "refused" });
  });

  it("tells when the portal does not answer", async () => {
    const states: SaveState[] = [];
    const queue = createSaveQueue<Answers>({
      lockNumber: 1,
      savedAt: "",
      answers: { text: "" },
      save: () => Promise.reject(new TypeError("network")),
      onState: (state) => states.push(state),
    });
    queue.change({ text: "a" });
    expect(await queue.flush()).toBe(false);
    expect(states.at(-1)).toEqual({ kind: "unreachable" });
  });

  it("saves on top of the other's after a conflict when told to", async () => {
    const { queue, calls } = setUp();
    queue.change({ text: "mine" });
    const refused = queue.flush();
    calls[0]!.answer(refuse({ code: "conflict" }));
    await refused;
    queue.overrule(9);
    const flushed = queue.flush();
    calls[1]!.answer(saved(10));
    expect(await flushed).toBe(true);
    expect(calls[1]).toMatchObject({ answers: { text: "mine" }, lockNumber: 9 });
  });

  it("takes a newer version only where nothing typed would be lost", () => {
    const { queue } = setUp();
    const newer = { lockNumber: 7, savedAt: "later", answers: { text: "theirs" } };
    queue.change({ text: "mine" });
    expect(queue.adopt(newer)).toBe(false);
    queue.change({ text: "" });
    expect(queue.adopt(newer)).toBe(true);
    expect([queue.lockNumber(), queue.current()]).toEqual([7, { text: "theirs" }]);
  });

  it("takes a newer version that says the same: a save whose answer never came", async () => {
    const { queue, calls, last } = setUp();
    queue.change({ text: "mine" });
    const refused = queue.flush();
    calls[0]!.answer(refuse({ code: "conflict" }));
    await refused;
    expect(queue.adopt({ lockNumber: 5, savedAt: "later", answers: { text: "mine" } })).toBe(true);
    expect(last()).toEqual({ kind: "saved", savedAt: "later" });
    expect([queue.lockNumber(), queue.isDirty()]).toEqual([5, false]);
  });

  it("waits while the answers cannot be kept as they stand", async () => {
    const { queue, calls, last } = setUp((answers) => answers.text.length > 3);
    queue.change({ text: "abc" });
    expect(await queue.flush()).toBe(false);
    expect(calls).toEqual([]);
    expect(last()).toEqual({ kind: "waiting" });
  });
});
