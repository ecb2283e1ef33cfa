import { describe, expect, it } from "vitest";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import type { DraftFacts } from "@/lib/messages/rules";
import { amountLooks, amountName, secondLooks } from "./second-look";

const now = new Date("2026-11-23T12:00:00Z");
const draft = {
  language: "nl",
  otherTexts: {},
  subject: "Uw afspraak",
  body: documentFromPlainText("Geachte ((naam))"),
  attachments: [],
  paymentWanted: false,
  paperWanted: false,
  deliveryChoice: "normal",
  recipients: { notReachable: 0 },
} as unknown as DraftFacts;
const looks = (change: Partial<DraftFacts>) =>
  secondLooks({ ...draft, ...change }, { count: 0, names: [] }, now);
const says = (text: string) => looks({ body: documentFromPlainText(text) });

describe("a second look before sending", () => {
  it("finds nothing where nothing is strange", () => {
    expect(looks({})).toEqual([]);
  });

  it.each(["Uw boete", "Uw factuur van maart", "Votre amende", "Ihre Rechnung", "Bußgeld"])(
    "wonders about a payment that is not there: %s",
    (subject) => {
      expect(looks({ subject })).toMatchObject([{ code: "speaks_of_payment" }]);
      expect(looks({ subject, paymentWanted: true })).toEqual([]);
    },
  );

  it.each([
    ["U wordt verwacht op 3/11/2026.", "3/11/2026"],
    ["U wordt verwacht op 3 november 2026.", "3 november 2026"],
    ["Rendez-vous le 1er novembre 2026.", "1er novembre 2026"],
    ["Am 3. November 2026 um 10 Uhr.", "3. November 2026"],
  ])("wonders about a day that is over: %s", (text, detail) => {
    expect(says(text)).toEqual([{ code: "date_in_past", detail }]);
  });

  it.each([
    "U wordt verwacht op 23 november 2026.",
    "U wordt verwacht op 3/12/2026.",
    "Zoals beslist op 3 mei 2019.",
    "Dossier 12/3/45678",
  ])("takes other days as they are: %s", (text) => {
    expect(says(text)).toEqual([]);
  });

  it("says that paper is not registered by itself", () => {
    const recipients = { ...draft.recipients, notReachable: 2 };
    const change = { recipients, paperWanted: true } as Partial<DraftFacts>;
    expect(looks({ ...change, deliveryChoice: "registered" })).toEqual([
      { code: "paper_not_registered", count: 2 },
    ]);
    expect(looks(change)).toEqual([]);
  });

  it("says that what goes on paper goes without its attachments", () => {
    const recipients = { ...draft.recipients, notReachable: 2 };
    const onPaper = { recipients, paperWanted: true } as Partial<DraftFacts>;
    const plan = { isMainContent: false } as DraftFacts["attachments"][number];
    const told = [{ code: "paper_without_files", count: 2 }];
    expect(looks({ ...onPaper, attachments: [plan] })).toEqual(told);
    expect(looks({ ...onPaper, recipients: { ...recipients, withFiles: 1 } })).toEqual(told);
    expect(looks({ attachments: [plan] })).toEqual([]);
  });
});

describe("of a message in several languages", () => {
  const french = { subject: "Votre amende", body: documentFromPlainText("Avant le 3/11/2026.") };
  const groups = [{ language: "nl" as const, count: 2, first: 1 }];
  const recipients = { ...draft.recipients, count: 2, languages: groups };
  const several = { recipients, otherTexts: { fr: french } };

  it("looks at each of its texts", () => {
    expect(looks(several)).toMatchObject([
      { code: "speaks_of_payment", detail: "amende" },
      { code: "date_in_past", detail: "3/11/2026" },
      { code: "language_unused" },
    ]);
  });

  it("wonders about a text that nobody gets, once there are recipients", () => {
    const quiet = { ...several, otherTexts: { fr: draft } };
    expect(looks(quiet)).toEqual([{ code: "language_unused", language: "fr" }]);
    const some = [...groups, { language: "fr" as const, count: 1, first: 2 }];
    expect(looks({ ...quiet, recipients: { ...recipients, languages: some } })).toEqual([]);
    expect(looks({ ...quiet, recipients: { ...recipients, count: 0 } })).toEqual([]);
  });
});

describe("amounts in a list", () => {
  it("are read where each recipient pays their own, under the name they are kept by", () => {
    const payment = { amountFrom: "te betalen", communication: { kind: "free", value: "x" } };
    const paid = { paymentWanted: true, payment } as unknown as Partial<DraftFacts>;
    expect(amountName({ ...draft, ...paid })).toBe("te betalen");
    const named = documentFromPlainText("U betaalt ((Te Betalen)).");
    expect(amountName({ ...draft, ...paid, body: named })).toBe("Te Betalen");
    expect(amountName(draft)).toBeNull();
  });

  it("are told when one is far from the others; what is no amount is told elsewhere", () => {
    const list = [
      { text: "86,00", count: 9, position: 1 },
      { text: "geen", count: 1, position: 10 },
      { text: "8.600,00", count: 1, position: 11 },
    ];
    expect(amountLooks(list)).toMatchObject([
      { code: "amount_apart", cents: 860_000, position: 11 },
    ]);
    expect(amountLooks(list.slice(0, 2))).toEqual([]);
  });
});
