import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerClosed, closingTime, readAnswer, typedFrom } from "@/lib/replies/answers/rules";
import { ANSWER_FILE_MEGABYTES } from "@/lib/replies/answers/schema";
import type { AskedReply, FieldKind, ReplyField } from "@/lib/replies/options/schema";

const choice: AskedReply = { kind: "choice", question: "Akkoord?", labels: ["Ja", "Nee"] };
const field = (kind: FieldKind, isRequired = true): ReplyField => ({
  id: "f1",
  kind,
  label: "Vraag",
  isRequired,
  options: kind === "choice" ? ["Rood", "Blauw"] : [],
});
const form = (kind: FieldKind, isRequired = true): AskedReply => ({
  kind: "form",
  question: "",
  fields: [field(kind, isRequired)],
});
const read = (asked: AskedReply, typed: Record<string, string>, files = {}) =>
  readAnswer(asked, typed, files, "nl");

describe("a choice", () => {
  test("is one of the answers offered", () => {
    expect(read(choice, { choice: "Nee" })).toMatchObject({
      ok: true,
      value: [{ id: "choice", label: "Akkoord?", value: "Nee" }],
    });
  });

  test.each([
    [{}, "answer_missing"],
    [{ choice: "Misschien" }, "answer_not_offered"],
  ])("%j is refused", (typed, code) => {
    expect(read(choice, typed)).toEqual({ ok: false, refusal: { choice: code } });
  });
});

describe("a form", () => {
  test.each<[FieldKind, string, string]>([
    ["text", "  Jan\u0000 Peeters ", "Jan Peeters"],
    ["date", "2026-12-01", "2026-12-01"],
    ["amount", "1.234,5", "1234.50"],
    ["choice", "Rood", "Rood"],
    ["email", "jan@voorbeeld.be", "jan@voorbeeld.be"],
    ["phone", "+32 2 000 00 00", "+32 2 000 00 00"],
    ["iban", "be72 0000 0000 1616", "BE72000000001616"],
  ])("takes %s %j as %j", (kind, typed, value) => {
    expect(read(form(kind), { f1: typed })).toMatchObject({ ok: true, value: [{ value }] });
  });

  test.each<[FieldKind, string, string]>([
    ["text", "x".repeat(1001), "answer_too_long"],
    ["date", "2026-02-30", "date_invalid"],
    ["amount", "veel", "amount_invalid"],
    ["choice", "Groen", "answer_not_offered"],
    ["email", "jan@", "email_invalid"],
    ["phone", "bel mij", "phone_invalid"],
    ["phone", "12", "phone_invalid"],
    ["iban", "BE72 0000 0000 1617", "iban_invalid"],
    ["text", " ", "answer_missing"],
  ])("refuses %s %j: %s", (kind, typed, code) => {
    expect(read(form(kind), { f1: typed })).toEqual({ ok: false, refusal: { f1: code } });
  });

  test("lets what is not asked for stay open", () => {
    for (const kind of ["text", "date", "address", "file"] as const)
      expect(read(form(kind, false), {})).toMatchObject({ ok: true, value: [{ value: "" }] });
  });

  test("takes an address in its parts, and gives them back to be changed", () => {
    const typed = {
      "f1-street": "Kerkstraat 14",
      "f1-postcode": "9999",
      "f1-town": "Maanrode",
      "f1-country": "",
    };
    const answer = read(form("address"), typed);
    expect(answer).toMatchObject({
      ok: true,
      value: [{ value: "Kerkstraat 14\n9999 Maanrode" }],
    });
    expect(answer.ok && typedFrom(answer.value, "nl")).toEqual(typed);
  });

  test("tells what an address lacks", () => {
    expect(read(form("address"), { "f1-postcode": "99" })).toEqual({
      ok: false,
      refusal: {
        "f1-street": "street_missing",
        "f1-postcode": "postcode_invalid",
        "f1-town": "town_missing",
      },
    });
  });

  test("knows a file by name and size, before it is looked into", () => {
    const size = ANSWER_FILE_MEGABYTES * 1024 * 1024 + 1;
    expect(read(form("file"), {}, { f1: { name: "a.pdf", size } })).toEqual({
      ok: false,
      refusal: { f1: "file_too_large" },
    });
    expect(read(form("file"), {}, { f1: { name: "a.pdf", size: 9 } })).toMatchObject({
      value: [{ value: "a.pdf" }],
    });
  });

  test("whatever is sent, is taken or refused, and takes nothing that was not asked", () => {
    const text = fc.string({ unit: "binary", maxLength: 50 });
    const kinds = fc.constantFrom<FieldKind>("text", "date", "amount", "address", "iban", "phone");
    fc.assert(
      fc.property(kinds, fc.dictionary(text, text), text, (kind, others, f1) => {
        const answer = read(form(kind), { ...others, f1 });
        if (answer.ok) expect(answer.value.map(({ id }) => id)).toEqual(["f1"]);
        else expect(Object.keys(answer.refusal).every((name) => name.startsWith("f1"))).toBe(true);
      }),
    );
  });
});

describe("answering", () => {
  const closesAt = closingTime("2026-11-23");
  const state = { isChangeable: false, closesAt, answers: 0 };
  const last = new Date("2026-11-23T22:59:59Z");
  const past = new Date("2026-11-23T23:00:00Z");

  test("is open through the last day in Brussels", () => {
    expect(closesAt).toEqual(past);
    expect(answerClosed(state, last)).toBeNull();
    expect(answerClosed(state, past)).toBe("reply_closed");
    expect(answerClosed({ ...state, closesAt: null }, past)).toBeNull();
  });

  test("is over after one answer, unless it may be changed", () => {
    expect(answerClosed({ ...state, answers: 1 }, last)).toBe("reply_given");
    expect(answerClosed({ ...state, answers: 1, isChangeable: true }, last)).toBeNull();
  });
});
