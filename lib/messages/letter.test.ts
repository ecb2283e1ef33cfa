import { describe, expect, it } from "vitest";
import { documentFromPlainText, plainText } from "@/lib/messages/body/rules";
import { composeLetter, previewLetter, type LetterFacts } from "./letter";
import { emptyReplyOption } from "@/lib/replies/options/rules";

const at = new Date("2026-11-02T23:30:00Z");
const facts: LetterFacts = {
  environment: "test",
  language: "nl",
  sender: {
    organisationName: {
      nl: "Stad Maanrode",
      fr: "Ville de Maanrode",
      de: "Stadt Maanrode",
      en: "Town of Maanrode",
    },
    serviceName: { nl: "Dienst Financiën", fr: "Finances", de: "Finanzen", en: "Finance" },
    addressLines: ["Markt 1", "9999 Maanrode"],
    contactEmail: "financien@maanrode.example",
    contactPhone: null,
    website: null,
    replyAddressLines: [],
    openingHours: null,
  },
  recipient: { name: "Dirk Verhoeven", addressLines: ["Kerkstraat 14"], attention: "" },
  ownReference: "KOH/7",
  subject: "Afvalbelasting voor ((naam))",
  body: documentFromPlainText(
    "Betaal ((bedrag)) voor ((vervaldag)).\n\nVraag naar ((contactpersoon)).",
  ),
  values: { contactpersoon: "An Willems" },
  paymentWanted: true,
  payment: {
    amountCents: 8600,
    iban: "BE72000000001616",
    bic: null,
    beneficiary: "Stad Maanrode",
    communication: { kind: "structured", value: "010806817183" },
    dueDate: "2026-12-02",
  },
  replyOption: emptyReplyOption("ebox"),
  replyUrl: "https://portal.example/reply/EXAMPLE",
  ownLetter: null,
  deliveryChoice: "registered",
};

describe("the letter of a draft", () => {
  it("fills in what the portal knows and what the sender gave", () => {
    const letter = composeLetter(facts, "MR-2026-00042/001", at);
    if (!letter.ok) throw new Error("refused");
    expect(letter.value).toMatchObject({
      language: "nl",
      subject: "Afvalbelasting voor Dirk Verhoeven",
      reference: "MR-2026-00042/001",
      ownReference: "KOH/7",
      deliveryChoice: "registered",
      reply: { kind: "ebox" },
      sender: { organisationName: "Stad Maanrode", serviceName: "Dienst Financiën" },
    });
    expect(plainText(letter.value.body).replaceAll("\u00a0", " ")).toBe(
      "Betaal € 86,00 voor 2 december 2026.\n\nVraag naar An Willems.",
    );
  });

  it("is dated by the clock of Brussels", () => {
    const letter = composeLetter(facts, "MR-2026-00042/001", at);
    expect(letter).toMatchObject({ value: { date: "2026-11-03" } });
  });

  it("names each placeholder without a value once", () => {
    const body = documentFromPlainText("((dossier)) en ((contactpersoon)) en ((Dossier))");
    expect(composeLetter({ ...facts, body, values: {} }, "r", at)).toEqual({
      ok: false,
      refusal: { missing: ["dossier", "contactpersoon"] },
    });
  });

  it("has no amount to fill in when nothing is to be paid", () => {
    expect(composeLetter({ ...facts, paymentWanted: false }, "r", at)).toEqual({
      ok: false,
      refusal: { missing: ["bedrag", "vervaldag"] },
    });
  });

  it("does not let a typed value stand for what the portal knows", () => {
    const letter = composeLetter(
      { ...facts, values: { Naam: "Iemand", ...facts.values } },
      "r",
      at,
    );
    expect(letter).toMatchObject({ value: { subject: "Afvalbelasting voor Dirk Verhoeven" } });
  });

  it("does not fill in twice: a value that looks like a placeholder stays as it is", () => {
    const letter = composeLetter(
      { ...facts, subject: "((contactpersoon))", values: { contactpersoon: "((naam))" } },
      "r",
      at,
    );
    expect(letter).toMatchObject({ value: { subject: "((naam))" } });
  });

  it("is none when the filled subject has become too long for the eBox", () => {
    const values = { contactpersoon: "x".repeat(500) };
    const subject = "((contactpersoon))";
    expect(composeLetter({ ...facts, subject, values }, "r", at)).toEqual({
      ok: false,
      refusal: { missing: [] },
    });
  });
});

describe("the preview of a draft", () => {
  it("is the letter itself once nothing is missing", () => {
    const letter = composeLetter(facts, "r", at);
    expect(letter).toMatchObject({ value: previewLetter(facts, "r", at) });
  });

  it("shows where something is missing", () => {
    const preview = previewLetter(
      { ...facts, recipient: null, subject: "", values: {}, payment: null },
      "r",
      at,
    );
    expect(preview).toMatchObject({ subject: "«onderwerp»", recipient: { name: "«naam»" } });
    expect(preview && plainText(preview.body)).toBe(
      "Betaal «bedrag» voor «vervaldag».\n\nVraag naar «contactpersoon».",
    );
  });

  it("waits for the recipient's language", () => {
    expect(previewLetter({ ...facts, language: null }, "r", at)).toBeNull();
  });
});
