import { describe, expect, it } from "vitest";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import {
  deliveryReference,
  draftProblems,
  letterNotices,
  messageReference,
  registeredIsOpen,
  type DraftFacts,
} from "./rules";
import { recipientNeeds } from "@/lib/messages/values/rules";
import { emptyReplyOption } from "@/lib/replies/options/rules";

const now = new Date("2026-11-02T13:00:00Z");
const dirk = { name: "Dirk Verhoeven", language: null, values: {}, unprintable: [] };
const sheet: NonNullable<DraftFacts["recipients"]["file"]> = {
  state: "read",
  missingColumns: 0,
  goodRows: 2,
  faultyRows: 0,
  repeatedRows: 0,
  leaveOutFaulty: null,
  keepRepeated: null,
  sentBefore: [],
  sendAgain: null,
};
const ready: DraftFacts = {
  language: "nl",
  subject: "Afvalbelasting",
  ownReference: "",
  body: documentFromPlainText("Geachte ((naam))"),
  otherTexts: {},
  people: [dirk],
  recipients: {
    count: 1,
    kinds: ["citizen"],
    reachable: 1,
    neverOpened: 0,
    notReachable: 0,
    unchecked: 0,
    people: 1,
    withoutAddress: 0,
    withFiles: 0,
    languages: [{ language: null, count: 1, first: 1 }],
    file: null,
  },
  paperWanted: false,
  attachments: [],
  archive: null,
  limits: {
    citizen: { files: 2, megabytes: 1, totalMegabytes: 2 },
    enterprise: { files: 3, megabytes: 5, totalMegabytes: 9 },
  },
  paymentWanted: false,
  payment: null,
  replyOption: emptyReplyOption("none"),
  deliveryChoice: "normal",
  registeredOpenTo: [],
  messageType: { languages: ["nl", "fr", "de"] },
  unprintable: [],
};
const file = {
  scanState: "clean",
  mediaType: "application/pdf",
  size: 1000,
  isMainContent: false,
} as const;
const list = { ...file, mediaType: "text/csv" };
const payment: DraftFacts["payment"] = {
  amountCents: 8600,
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Stad Maanrode",
  communication: { kind: "free", value: "Belasting" },
  dueDate: null,
};
const codesOf = (facts: DraftFacts) => draftProblems(facts, now).map((problem) => problem.code);
const text = (body: string) => documentFromPlainText(body);

