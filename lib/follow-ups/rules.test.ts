import { expect, test } from "vitest";
import {
  columnsOfRule,
  followUpAt,
  ruleOfColumns,
  ruleOfOrder,
  stepToTake,
} from "@/lib/follow-ups/rules";
import type { UnopenedRule } from "@/lib/follow-ups/schema";
import { reminderText, reminderValues } from "@/lib/follow-ups/reminders/text";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import { fillDocument, fillText, plainText } from "@/lib/messages/body/rules";

const rule: UnopenedRule = { afterDays: 14, step: "remind", isByItself: true };

test("a rule is the same after it was kept", () => {
  for (const each of [rule, null]) expect(ruleOfColumns(columnsOfRule(each))).toEqual(each);
});

test("the rule of an order is the one that its sender saw; an order of before has none", () => {
  expect(ruleOfOrder({ facts: { messageType: { unopened: rule } } })).toEqual(rule);
  for (const order of [{ facts: {} }, { facts: { messageType: { unopened: null } } }, null])
    expect(ruleOfOrder(order)).toBeNull();
});

test("days are counted from the moment it was made available", () => {
  const at = new Date("2026-11-03T10:12:00Z");
  expect(followUpAt(rule, at)).toEqual(new Date("2026-11-17T10:12:00Z"));
  expect(followUpAt(null, at)).toBeNull();
});

test.each([
  ["remind", true, true, true, "remind", true],
  ["remind", true, true, false, "remind", false],
  ["remind", false, false, true, "remind", false],
  ["paper", true, true, true, "paper", true],
  ["paper", true, false, true, "tell", false],
  ["tell", true, true, true, "tell", false],
] as const)(
  "%s (by itself: %s; address: %s; surely unopened: %s) becomes %s (by itself: %s)",
  (step, isByItself, hasAddress, isSurelyUnopened, taken, alone) => {
    expect(stepToTake({ ...rule, step, isByItself }, { hasAddress, isSurelyUnopened })).toEqual({
      step: taken,
      isByItself: alone,
    });
  },
);

test.each(
  LETTER_LANGUAGES.flatMap((language) =>
    (["unopened", "due_date"] as const).map((kind) => [language, kind] as const),
  ),
)(
  "a reminder in %s (%s) has a value for all that differs from recipient to recipient",
  (language, kind) => {
    const { subject, body } = reminderText(kind, language);
    const first = {
      subject: "x".repeat(400),
      reference: "MR-2026-00042/001",
      sentAt: new Date("2026-11-03T10:12:00Z"),
      dueDate: "2026-12-01",
    };
    const names = { name: "An", naam: "An", nom: "An", Name: "An" };
    const values = { ...reminderValues(first, language), ...names };
    const filled = fillText(subject, values);
    expect(filled.missing).toEqual([]);
    expect(filled.text.length).toBeLessThanOrEqual(400);
    const letter = fillDocument(body, values);
    expect(letter.missing).toEqual([]);
    expect(plainText(letter.document)).toContain("MR-2026-00042/001");
  },
);
