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
import { emptyReplyOption } from "@/lib/replies/options/rules";

const now = new Date("2026-11-02T13:00:00Z");
const ready: DraftFacts = {
  language: "nl",
  subject: "Afvalbelasting",
  ownReference: "",
  body: documentFromPlainText("Geachte ((naam))"),
  values: {},
  recipient: { kind: "citizen", name: "Dirk Verhoeven", reachability: "reachable" },
  attachments: [],
  limits: {
    citizen: { files: 2, megabytes: 1, totalMegabytes: 2 },
    enterprise: { files: 3, megabytes: 5, totalMegabytes: 9 },
  },
  paymentWanted: false,
  payment: null,
  replyOption: emptyReplyOption("none"),
  deliveryChoice: "normal",
  registeredOpenTo: [],
  unprintable: { recipient: [], text: [] },
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
    ["no recipient", { recipient: null }, ["recipient_missing"]],
    ["no name", { recipient: { ...ready.recipient!, name: "" } }, ["recipient_name_missing"]],
    ["no language", { language: null }, ["language_missing"]],
    [
      "a recipient without a box",
      { recipient: { ...ready.recipient!, reachability: "not_reachable" } },
      ["recipient_not_reachable"],
    ],
    [
      "a box that was not looked up",
      { recipient: { ...ready.recipient!, reachability: "unknown" } },
      ["recipient_not_checked"],
    ],
    ["no subject", { subject: " " }, ["subject_missing"]],
    ["a subject too long", { subject: "x".repeat(401) }, ["subject_too_long"]],
    [
      "a subject too long once it is filled in",
      { subject: "((a))((a))", values: { a: "x".repeat(201) } },
      ["subject_too_long"],
    ],
    ["a subject that nobody can see", { subject: "\u200b\u202e" }, ["subject_missing"]],
    [
      "a name that cannot be printed",
      { unprintable: { recipient: ["王"], text: [] } },
      ["recipient_unprintable"],
    ],
    [
      "a text that cannot be printed",
      { unprintable: { recipient: [], text: ["王"] } },
      ["text_unprintable"],
    ],
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
        recipient: { kind: "enterprise", name: "Oude Molen NV", reachability: "reachable" },
        attachments: Array.from({ length: 3 }, () => ({ ...file, size: 4_000_000 })),
      },
      ["attachments_over_limit"],
    ],
  ])("is told of %s", (_what, change, codes) => {
    expect(codesOf({ ...ready, ...change })).toEqual(codes);
  });

  it("names the placeholder that has no value", () => {
    expect(draftProblems({ ...ready, body: text("((dossier))") }, now)).toEqual([
      { task: "text", code: "placeholder_without_value", detail: "dossier" },
    ]);
  });

  it("finds a value whatever the case of its name", () => {
    expect(codesOf({ ...ready, body: text("((Dossier))"), values: { dossier: "7" } })).toEqual([]);
  });

  it("lets enterprises have other files than PDF", () => {
    expect(
      codesOf({
        ...ready,
        recipient: { ...ready.recipient!, kind: "enterprise" },
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
    const enterprise = { ...ready.recipient!, kind: "enterprise" as const };
    expect(noticesOf({ ...nothing, ...paid, recipient: enterprise })).toEqual([
      "own_letter_payment_unsaid",
    ]);
  });
});

describe("registered delivery", () => {
  it("is open where the service may send this type to this kind of recipient", () => {
    const recipient = ready.recipient;
    expect(registeredIsOpen({ registeredOpenTo: ["citizen"], recipient })).toBe(true);
    expect(registeredIsOpen({ registeredOpenTo: ["enterprise"], recipient })).toBe(false);
  });

  it("is shown as open before there is a recipient when it is to somebody", () => {
    expect(registeredIsOpen({ registeredOpenTo: ["enterprise"], recipient: null })).toBe(true);
    expect(registeredIsOpen({ registeredOpenTo: [], recipient: null })).toBe(false);
  });
});

describe("references", () => {
  it("count within the year, and deliveries within the message", () => {
    expect(messageReference(2026, 42n)).toBe("MR-2026-00042");
    expect(deliveryReference("MR-2026-00042", 1)).toBe("MR-2026-00042/001");
  });
});
