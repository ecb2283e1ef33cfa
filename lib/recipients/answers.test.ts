import { describe, expect, it } from "vitest";
import { recipientInput, recipientRefusals, type RecipientAnswers } from "./answers";

const now = new Date("2026-11-02T13:00:00Z");
const dirk: RecipientAnswers = {
  kind: "citizen",
  number: "08.04.09-011.12",
  name: " Dirk Verhoeven ",
  address: "Kerkstraat 14\n9999 Maanrode",
  attention: "",
  language: "nl",
  values: {},
};

describe("the recipient as typed", () => {
  it("lets complete answers go on", () => {
    expect(recipientRefusals(dirk, now)).toEqual({});
  });

  it("says what is missing, field by field", () => {
    expect(recipientRefusals({ ...dirk, number: "", name: " ", language: "" }, now)).toEqual({
      number: "number_missing",
      name: "name_missing",
      language: "language_missing",
    });
  });

  it("says that an address has too many lines, or one that is too long", () => {
    const address = "address_too_long";
    expect(recipientRefusals({ ...dirk, address: "a\n".repeat(7) }, now)).toEqual({ address });
    expect(recipientRefusals({ ...dirk, address: "a".repeat(121) }, now)).toEqual({ address });
  });

  it("is saved with the digits alone, once the number is right", () => {
    expect(recipientInput(dirk, now)).toMatchObject({
      number: "08040901112",
      name: "Dirk Verhoeven",
      language: "nl",
    });
  });

  it("is saved without a name or language, but never with a wrong number", () => {
    expect(recipientInput({ ...dirk, name: "", language: "" }, now)).toMatchObject({
      name: "",
      language: null,
    });
    expect(recipientInput({ ...dirk, number: "08.04.09-011.13" }, now)).toBeNull();
  });

  it("is not saved cut off: what is too long stays in the form until it is shortened", () => {
    for (const part of [
      { name: "a".repeat(201) },
      { address: "a\n".repeat(7) },
      { address: "a".repeat(121) },
      { kind: "enterprise" as const, number: "0000000097", attention: "a".repeat(101) },
    ])
      expect(recipientInput({ ...dirk, ...part }, now)).toBeNull();
  });

  it("asks for nobody's attention at a citizen's", () => {
    expect(recipientInput({ ...dirk, attention: "Personeelsdienst" }, now)?.attention).toBe("");
  });
});
