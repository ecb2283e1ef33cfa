import type { ApprovalReason, Asked } from "@/lib/approvals/schema";
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import { emptyDocument, isEmpty } from "@/lib/messages/body/rules";
import { sourceOf } from "@/lib/messages/body/source";
import { isInSeveral, languagesWritten, textFor, wordsFor } from "@/lib/messages/languages/rules";
import type { MessageText, Written } from "@/lib/messages/languages/schema";
import type { Plan } from "@/lib/messages/orders/schema";
import { isRegistered } from "@/lib/messages/rules";
import { wordsShown } from "@/lib/replies/options/words";
import type { DeliveryChoice } from "@/lib/messages/schema";
import { differenceOf, type Piece } from "@/lib/templates/difference";

/** What organisation and message type ask of a message before it goes. */
export type FourEyesRules = {
  ofType: boolean;
  /** From so many recipients on; null: the number asks for nobody. */
  fromRecipients: number | null;
  forRegistered: boolean;
};

/** Why somebody else has to approve it; empty when nobody has to. The database asks the same. */
export function approvalReasons(
  rules: FourEyesRules,
  message: { recipients: number; deliveryChoice: DeliveryChoice | null },
): ApprovalReason[] {
  const { recipients, deliveryChoice } = message;
  const isMany = rules.fromRecipients !== null && recipients >= rules.fromRecipients;
  return [
    ...(rules.ofType ? (["type"] as const) : []),
    ...(isMany ? (["recipients"] as const) : []),
    ...(rules.forRegistered && deliveryChoice && isRegistered(deliveryChoice)
      ? (["registered"] as const)
      : []),
  ];
}

/** What changed since it was last asked for. */
export type AskedChange =
  /** `language`: of which text, where there is or was more than one. */
  | { part: "subject" | "text" | "replies"; language?: LetterLanguage; pieces: Piece[] }
  | { part: "recipients"; before: number; after: number; added: string[]; removed: string[] }
  | { part: "documents"; added: string[]; removed: string[] }
  | { part: "plan"; before: Plan; after: Plan }
  | { part: OtherPart };
type OtherPart =
  | "language"
  | "unopened"
  | "payment"
  | "replyRules"
  | "delivery"
  | "paper"
  | "ownReference"
  | "ownLetter"
  | "sender";

export function changesSince(before: Asked, after: Asked): AskedChange[] {
  return [
    ...recipientChanges(before.recipients, after.recipients),
    ...textChanges(before.facts, after.facts),
    ...documentChanges(before.attachments, after.attachments),
    ...replyChanges(before.facts, after.facts),
    ...otherChanges(before, after),
    ...(isSame(before.plan, after.plan)
      ? []
      : [{ part: "plan" as const, before: before.plan, after: after.plan }]),
  ];
}

/** Of one text and another, or of several each by its language: one may be new, or gone. */
function textChanges(before: Written, after: Written): AskedChange[] {
  if (!isInSeveral(before) && !isInSeveral(after)) return textChange(before, after);
  return LETTER_LANGUAGES.flatMap((language) =>
    textChange(textIn(before, language), textIn(after, language)).map((change) => ({
      ...change,
      language,
    })),
  );
}

/** As it is typed in plain text; nothing where there is none. */
function wordsOf({ body }: MessageText): string {
  return isEmpty(body) ? "" : sourceOf(body);
}

const NO_TEXT: MessageText = { subject: "", body: emptyDocument() };

function textIn(message: Written, language: LetterLanguage): MessageText {
  return languagesWritten(message).includes(language) ? textFor(message, language) : NO_TEXT;
}

function textChange(before: MessageText, after: MessageText) {
  return [
    { part: "subject" as const, from: before.subject, to: after.subject },
    { part: "text" as const, from: wordsOf(before), to: wordsOf(after) },
  ].flatMap(({ part, from, to }) =>
    from === to ? [] : [{ part, pieces: differenceOf(from, to) }],
  );
}

type Replying = Pick<Asked["facts"], keyof Written | "replyOption">;

/** What one reads when replying, by its language; and the kind of reply, the last day and the like. */
function replyChanges(before: Replying, after: Replying): AskedChange[] {
  const isLabelled = isInSeveral(before) || isInSeveral(after);
  const ofWords = LETTER_LANGUAGES.flatMap((language) => {
    const [from, to] = [before, after].map((facts) => replyWordsIn(facts, language));
    if (from === undefined || to === undefined || from === to) return [];
    const pieces = differenceOf(from, to);
    return [{ part: "replies" as const, ...(isLabelled ? { language } : {}), pieces }];
  });
  const rulesOf = ({ replyOption }: Replying) =>
    replyOption && {
      ...{ kind: replyOption.kind, deadline: replyOption.deadline },
      isChangeable: replyOption.isChangeable,
      fields: replyOption.fields.map(({ id, kind, isRequired }) => [id, kind, isRequired]),
    };
  return isSame(rulesOf(before), rulesOf(after)) ? ofWords : [...ofWords, { part: "replyRules" }];
}

function replyWordsIn(facts: Replying, language: LetterLanguage): string {
  const { replyOption: option } = facts;
  if (!option || !languagesWritten(facts).includes(language)) return "";
  return wordsShown(wordsFor(facts, option, language)).join("\n");
}

function recipientChanges(before: Asked["recipients"], after: Asked["recipients"]): AskedChange[] {
  if (before.digest === after.digest) return [];
  const [old, fresh] = [before.people ?? [], after.people ?? []];
  const missing = (from: typeof old, among: typeof old) =>
    from
      .filter(({ digest }) => !among.some((other) => other.digest === digest))
      .map(({ name }) => name);
  return [
    {
      part: "recipients",
      before: before.count,
      after: after.count,
      added: missing(fresh, old),
      removed: missing(old, fresh),
    },
  ];
}

function documentChanges(before: Asked["attachments"], after: Asked["attachments"]): AskedChange[] {
  const missing = (from: Asked["attachments"], among: Asked["attachments"]) =>
    from
      .filter((one) => !among.some((other) => isSame(one, other)))
      .map(({ fileName }) => fileName);
  // Neither new nor gone, they may still stand in another order.
  return isSame(before, after)
    ? []
    : [{ part: "documents", added: missing(after, before), removed: missing(before, after) }];
}

function otherChanges(before: Asked, after: Asked): AskedChange[] {
  const parts: [OtherPart, unknown, unknown][] = (
    [
      ["language", "language"],
      ["unopened", "messageType"],
      ["ownReference", "ownReference"],
      ["delivery", "deliveryChoice"],
      ["ownLetter", "ownLetter"],
      ["sender", "sender"],
    ] as const
  ).map(([part, key]) => [part, before.facts[key], after.facts[key]]);
  const payable = ({ facts }: Asked) => (facts.paymentWanted ? facts.payment : null);
  parts.push(["payment", payable(before), payable(after)]);
  parts.push(["paper", before.paperWanted, after.paperWanted]);
  return parts.filter(([, old, fresh]) => !isSame(old, fresh)).map(([part]) => ({ part }));
}

/** Both came through the same schema, which puts the members into one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
