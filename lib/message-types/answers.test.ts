import { expect, test } from "vitest";
import { typeInput, type TypedType } from "@/lib/message-types/answers";
import { languagesAllowed, typeProblems } from "@/lib/message-types/rules";
import { changeTypeSchema, fourEyesSchema } from "@/lib/message-types/schema";

const typed: TypedType = {
  defaultTemplateId: "",
  languages: ["nl", "de"],
  deliveryChoice: "",
  payment: "wanted",
  replyKind: "",
  replyWords: "",
  fourEyes: "",
  legalBasis: " Regl. DEMO ",
  afterDays: "",
  step: "tell",
  byItself: "",
  receiptFrom: "none",
  receiptDays: "",
  receiptWorkingDays: "",
  receiptBasis: "",
  contentsMonths: "60",
  repliesMonths: "24",
};
const read = (change: Partial<TypedType>) =>
  changeTypeSchema.safeParse({
    typeId: "0199a000-0000-7000-8000-000000000001",
    lockNumber: 1,
    ...typeInput({ ...typed, ...change }),
  });

test("what is left empty is asked each time, or not done", () => {
  expect(read({}).data).toMatchObject({
    defaultTemplateId: null,
    languages: ["nl", "de"],
    deliveryChoice: null,
    isPaymentWanted: true,
    replyOption: null,
    legalBasis: "Regl. DEMO",
    unopened: null,
    receipt: null,
  });
});

test("whoever waits for an opening counts no days, and nobody counts without a law", () => {
  const rule = { receiptDays: "3", receiptWorkingDays: "yes", receiptBasis: "Regl. 2026, art. 9" };
  expect(read({ ...rule, receiptFrom: "opened" }).data?.receipt).toEqual({
    from: "opened",
    afterDays: 0,
    isWorkingDays: false,
    basis: "Regl. 2026, art. 9",
  });
  expect(read({ ...rule, receiptFrom: "available" }).data?.receipt).toMatchObject({
    afterDays: 3,
    isWorkingDays: true,
  });
  const without = read({ ...rule, receiptFrom: "available", receiptBasis: " " });
  expect(without.error?.issues[0]?.message).toBe("receipt_basis_missing");
  for (const receiptDays of ["", "drie", "61"]) {
    const undecided = read({ ...rule, receiptFrom: "available", receiptDays });
    expect(undecided.error?.issues[0]?.message).toBe("receipt_days");
  }
});

test("telling somebody needs nobody's look first", () => {
  const rule = (step: string) => read({ afterDays: "14", step, byItself: "yes" }).data?.unopened;
  expect(rule("tell")).toEqual({ afterDays: 14, step: "tell", isByItself: false });
  expect(rule("paper")).toEqual({ afterDays: 14, step: "paper", isByItself: true });
});

test.each([
  ["no language", { languages: [] }, "languages_missing"],
  ["no whole number of days", { afterDays: "1,5" }, "days_invalid"],
  ["words for days", { afterDays: "veertien" }, "days_invalid"],
  ["no day at all", { afterDays: "0" }, "days_invalid"],
  ["more days than a year has", { afterDays: "366" }, "days_invalid"],
  ["a legal basis of many words", { legalBasis: "x".repeat(201) }, "too_long"],
])("%s is told", (_what, change, code) => {
  expect(read(change).error?.issues.map(({ message }) => message)).toEqual([code]);
});

test.each([0, 100_001, 1.5, Number.NaN])("%d recipients ask for nobody", (from) => {
  const parsed = fourEyesSchema.safeParse({ lockNumber: 1, from, isRegistered: false });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual(["recipients_invalid"]);
});

test.each([
  ["day", 60, 60, "days_after_validity"],
  ["month", 2, 56, "days_after_validity"],
  ["month", 2, 55, undefined],
  ["year", 1, 364, undefined],
])("of a validity in %ss (%i), %i days: %s", (validityUnit, validityNumber, afterDays, told) => {
  const problems = typeProblems(
    {
      languages: ["nl"],
      replyOption: null,
      deliveryChoice: null,
      unopened: { afterDays, step: "tell", isByItself: false },
    },
    { validityNumber, validityUnit, isRegisteredOpen: false },
  );
  expect(problems.unopened).toBe(told);
});

test("the words of replies are kept by the type's languages", () => {
  const words = (main: string, de: string) => ({ main, de });
  const replyWords = JSON.stringify({
    replies: "",
    question: words("Komt u?", "Kommen Sie?"),
    labels: [words("Ja", "Ja"), words("Nee", "Nein")],
    fields: [],
    url: words("", ""),
    deadline: "",
    isChangeable: "no",
  });
  const kept = read({ replyKind: "choice", replyWords }).data?.replyOption;
  expect(kept).toMatchObject({
    kind: "choice",
    labels: ["", ""],
    otherWords: { nl: { labels: ["Ja", "Nee"] }, de: { labels: ["Ja", "Nein"] } },
  });
  // What the page did not make is no option.
  expect(read({ replyKind: "choice", replyWords: "{" }).success).toBe(false);
});

test("a type that names no language allows every one", () => {
  expect(languagesAllowed([])).toEqual(["nl", "fr", "de"]);
  expect(languagesAllowed(["de", "nl"])).toEqual(["nl", "de"]);
});

test("contents are kept for whole months, and replies for no longer", () => {
  expect(read({}).data?.retention).toEqual({ contentsMonths: 60, repliesMonths: 24 });
  const wrongly = (change: Partial<TypedType>) =>
    read(change).error?.issues.map(({ path, message }) => [path.at(-1), message]);
  for (const contentsMonths of ["", "2", "361", "1.5", "lang"]) {
    expect(wrongly({ contentsMonths, repliesMonths: "1" })).toContainEqual([
      "contentsMonths",
      "months_invalid",
    ]);
  }
  expect(wrongly({ repliesMonths: "0" })).toEqual([["repliesMonths", "months_invalid"]]);
  expect(wrongly({ repliesMonths: "61" })).toEqual([["repliesMonths", "replies_longer"]]);
});
