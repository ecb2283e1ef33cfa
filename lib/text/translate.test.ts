import { describe, expect, it } from "vitest";
import { translator } from "./translate";

describe("a translator outside React", () => {
  it("speaks the language it was made for", () => {
    expect(translator("fr", "deliveries")("choice.registered")).toBe("Recommandé");
    expect(translator("de", "deliveries")("state.opened")).toBe("Geöffnet");
  });

  it("groups numbers as that language does its amounts", () => {
    const values = { used: 1204, limit: 5000 };
    expect(translator("nl", "common")("characters", values)).toBe("1.204 van 5.000");
    expect(translator("en", "common")("characters", values)).toBe("1,204 of 5,000");
  });

  it("dates by the clock of Brussels, wherever the process runs", () => {
    const lateEvening = new Date("2026-11-02T23:30:00Z");
    expect(translator("nl", "accessibility")("method", { date: lateEvening })).toContain(
      "3 november 2026",
    );
  });

  it.each([
    ["en", "1st time", "2nd time", "3rd time", "11th time"],
    ["fr", "1re fois", "2e fois", "3e fois", "11e fois"],
    ["nl", "1e keer", "2e keer", "3e keer", "11e keer"],
    ["de", "zum 1. Mal", "zum 2. Mal", "zum 3. Mal", "zum 11. Mal"],
  ] as const)("counts the times in %s as one says them", (language, ...said) => {
    const t = translator(language, "approvals");
    expect([1, 2, 3, 11].map((round) => t("list.again", { round }))).toEqual(said);
  });
});
