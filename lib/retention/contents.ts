/**
 * What is left in the place of what is erased: a value of the same shape that says nothing of the content,
 * so that whatever reads the row still can.
 */
import type { Asked } from "@/lib/approvals/schema";
import type { Letter } from "@/lib/letters/schema";
import { emptyDocument } from "@/lib/messages/body/rules";
import type { Order } from "@/lib/messages/orders/schema";
import type { AnswerContent } from "@/lib/replies/answers/schema";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { AskedReply, ReplyOption } from "@/lib/replies/options/schema";

/** Who wrote to whom, when and about what stays, as evidence says it; what was written does not. */
export function erasedLetter(letter: Letter): Letter {
  const { language, environment, sender, recipient, reference, date, deliveryChoice, subject } =
    letter;
  return {
    ...{ language, environment, reference, date, deliveryChoice, subject },
    sender: { ...sender, addressLines: [], contact: {} },
    recipient: { name: recipient.name, addressLines: [] },
    body: emptyDocument(),
  };
}

/** Who ordered it stays, and the rules of its type as the sender saw them. */
export function erasedOrder(order: Order): Order {
  return { ...order, facts: erasedFacts(order.facts) };
}

function erasedFacts(facts: Order["facts"]): Order["facts"] {
  return {
    ...facts,
    body: emptyDocument(),
    otherTexts: {},
    payment: null,
    replyOption: erasedReplyOption(facts.replyOption),
    ownLetter: null,
  };
}

/** How one could reply stays, what one was asked does not. */
export function erasedReplyOption(option: ReplyOption | null): ReplyOption | null {
  return option && emptyReplyOption(option.kind);
}

/** The digests of what was approved stay: it was this and nothing else. */
export function erasedAsked({ facts, plan, paperWanted, attachments, recipients }: Asked): Asked {
  const { count, digest } = recipients;
  return {
    ...{ plan, paperWanted, attachments },
    facts: erasedFacts(facts),
    recipients: { count, digest, people: null },
  };
}

const GONE = "–";

/** Nothing of the question stays but how it was to be answered. */
export function erasedQuestion({ kind }: AskedReply): AskedReply {
  return kind === "choice"
    ? { kind, question: "", labels: [GONE, `${GONE}${GONE}`] }
    : {
        kind,
        question: "",
        fields: [{ id: "gone", kind: "text", label: GONE, isRequired: false, options: [] }],
      };
}

export function erasedAnswer({
  version,
  reference,
  number,
  answeredAt,
}: AnswerContent): AnswerContent {
  return { version, reference, number, answeredAt, question: "", entries: [], salt: "" };
}
