import { expect, test } from "vitest";
import { credibleReceipt, mayAnswer } from "./rules";

const sentAt = new Date("2026-11-23T09:00:00Z");
const delivery = { subject: "Factuur", sentAt };
const replied = (subject: string, receivedAt = sentAt) => ({ subject, receivedAt });

test.each(["Re: Factuur", "RE:  factuur", "Antw.: Factuur", "AW: Factuur", "Re: AW: Factuur"])(
  "%s may answer it",
  (subject) => expect(mayAnswer(replied(subject), delivery)).toBe(true),
);

test.each([
  "Re: Factuur 2025 waterverbruik",
  "Re: Uw Factuur",
  "Re: Fact",
  "Re:",
  "",
  "Zaak: Factuur",
])("%j answers something else", (subject) =>
  expect(mayAnswer(replied(subject), delivery)).toBe(false),
);

test("what came before the order answers something else", () => {
  const before = new Date(sentAt.getTime() - 1);
  expect(mayAnswer(replied("Re: Factuur", before), delivery)).toBe(false);
});

test("when a reply came in is believed between the message and our reading it", () => {
  const after = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000);
  const readAt = after(60);
  expect(credibleReceipt(after(30), sentAt, readAt)).toEqual(after(30));
  // Clocks may be a second apart, and nothing was read before it came.
  expect(credibleReceipt(after(61), sentAt, readAt)).toEqual(readAt);
  expect(credibleReceipt(after(62), sentAt, readAt)).toBeNull();
  expect(credibleReceipt(after(-2), sentAt, readAt)).toBeNull();
});
