import { describe, expect, test } from "vitest";
import { approvalReasons, changesSince, type AskedChange } from "@/lib/approvals/rules";
import type { Asked } from "@/lib/approvals/schema";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { exampleAsked } from "@/scripts/test-rows";

const nobody = { ofType: false, fromRecipients: null, forRegistered: false };

describe("somebody else has to look", () => {
  test.each([
    ["nobody asks for it", nobody, 100_000, "registered", []],
    ["the type asks for it", { ...nobody, ofType: true }, 1, "normal", ["type"]],
    ["just too few recipients", { ...nobody, fromRecipients: 50 }, 49, "normal", []],
    ["just enough recipients", { ...nobody, fromRecipients: 50 }, 50, "normal", ["recipients"]],
    ["normal delivery", { ...nobody, forRegistered: true }, 1, "normal", []],
    [
      "registered with acknowledgement",
      { ...nobody, forRegistered: true },
      1,
      "registered_with_acknowledgement",
      ["registered"],
    ],
    ["no delivery chosen yet", { ...nobody, forRegistered: true }, 1, null, []],
  ] as const)("%s", (_, rules, recipients, deliveryChoice, reasons) => {
    expect(approvalReasons(rules, { recipients, deliveryChoice })).toEqual(reasons);
  });
});

describe("what changed since the last look", () => {
  const before = exampleAsked();
  const facts = (change: Partial<Asked["facts"]>): Asked => ({
    ...before,
    facts: { ...before.facts, ...change },
  });
  const recipients = (change: Partial<Asked["recipients"]>): Asked => ({
    ...before,
    recipients: { ...before.recipients, ...change },
  });
  const plan = { kind: "at", at: "2026-11-24T08:00:00.000Z" } as const;

  test.each<[string, Asked, AskedChange[]]>([
    ["nothing", structuredClone(before), []],
    [
      "a word of the subject",
      facts({ subject: "Proef twee" }),
      [
        {
          part: "subject",
          pieces: [
            { kind: "removed", text: "Proef" },
            { kind: "added", text: "Proef twee" },
          ],
        },
      ],
    ],
    [
      "a text in another language",
      facts({ otherTexts: { fr: { subject: "Essai", body: documentFromPlainText("Bonjour") } } }),
      [
        { part: "subject", language: "fr", pieces: [{ kind: "added", text: "Essai" }] },
        { part: "text", language: "fr", pieces: [{ kind: "added", text: "Bonjour" }] },
      ],
    ],
    [
      "a file taken in",
      { ...before, attachments: [{ fileName: "plan.pdf", sha256: "aa", size: 1 }] },
      [{ part: "documents", added: ["plan.pdf"], removed: [] }],
    ],
    [
      "somebody else is written to",
      recipients({ digest: "b", people: [{ name: "Els Wouters", digest: "bb" }] }),
      [
        {
          part: "recipients",
          before: 1,
          after: 1,
          added: ["Els Wouters"],
          removed: ["Dirk Verhoeven"],
        },
      ],
    ],
    [
      "another of the same name",
      recipients({ digest: "b", people: [{ name: "Dirk Verhoeven", digest: "bb" }] }),
      [
        {
          part: "recipients",
          before: 1,
          after: 1,
          added: ["Dirk Verhoeven"],
          removed: ["Dirk Verhoeven"],
        },
      ],
    ],
    ["its moment", { ...before, plan }, [{ part: "plan", before: before.plan, after: plan }]],
    ["how it is delivered", facts({ deliveryChoice: "registered" }), [{ part: "delivery" }]],
    ["who may answer", facts({ replyOption: emptyReplyOption("none") }), [{ part: "replyRules" }]],
    ["paper is wanted", { ...before, paperWanted: true }, [{ part: "paper" }]],
    ["the own reference", facts({ ownReference: "K-12" }), [{ part: "ownReference" }]],
  ])("%s", (_, after, changes) => {
    expect(changesSince(before, after)).toEqual(changes);
  });

  test("what one is asked is told by its language", () => {
    const french = { subject: "Essai", body: documentFromPlainText("Bonjour") };
    const asking = (label: string) => {
      const replyOption: ReplyOption = {
        ...emptyReplyOption("choice"),
        labels: ["Ja"],
        otherWords: { fr: { question: "", labels: [label], fields: [], url: "" } },
      };
      return facts({ otherTexts: { fr: french }, replyOption });
    };
    expect(changesSince(asking("Oui"), asking("D’accord"))).toEqual([
      {
        ...{ part: "replies", language: "fr" },
        pieces: [
          { kind: "removed", text: "Oui" },
          { kind: "added", text: "D’accord" },
        ],
      },
    ]);
  });

  test("bold letters alone are a change too", () => {
    const bold = documentFromPlainText("Geachte heer Verhoeven");
    const [paragraph] = bold.content;
    if (paragraph?.type === "paragraph" && paragraph.content?.[0]?.type === "text")
      paragraph.content[0].marks = [{ type: "bold" }];
    expect(changesSince(before, facts({ body: bold })).map(({ part }) => part)).toEqual(["text"]);
  });

  test("a payment that is not wanted any more is no payment", () => {
    const payment = { amountCents: 5000 } as never;
    const paid = facts({ paymentWanted: true, payment });
    expect(changesSince(paid, facts({ paymentWanted: false, payment }))).toEqual([
      { part: "payment" },
    ]);
  });
});
