import { isKept } from "@/lib/attachments/rules";
import type { Attachment } from "@/lib/attachments/schema";
import { linkedNames, type NameLink } from "@/lib/messages/body/names";
import {
  answerOf,
  builtInOf,
  conditionsIn,
  distinctNames,
  isBuiltIn,
  placeholderKey,
  placeholdersIn,
  placeholdersInText,
  valueOf,
  type Condition,
} from "@/lib/messages/body/rules";
import { inLanguage, isInSeveral, textsOf } from "@/lib/messages/languages/rules";
import type { MessageText, Written } from "@/lib/messages/languages/schema";
import type { DraftFacts, PersonFacts } from "@/lib/messages/rules";
import { namesInPayment } from "@/lib/payments/rules";
import type { RecipientNeeds } from "@/lib/recipients/files/schema";

/** Every placeholder of subject and text, each once, as first written. */
export function usedPlaceholders({ subject, body }: MessageText): string[] {
  return distinctNames([...placeholdersInText(subject), ...placeholdersIn(body)]);
}

/**
 * The placeholders a sender fills in: those of subject and text that the portal does not know itself,
 * each once, as first written.
 */
export function ownPlaceholders(text: MessageText): string[] {
  return usedPlaceholders(text).filter((name) => !isBuiltIn(name));
}

/** Own placeholders without a value, questions without a yes or no, and the own reference where it is used and not given. */
export function placeholdersWithoutValue(
  draft: Pick<DraftFacts, "subject" | "body" | "ownReference"> & Pick<PersonFacts, "values">,
): string[] {
  const questions = new Set(
    conditionsIn(draft.subject, draft.body).map(({ name }) => placeholderKey(name)),
  );
  const own = ownPlaceholders(draft).filter((name) =>
    questions.has(placeholderKey(name))
      ? answerOf(draft.values, name) === "unanswered"
      : valueOf(draft.values, name) === undefined,
  );
  return [...own, ...referenceGaps(draft)];
}

/** The own reference, where a text speaks of it and the sender gave none. */
export function referenceGaps(text: MessageText & Pick<DraftFacts, "ownReference">): string[] {
  return usedPlaceholders(text).filter(
    (name) => builtInOf(name) === "own_reference" && !text.ownReference.trim(),
  );
}

/** The questions of all its texts, each once. */
export function conditionsOf(message: Written): Condition[] {
  const all = textsOf(message).flatMap(({ subject, body }) => conditionsIn(subject, body));
  return distinctNames(all.map(({ name }) => name)).map((name) => ({
    name,
    texts: all
      .filter((one) => placeholderKey(one.name) === placeholderKey(name))
      .flatMap(({ texts }) => texts),
  }));
}

/**
 * Everything that each recipient has a value of their own for: in the texts of all languages, and in
 * the payment.
 */
export function valueNames(
  draft: Pick<DraftFacts, keyof Written | "payment" | "paymentWanted">,
): string[] {
  const payment = draft.paymentWanted ? draft.payment : null;
  return distinctNames([
    ...textsOf(draft).flatMap(ownPlaceholders),
    ...(payment ? namesInPayment(payment) : []),
  ]);
}

/** What a spreadsheet must bring for this message. */
export function recipientNeeds(
  draft: Pick<DraftFacts, keyof Written | "payment" | "paymentWanted" | "archive"> & {
    attachments: readonly Pick<Attachment, "size" | "isMainContent" | "scanState">[];
    /** What it was begun from may say which of its placeholders are one value. */
    template?: { names: readonly NameLink[] } | null;
  },
): RecipientNeeds {
  const payment = draft.paymentWanted ? draft.payment : null;
  return {
    placeholders: placeholderNeeds(draft, draft.template?.names ?? []),
    language: draft.language,
    subject: openSubject(draft.subject),
    ...(isInSeveral(draft) ? { texts: textNeeds(draft) } : {}),
    payment: payment && namesInPayment(payment).length > 0 ? payment : null,
    archive: draft.archive && {
      shared: draft.attachments
        .filter(({ scanState }) => isKept(scanState))
        .map(({ size, isMainContent }) => ({ size, isMainContent })),
    },
  };
}

/** Each value once, by its name in the main language where it has one there. */
function placeholderNeeds(
  draft: Parameters<typeof valueNames>[0],
  links: readonly NameLink[],
): RecipientNeeds["placeholders"] {
  const questions = conditionsOf(draft).map(({ name }) => placeholderKey(name));
  const names = valueNames(draft);
  const keys = names.map(placeholderKey);
  const said = new Set<string>();
  return names.flatMap((name) => {
    if (said.has(placeholderKey(name))) return [];
    const linked = linkedNames(links, name);
    const others = linked.filter((one) => keys.includes(placeholderKey(one)));
    const own = [name, ...others].map(placeholderKey);
    for (const key of own) said.add(key);
    const accepted = linked.filter((one) => !own.includes(placeholderKey(one)));
    return [
      {
        name,
        isQuestion: own.some((key) => questions.includes(key)),
        ...(others.length > 0 ? { others } : {}),
        ...(accepted.length > 0 ? { accepted } : {}),
      },
    ];
  });
}

/** Its length counts once the values stand in it; empty where none do. */
function openSubject(subject: string): string {
  return placeholdersInText(subject).some((name) => !isBuiltIn(name)) ? subject : "";
}

function textNeeds(
  draft: Pick<DraftFacts, keyof Written | "payment" | "paymentWanted">,
): RecipientNeeds["texts"] {
  const texts = textsOf(draft).flatMap(({ language, subject }) => {
    const names = valueNames(inLanguage(draft, language)).map(placeholderKey);
    return language === null ? [] : [[language, { subject: openSubject(subject), names }]];
  });
  return Object.fromEntries(texts) as RecipientNeeds["texts"];
}
