import { expect, test } from "vitest";
import { trialProblems } from "./rules";

test("a test waits for what the letter lacks, and not for its recipient or the way it goes", () => {
  const lacking = [
    { task: "recipient", code: "recipient_missing" },
    { task: "recipient", code: "language_missing" },
    { task: "text", code: "placeholder_without_value", detail: "exercice" },
    { task: "payment", code: "payment_not_answered" },
    { task: "delivery", code: "delivery_not_chosen" },
  ] as const;
  expect(trialProblems(lacking).map(({ code }) => code)).toEqual([
    "language_missing",
    "placeholder_without_value",
    "payment_not_answered",
  ]);
});
