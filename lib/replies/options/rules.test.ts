import { describe, expect, test } from "vitest";
import { askedOf, emptyReplyOption, isReplyLink, replyProblems } from "@/lib/replies/options/rules";
import { replyOptionSchema, type ReplyField, type ReplyOption } from "@/lib/replies/options/schema";

const now = new Date("2026-11-23T10:00:00Z");
const choice: ReplyOption = { ...emptyReplyOption("choice"), labels: ["Ja", "Nee"] };
const field: ReplyField = { id: "f1", kind: "text", label: "Naam", isRequired: true, options: [] };
const form: ReplyOption = { ...emptyReplyOption("form"), fields: [field] };
const link: ReplyOption = { ...emptyReplyOption("link"), url: "https://maanrode.example/antwoord" };

describe("a reply option", () => {
  test.each([choice, form, link, emptyReplyOption("none"), emptyReplyOption("ebox")])(
    "$kind is complete",
    (option) => expect(replyProblems(option, now)).toEqual([]),
  );

  test.each<[string, ReplyOption, string]>([
    ["one answer to choose from", { ...choice, labels: ["Ja", " "] }, "reply_labels_missing"],
    ["the same answer twice", { ...choice, labels: ["Ja", "ja"] }, "reply_label_repeated"],
    ["a form without fields", { ...form, fields: [] }, "reply_fields_missing"],
    [
      "a field without a name",
      { ...form, fields: [{ ...field, label: " " }] },
      "reply_field_without_label",
    ],
    [
      "a choice among nothing",
      { ...form, fields: [{ ...field, kind: "choice", options: ["Ja"] }] },
      "reply_field_options",
    ],
    [
      "three files",
      {
        ...form,
        fields: ["f1", "f2", "f3"].map((id) => ({ ...field, id, kind: "file" as const })),
      },
      "reply_files_too_many",
    ],
    ["a link that is none", { ...link, url: "maanrode.example" }, "reply_link_invalid"],
    ["no day", { ...choice, deadline: "2026-02-30" }, "reply_deadline_invalid"],
    ["a day gone by", { ...link, deadline: "2026-11-22" }, "reply_deadline_past"],
  ])("is not sent with %s", (_what, option, code) => {
    expect(replyProblems(option, now)).toEqual([code]);
  });

  test("may be answered today", () => {
    expect(replyProblems({ ...choice, deadline: "2026-11-23" }, now)).toEqual([]);
  });

  test("keeps one id for each field", () => {
    const twice = { ...form, fields: [field, field] };
    expect(replyOptionSchema.safeParse(twice).success).toBe(false);
  });
});

describe("what is asked", () => {
  test("leaves out what was left empty", () => {
    const asked = askedOf({ ...choice, labels: ["Ja", "", " Nee "] });
    expect(asked).toEqual({ kind: "choice", question: "", labels: ["Ja", "Nee"] });
  });

  test("is nothing for what is answered elsewhere or is not complete", () => {
    for (const option of [link, emptyReplyOption("ebox"), { ...choice, labels: ["Ja"] }])
      expect(askedOf(option)).toBeNull();
  });
});

test.each([
  ["https://maanrode.example/antwoord?x=1", true],
  ["http://maanrode.example", false],
  ["javascript:alert(1)", false],
  ["https://an:geheim@maanrode.example", false],
  ["https://localhost", false],
  ["https://maanrode.example/ met spatie", false],
])("%s as the address of a site: %s", (address, isOne) => {
  expect(isReplyLink(address)).toBe(isOne);
});
