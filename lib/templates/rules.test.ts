import { describe, expect, test } from "vitest";
import type { Role } from "@/lib/auth/schema";
import { documentFromPlainText, emptyDocument } from "@/lib/messages/body/rules";
import {
  byFolder,
  contentDifference,
  emptyContent,
  languagesOf,
  mayWriteTemplate,
  nameDifference,
  placeholdersOf,
  publishRefusal,
  sameContent,
  sampleDifference,
  textForLanguage,
  withText,
} from "@/lib/templates/rules";
import type { Content } from "@/lib/templates/schema";

const text = (subject: string, words: string) => ({ subject, body: documentFromPlainText(words) });
const dutch = text("Uw afspraak", "Geachte ((naam)), u komt op ((dag)).");
const french = text("Votre rendez-vous", "Madame, Monsieur ((nom)), le ((jour)).");
const content: Content = { texts: { nl: dutch, fr: french }, samples: { dag: "3 maart" } };

describe("a template is written", () => {
  const TOWN = "town";
  const FINANCE = "finance";
  test.each<[string, Role, string | null, string | null, boolean]>([
    ["by a sender of its service", "sender", FINANCE, FINANCE, true],
    ["not by an approver", "approver", FINANCE, FINANCE, false],
    ["not by a sender of another service", "sender", "planning", FINANCE, false],
    ["not by the administrator, when it is a service's", "administrator", null, FINANCE, false],
    ["by the administrator, when it is the organisation's", "administrator", null, null, true],
    ["not by a sender, when it is the organisation's", "sender", FINANCE, null, false],
    ["not by an auditor", "auditor", null, null, false],
  ])("%s", (_name, role, actsFor, serviceId, expected) => {
    const actor = { roles: [role], actingFor: { organisationId: TOWN, serviceId: actsFor } };
    expect(mayWriteTemplate(actor, { organisationId: TOWN, serviceId })).toBe(expected);
    expect(mayWriteTemplate(actor, { organisationId: "elsewhere", serviceId })).toBe(false);
  });
});

describe("its texts", () => {
  test("change one language at a time", () => {
    const changed = withText(content, "de", text("Ihr Termin", "Am ((Tag))."), content.samples);
    expect(languagesOf(changed)).toEqual(["nl", "fr", "de"]);
    expect(changed.texts.nl).toEqual(dutch);
  });

  test("lack a language that was emptied", () => {
    const empty = { subject: " ", body: emptyDocument() };
    expect(languagesOf(withText(content, "nl", empty, {}))).toEqual(["fr"]);
  });

  test("keep the sample values of their own placeholders only", () => {
    const samples = { Dag: "3 maart", weg: "x", naam: "Els" };
    expect(withText(content, "nl", dutch, samples).samples).toEqual({ dag: "3 maart" });
    expect(placeholdersOf(content)).toEqual(["dag", "jour"]);
  });
});

describe("publishing", () => {
  test.each<[string, Content, Content | null, string | null]>([
    ["a first version", content, null, null],
    ["nothing at all is refused", emptyContent(), null, "template_incomplete"],
    [
      "a subject alone is refused",
      { texts: { nl: text("Uw afspraak", "") }, samples: {} },
      null,
      "template_incomplete",
    ],
    [
      "a text without subject is refused",
      { texts: { nl: text("", "Dag") }, samples: {} },
      null,
      "template_incomplete",
    ],
    ["the same again is refused", content, content, "template_unchanged"],
    ["other sample values are a change", { ...content, samples: {} }, content, null],
  ])("%s", (_name, given, newest, refusal) => {
    expect(publishRefusal(given, newest)).toBe(refusal);
  });

  test("the order of keys is no change", () => {
    const stored = JSON.parse(
      '{"samples":{"dag":"3 maart"},"texts":{"nl":{"body":{"content":[{"type":"paragraph"}],"type":"doc"},"subject":"x"}}}',
    ) as Content;
    const typed: Content = {
      texts: {
        nl: { subject: "x", body: { type: "doc", content: [{ type: "paragraph", content: [] }] } },
      },
      samples: { dag: "3 maart" },
    };
    expect(sameContent(stored, typed)).toBe(true);
  });
});

describe("a draft's text when its language is chosen", () => {
  const empty = { subject: "", body: emptyDocument() };
  test("is the template's in that language", () => {
    expect(textForLanguage(empty, content, "fr")).toEqual(french);
  });
  test("follows another choice while nobody wrote", () => {
    expect(textForLanguage(dutch, content, "fr")).toEqual(french);
  });
  test("stays what somebody wrote", () => {
    const written = { ...dutch, subject: "Uw afspraak is verplaatst" };
    expect(textForLanguage(written, content, "fr")).toBeNull();
  });
  test("is empty where the template lacks the language", () => {
    expect(textForLanguage(dutch, content, "de")).toEqual(empty);
  });
  test("waits for a language", () => {
    expect(textForLanguage(empty, content, null)).toBeNull();
  });
});

describe("a difference of two versions", () => {
  test("tells the languages that differ, and no others", () => {
    const after = {
      ...content,
      texts: { ...content.texts, fr: text("Rendez-vous", "Le ((jour)).") },
    };
    expect(contentDifference(content, after).map(({ language }) => language)).toEqual(["fr"]);
  });
  test("tells a language that came and one that went", () => {
    const after: Content = {
      texts: { fr: french, de: text("Termin", "Am ((Tag)).") },
      samples: {},
    };
    const [gone, came] = contentDifference(content, after);
    expect(gone).toMatchObject({ language: "nl", subject: [{ kind: "removed" }] });
    expect(came).toMatchObject({ language: "de", subject: [{ kind: "added" }] });
  });
  test("says when only the form differs", () => {
    const bold = structuredClone(content);
    bold.texts.nl = {
      subject: dutch.subject,
      body: {
        type: "doc",
        content: [
          { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Dag" }] },
        ],
      },
    };
    const plain = { ...content, texts: { ...content.texts, nl: text("Uw afspraak", "Dag") } };
    expect(contentDifference(plain, bold)).toMatchObject([{ language: "nl", isFormOnly: true }]);
  });
  test("tells which placeholders became one value, and which are so no more", () => {
    const linked = (nl: string): Content => ({ ...content, names: [{ nl, fr: "jour" }] });
    expect(nameDifference(content, linked("dag"))).toEqual({
      before: [],
      after: [{ nl: "dag", fr: "jour" }],
    });
    expect(nameDifference(linked("dag"), linked("datum"))).toEqual({
      before: [{ nl: "dag", fr: "jour" }],
      after: [{ nl: "datum", fr: "jour" }],
    });
    expect(nameDifference(linked("dag"), linked("Dag"))).toBeNull();
  });
  test("names the sample values that changed", () => {
    expect(
      sampleDifference(content, { ...content, samples: { dag: "4 maart", uur: "9.00" } }),
    ).toEqual(["dag", "uur"]);
  });
});

test("templates are listed by folder, those in none first, numbers as numbers", () => {
  const all = [
    { folder: "Werken", name: "Fase 10" },
    { folder: "Werken", name: "Fase 9" },
    { folder: "", name: "Los" },
    { folder: "Afspraken", name: "Bevestiging" },
  ];
  expect(
    byFolder(all, "nl-BE").map(({ folder, templates }) => [
      folder,
      templates.map((one) => one.name),
    ]),
  ).toEqual([
    ["", ["Los"]],
    ["Afspraken", ["Bevestiging"]],
    ["Werken", ["Fase 9", "Fase 10"]],
  ]);
});