describe("what stands between a draft and its sending", () => {
  it("is nothing when every part is answered", () => {
    expect(draftProblems(ready, now)).toEqual([]);
  });

  it.each<[string, Partial<DraftFacts>, string[]]>([
    [
      "no recipient",
      { recipients: { ...ready.recipients, count: 0, kinds: [], reachable: 0 }, people: [] },
      ["recipient_missing"],
    ],
    ["no name", { people: [{ ...dirk, name: "" }] }, ["recipient_name_missing"]],
    ["no language", { language: null }, ["language_missing"]],
    [
      "a recipient without a box",
      { recipients: { ...ready.recipients, notReachable: 1 } },
      ["recipient_not_reachable"],
    ],
    [
      "a letter for paper without an address",
      {
        recipients: { ...ready.recipients, notReachable: 1, withoutAddress: 1 },
        paperWanted: true,
      },
      ["recipient_address_missing"],
    ],
    [
      "a spreadsheet that is still being read",
      { recipients: { ...ready.recipients, file: { ...sheet, state: "reading" } } },
      ["recipients_being_read"],
    ],
    [
      "a spreadsheet that cannot be read",
      { recipients: { ...ready.recipients, file: { ...sheet, state: "refused" } } },
      ["recipients_refused"],
    ],
    [
      "a spreadsheet that lacks a column",
      { recipients: { ...ready.recipients, file: { ...sheet, missingColumns: 1 } } },
      ["recipients_refused"],
    ],
    [
      "rows with problems that nobody decided about",
      { recipients: { ...ready.recipients, file: { ...sheet, faultyRows: 2 } } },
      ["recipients_unanswered"],
    ],
    [
      "people who stand in the spreadsheet twice",
      { recipients: { ...ready.recipients, file: { ...sheet, repeatedRows: 1 } } },
      ["recipients_unanswered"],
    ],
    [
      "a spreadsheet that was sent to before",
      {
        recipients: {
          ...ready.recipients,
          file: { ...sheet, sentBefore: [{ reference: "MR-2026-00001", sentAt: now }] },
        },
      },
      ["recipients_unanswered"],
    ],
    [
      "a spreadsheet of which no row is left",
      {
        recipients: {
          ...ready.recipients,
          file: { ...sheet, goodRows: 0, faultyRows: 2, leaveOutFaulty: true },
        },
      },
      ["recipient_missing"],
    ],
    [
      "a box that was not looked up",
      { recipients: { ...ready.recipients, unchecked: 1 } },
      ["recipient_not_checked"],
    ],
    ["no subject", { subject: " " }, ["subject_missing"]],
    ["a subject too long", { subject: "x".repeat(401) }, ["subject_too_long"]],
    [
      "a subject too long once it is filled in",
      { subject: "((a))((a))", people: [{ ...dirk, values: { a: "x".repeat(201) } }] },
      ["subject_too_long"],
    ],
    ["a subject that nobody can see", { subject: "\u200b\u202e" }, ["subject_missing"]],
    [
      "a name that cannot be printed",
      { people: [{ ...dirk, unprintable: ["王"] }] },
      ["recipient_unprintable"],
    ],
    ["a text that cannot be printed", { unprintable: ["王"] }, ["text_unprintable"]],
    ["no text", { body: text("") }, ["text_missing"]],
    ["a placeholder without a value", { body: text("((dossier))") }, ["placeholder_without_value"]],
    [
      "an own reference that is used and not given",
      { body: text("((ons kenmerk))") },
      ["placeholder_without_value"],
    ],
    ["payment not answered", { paymentWanted: null }, ["payment_not_answered"]],
    ["a payment without its details", { paymentWanted: true }, ["payment_incomplete"]],
    [
      "an amount in the text and nothing to pay",
      { body: text("((bedrag))") },
      ["payment_placeholder_without_payment"],
    ],
    [
      "a due date in the text that the payment lacks",
      { body: text("((vervaldag))"), paymentWanted: true, payment },
      ["payment_placeholder_without_payment"],
    ],
    [
      "a structured communication in the text that the payment lacks",
      { body: text("((gestructureerde mededeling))"), paymentWanted: true, payment },
      ["payment_placeholder_without_payment"],
    ],
    [
      "a due date in the past",
      { paymentWanted: true, payment: { ...payment, dueDate: "2026-11-01" } },
      ["payment_incomplete"],
    ],
    ["replies not answered", { replyOption: null }, ["replies_not_answered"]],
    [
      "a reply link that leads nowhere",
      { body: text("Antwoord via ((antwoordlink))") },
      ["reply_placeholder_without_link"],
    ],
    [
      "a choice of one",
      { replyOption: { ...emptyReplyOption("choice"), labels: ["Ja"] } },
      ["reply_labels_missing"],
    ],
    ["delivery not chosen", { deliveryChoice: null }, ["delivery_not_chosen"]],
    ["registered where it is not open", { deliveryChoice: "registered" }, ["registered_not_open"]],
    ["another file than PDF for a citizen", { attachments: [list] }, ["attachment_not_pdf"]],
    [
      "a file that nobody has looked at",
      { attachments: [file, { ...list, scanState: "waiting" }] },
      ["attachment_unchecked"],
    ],
    [
      "a check that is away",
      { attachments: [{ ...file, scanState: "scanner_away" }] },
      ["attachment_unchecked"],
    ],
    [
      "a refused file",
      { attachments: [{ ...file, scanState: "refused" }] },
      ["attachment_refused"],
    ],
    [
      "more files than the box takes",
      { attachments: [file, file, file] },
      ["attachments_over_limit"],
    ],
    [
      "a file larger than the box takes",
      { attachments: [{ ...file, size: 1_100_000 }] },
      ["attachments_over_limit"],
    ],
    [
      "files that are too large together",
      {
        recipients: { ...ready.recipients, kinds: ["enterprise"] },
        attachments: Array.from({ length: 3 }, () => ({ ...file, size: 4_000_000 })),
      },
      ["attachments_over_limit"],
    ],
  ])("is told of %s", (_what, change, codes) => {
    expect(codesOf({ ...ready, ...change })).toEqual(codes);
  });

  it("leaves what a list's rows lack to the list, while none of them is in order", () => {
    const recipients = { ...ready.recipients, file: { ...sheet, faultyRows: 2 } };
    const draft = { ...ready, recipients, people: [], body: text("((dossier))") };
    expect(codesOf(draft)).not.toContain("placeholder_without_value");
    expect(codesOf({ ...draft, recipients: ready.recipients })).toContain(
      "placeholder_without_value",
    );
  });

  it("names the placeholder that has no value", () => {
    expect(draftProblems({ ...ready, body: text("((dossier))") }, now)).toEqual([
      { task: "text", code: "placeholder_without_value", detail: "dossier" },
    ]);
  });

  it("finds a value whatever the case of its name", () => {
    expect(
      codesOf({
        ...ready,
        body: text("((Dossier))"),
        people: [{ ...dirk, values: { dossier: "7" } }],
      }),
    ).toEqual([]);
  });

  it("lets enterprises have other files than PDF", () => {
    expect(
      codesOf({
        ...ready,
        recipients: { ...ready.recipients, kinds: ["enterprise"] },
        attachments: [list],
      }),
    ).toEqual([]);
  });
});

