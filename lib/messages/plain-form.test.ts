import { describe, expect, it } from "vitest";
import { documentFromPlainText, emptyDocument } from "@/lib/messages/body/rules";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import { withoutMain } from "@/lib/replies/options/words";
import { plainFormSave, type PlainFormFacts } from "./plain-form";

const messageId = "01a20722-1e2f-77da-9046-6176b2d4daf6";
const facts: PlainFormFacts = {
  message: { language: "nl", subject: "", body: emptyDocument(), otherTexts: {} },
  ownReference: "",
  values: {},
  replyOption: null,
  language: "nl",
  now: new Date("2026-11-02T13:00:00Z"),
};
const draft = { messageId, lockNumber: "4" };

describe("a page sent before its scripts arrived", () => {
  it("saves a recipient whose number is right, with what else was typed", () => {
    const fields = {
      ...draft,
      part: "recipient",
      kind: "citizen",
      number: "08.04.09-011.12",
      name: "Dirk Verhoeven",
      address: "",
      attention: "",
    };
    expect(plainFormSave(fields, facts)).toEqual({
      part: "recipient",
      input: {
        messageId,
        lockNumber: 4,
        kind: "citizen",
        number: "08040901112",
        recipientId: null,
        name: "Dirk Verhoeven",
        address: [],
        attention: "",
        language: null,
      },
    });
    expect(plainFormSave({ ...fields, number: "1" }, facts)).toBeNull();
  });

  it("leaves the text alone, which the editor alone can change", () => {
    const fields = { ...draft, part: "text", subject: "Afvalbelasting", ownReference: "" };
    expect(plainFormSave(fields, facts)).toMatchObject({
      part: "text",
      input: { subject: "Afvalbelasting", body: facts.message.body },
    });
  });

  it("leaves the text of the language that its page was of", () => {
    const body = documentFromPlainText("Bonjour");
    const message = { ...facts.message, otherTexts: { fr: { subject: "Taxe", body } } };
    const fields = { ...draft, part: "text", language: "fr", subject: "Impôt" };
    expect(plainFormSave(fields, { ...facts, message, ownReference: "K-12" })).toMatchObject({
      input: { language: "fr", subject: "Impôt", body, ownReference: "K-12" },
    });
  });

  it("saves the single choices", () => {
    expect(plainFormSave({ ...draft, part: "replies", replies: "none" }, facts)).toMatchObject({
      input: { replyOption: { kind: "none", isChangeable: false } },
    });
    expect(plainFormSave({ ...draft, part: "delivery", choice: "normal" }, facts)).toMatchObject({
      input: { deliveryChoice: "normal" },
    });
  });

  it("keeps words that were proposed before the message had a language by their languages", () => {
    const choice = { ...emptyReplyOption("choice"), question: "Komt u?", labels: ["Ja", "Nee"] };
    const french = { question: "Venez-vous ?", labels: ["Oui", "Non"], fields: [], url: "" };
    const replyOption = withoutMain({ ...choice, otherWords: { fr: french } }, "nl");
    const fields = {
      ...{ ...draft, part: "replies", replies: "choice", proposedIn: "nl" },
      ...{ "question.main": "Bent u er?", "question.fr": "Serez-vous là ?" },
      ...{ "labels.0.main": "Ja", "labels.0.fr": "Oui" },
      ...{ "labels.1.main": "Nee", "labels.1.fr": "Non" },
    };
    const message = { ...facts.message, language: null };
    const saved = plainFormSave(fields, { ...facts, message, replyOption });
    expect(saved?.input).toMatchObject({
      replyOption: {
        question: "",
        otherWords: {
          nl: { question: "Bent u er?", labels: ["Ja", "Nee"] },
          fr: { question: "Serez-vous là ?", labels: ["Oui", "Non"] },
        },
      },
    });
  });

  it("saves that there is nothing to pay", () => {
    const fields = {
      ...draft,
      part: "payment",
      wanted: "no",
      amount: "",
      iban: "",
      bic: "",
      beneficiary: "",
      communicationKind: "structured",
      structured: "",
      free: "",
      dueDate: "",
    };
    expect(plainFormSave(fields, facts)).toMatchObject({ input: { payment: null } });
  });

  it("saves nothing of a page it does not know, or of no message", () => {
    expect(plainFormSave({ ...draft, part: "else" }, facts)).toBeNull();
    expect(plainFormSave({ part: "replies", replies: "no" }, facts)).toBeNull();
  });
});
