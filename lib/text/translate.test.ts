import { describe, expect, it } from "vitest";
import { translator } from "./translate";

describe("a translator outside React", () => {
  it("speaks the language it was made for", () => {
    expect(translator("fr", "deliveries")("choice.registered")).toBe("Recommandé");
    expect(translator("de", "deliveries")("state.opened")).toBe("Geöffnet");
  });

  it("groups numbers as that language's Belgian readers do", () => {
    const values = { used: 1204, limit: 5000 };
    expect(translator("nl", "common")("characters", values)).toBe("1.204 van 5.000");
    expect(translator("en", "common")("characters", values)).toBe("1.204 of 5.000");
  });

  it("dates by the clock of Brussels, wherever the process runs", () => {
    const lateEvening = new Date("2026-11-02T23:30:00Z");
    expect(translator("nl", "accessibility")("method", { date: lateEvening })).toContain(
      "3 november 2026",
    );
  });
});