describe("the sender's own PDF as the letter", () => {
  const own: DraftFacts = {
    ...ready,
    attachments: [{ ...file, isMainContent: true }],
    body: text("((nooit)) ((bedrag))"),
  };

  it("needs no text, and none of its values", () => {
    expect(codesOf({ ...own, body: { type: "doc", content: [] } })).toEqual([]);
    expect(codesOf(own)).toEqual([]);
  });

  it("is in one language, and no letter for those of another", () => {
    const otherTexts = { fr: { subject: "Taxe", body: text("Madame, Monsieur") } };
    expect(codesOf({ ...own, otherTexts })).toContain("own_letter_in_one_language");
    expect(codesOf({ ...ready, otherTexts })).not.toContain("own_letter_in_one_language");
  });

  it("still needs the values of its subject", () => {
    expect(codesOf({ ...own, subject: "Zaak ((dossier))" })).toEqual(["placeholder_without_value"]);
  });

  it("cannot ask for an answer on the reply page, whose link it does not hold", () => {
    const replyOption = { ...emptyReplyOption("choice"), labels: ["Ja", "Nee"] };
    expect(codesOf({ ...own, replyOption })).toEqual(["reply_not_in_own_letter"]);
    expect(codesOf({ ...ready, replyOption })).toEqual([]);
  });

  it("is told what it cannot do", () => {
    const noticesOf = (change: Partial<DraftFacts>) => letterNotices({ ...own, ...change });
    const paid = { paymentWanted: true, payment: { ...payment, dueDate: "2026-12-01" } };
    const nothing = { body: documentFromPlainText("") };
    expect(letterNotices({ ...ready, ...paid, replyOption: emptyReplyOption("ebox") })).toEqual([]);
    expect(noticesOf(nothing)).toEqual([]);
    expect(noticesOf({})).toEqual(["own_letter_text_unused"]);
    expect(noticesOf({ ...nothing, replyOption: emptyReplyOption("ebox") })).toEqual([
      "own_letter_replies",
    ]);
    expect(noticesOf({ ...nothing, ...paid })).toEqual(["own_letter_payment_data"]);
    const recipients = { ...ready.recipients, kinds: ["enterprise" as const] };
    expect(noticesOf({ ...nothing, ...paid, recipients })).toEqual(["own_letter_payment_unsaid"]);
  });
});

