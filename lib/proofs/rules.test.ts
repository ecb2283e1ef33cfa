import { describe, expect, test } from "vitest";
import { languages } from "@/lib/text/languages";
import { evidenceFileName, proofFileName, stampingState } from "./rules";

const now = new Date("2026-11-23T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe("time-stamping", () => {
  test.each([
    [null, "stamped"],
    [ago(0), "stamped"],
    [ago(1.9), "stamped"],
    [ago(2), "late"],
    [ago(239), "late"],
    [ago(240), "stopped"],
    [ago(10_000), "stopped"],
  ])("unstamped since %s is %s", (since, state) => {
    expect(stampingState(since, now, 4)).toBe(state);
  });

  test("stops after the hours that an installation sets", () => {
    expect(stampingState(ago(61), now, 1)).toBe("stopped");
    expect(stampingState(ago(61), now, 24)).toBe("late");
  });
});

test("evidence files sort in the order of what happened", () => {
  const names = [1, 2, 10].map((position) => evidenceFileName(position, "Reply", "tlog-proof"));
  expect(names).toEqual(["01-Reply.tlog-proof", "02-Reply.tlog-proof", "10-Reply.tlog-proof"]);
  expect(names.toSorted()).toEqual(names);
});

test("a readable proof's file says what it is, of what, and in which language", () => {
  const sent = { reference: "MR-2026-01187/041", state: "published" };
  expect(languages.map((language) => proofFileName(sent, language))).toEqual([
    "bewijs-van-verzending-MR-2026-01187-041-nl.pdf",
    "preuve-d-envoi-MR-2026-01187-041-fr.pdf",
    "nachweis-des-versands-MR-2026-01187-041-de.pdf",
    "proof-of-sending-MR-2026-01187-041-en.pdf",
  ]);
  expect(proofFileName({ ...sent, state: "cancelled" }, "fr")).toBe(
    "preuve-de-non-envoi-MR-2026-01187-041-fr.pdf",
  );
});

test("no reference leads out of the folder, or to a name that a disk refuses", () => {
  for (const reference of ["../../etc/passwd", 'a:b*c?"<>|', "é\\n/x", "-/-"]) {
    expect(proofFileName({ reference, state: "opened" }, "nl")).toMatch(/^[A-Za-z0-9-]+\.pdf$/);
  }
});