describe("several recipients", () => {
  const els = { name: "Els Wouters", language: null, values: {}, unprintable: [] };
  const two = { ...ready, people: [dirk, els], recipients: { ...ready.recipients, count: 2 } };

  it("are each told what is missing, with how many it concerns", () => {
    const people = [
      { ...dirk, name: "" },
      { ...els, name: " " },
    ];
    expect(draftProblems({ ...two, people }, now)).toEqual([
      { task: "recipient", code: "recipient_name_missing", count: 2 },
    ]);
  });

  it("give a placeholder's value each, where they are typed in", () => {
    const people = [{ ...dirk, values: { dossier: "7" } }, els];
    expect(draftProblems({ ...two, people, body: text("((dossier))") }, now)).toEqual([
      { task: "recipient", code: "placeholder_without_value", detail: "dossier" },
    ]);
  });

  it("of both kinds need a file that both kinds of box take", () => {
    const mixed = { ...two, recipients: { ...two.recipients, kinds: ["citizen", "enterprise"] } };
    expect(codesOf({ ...mixed, attachments: [list] } as DraftFacts)).toEqual([
      "attachment_not_pdf",
    ]);
  });

  it("without a box stand in the way until they are meant to go on paper", () => {
    const recipients = { ...two.recipients, reachable: 1, notReachable: 1 };
    expect(codesOf({ ...two, recipients })).toEqual(["recipients_not_reachable"]);
    expect(codesOf({ ...two, recipients, paperWanted: true })).toEqual([]);
  });
});

describe("a list for a message in several languages", () => {
  const other = { subject: "Rendez-vous", body: text("le ((jour)), ((numéro))") };
  const inTwo = {
    ...{ ...ready, subject: "Afspraak", body: text("op ((dag)), ((nummer))") },
    ...{ archive: null, attachments: [], otherTexts: { fr: other } },
  };

  it("brings a value once where its names are linked, and each other name by itself", () => {
    const names = [{ nl: "dag", fr: "jour", de: "Tag" }];
    const { placeholders } = recipientNeeds({ ...inTwo, template: { names } });
    expect(placeholders).toEqual([
      { name: "dag", isQuestion: false, others: ["jour"], accepted: ["Tag"] },
      { name: "nummer", isQuestion: false },
      { name: "numéro", isQuestion: false },
    ]);
  });

  it("knows the names that the examples use", () => {
    const body = text("op ((dag van de afspraak))");
    const french = { subject: "", body: text("le ((jour du rendez-vous))") };
    const { placeholders } = recipientNeeds({ ...inTwo, body, otherTexts: { fr: french } });
    expect(placeholders).toMatchObject([
      { name: "dag van de afspraak", others: ["jour du rendez-vous"] },
    ]);
  });
});

describe("registered delivery", () => {
  const isOpen = (openTo: readonly ("citizen" | "enterprise")[], kinds: typeof openTo) =>
    registeredIsOpen({ registeredOpenTo: openTo, recipients: { kinds } });

  it("is open where the service may send this type to every kind of recipient there is", () => {
    expect(isOpen(["citizen"], ["citizen"])).toBe(true);
    expect(isOpen(["enterprise"], ["citizen"])).toBe(false);
    expect(isOpen(["enterprise"], ["citizen", "enterprise"])).toBe(false);
  });

  it("is shown as open before there is a recipient when it is to somebody", () => {
    expect(isOpen(["enterprise"], [])).toBe(true);
    expect(isOpen([], [])).toBe(false);
  });
});

describe("references", () => {
  it("count within the year, and deliveries within the message", () => {
    expect(messageReference(2026, 42n)).toBe("MR-2026-00042");
    expect(deliveryReference("MR-2026-00042", 1)).toBe("MR-2026-00042/001");
  });
});
