/** A message in several languages, and which of its texts is whose. */
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import type { MessageText, Written } from "@/lib/messages/languages/schema";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { optionIn, withMainWords } from "@/lib/replies/options/words";

type Languages = Pick<Written, "language"> & {
  otherTexts: Partial<Record<LetterLanguage, unknown>>;
};

/** The main one first; none as long as that is not chosen. */
export function languagesWritten({ language, otherTexts }: Languages): LetterLanguage[] {
  if (language === null) return [];
  return [language, ...LETTER_LANGUAGES.filter((one) => one !== language && otherTexts[one])];
}

export function isInSeveral(message: Languages): boolean {
  return languagesWritten(message).length > 1;
}

/** What the message says in this language; where it has none, what it says in its main one. */
export function textFor(
  { subject, body, language: main, otherTexts }: Written,
  language: LetterLanguage | null,
): MessageText {
  const other = language === null || language === main ? undefined : otherTexts[language];
  return other ?? { subject, body };
}

/** All that it says, the main text first. */
export function textsOf(
  message: Written,
): readonly (MessageText & { language: LetterLanguage | null })[] {
  const languages: (LetterLanguage | null)[] = languagesWritten(message);
  return (languages.length === 0 ? [null] : languages).map((language) => ({
    language,
    ...textFor(message, language),
  }));
}

/** The same by language; none as long as the main one is not chosen. */
export function inLanguages(message: Written): (MessageText & { language: LetterLanguage })[] {
  return languagesWritten(message).map((language) => ({ language, ...textFor(message, language) }));
}

/** In which language this recipient is written to: theirs where there is a text in it. */
export function languageFor(
  message: Languages,
  recipient: { language: LetterLanguage | null } | null,
): LetterLanguage | null {
  const own = recipient?.language ?? null;
  return own !== null && languagesWritten(message).includes(own) ? own : message.language;
}

/** The message as those who are written to in this language get it, in that one alone. */
export function inLanguage<Message extends Written & { replyOption?: ReplyOption | null }>(
  message: Message,
  language: LetterLanguage | null,
): Message {
  const { replyOption } = message;
  return {
    ...message,
    ...textFor(message, language),
    language,
    otherTexts: {},
    ...(replyOption ? { replyOption: wordsFor(message, replyOption, language) } : {}),
  };
}

/** How this message may be replied to, in the words of this language. */
export function wordsFor(
  { language: main }: Pick<Written, "language">,
  option: ReplyOption,
  language: LetterLanguage | null,
): ReplyOption {
  return optionIn(option, language === main ? null : language);
}

/** The option once the message before has become the one after, with another main language. */
export function optionAfter(
  option: ReplyOption,
  before: Written,
  after: Pick<Written, "language">,
): ReplyOption {
  if (after.language === null) return option;
  const changesPlaces = before.otherTexts[after.language] !== undefined;
  return withMainWords(option, before.language, after.language, changesPlaces);
}

/** The text that is written after the one in this language; null after the last. */
export function languageAfter(
  message: Languages,
  language: LetterLanguage | null,
): LetterLanguage | null {
  const written = languagesWritten(message);
  const next = written.indexOf(language ?? message.language ?? "nl") + 1;
  return next === 0 ? null : (written[next] ?? null);
}

/** Another text for this language, where the message is written in it; null where it is not. */
export function withText(
  message: Written,
  language: LetterLanguage | null,
  text: MessageText,
): (MessageText & Pick<Written, "otherTexts">) | null {
  const { subject, body, otherTexts } = message;
  if (language === null || language === message.language) return { ...text, otherTexts };
  if (!otherTexts[language]) return null;
  return { subject, body, otherTexts: { ...otherTexts, [language]: text } };
}

/**
 * With this language as the main one. A text that was beside becomes the main text, and that goes
 * beside it; where there is none in it, the main text itself is now called so.
 */
export function withMain(message: Written, language: LetterLanguage): Written {
  const { subject, body, language: before, otherTexts } = message;
  const { [language]: text, ...others } = otherTexts;
  if (before === null || before === language || !text) return { ...message, language };
  return { language, ...text, otherTexts: { ...others, [before]: { subject, body } } };
}

/** Without the text in this language; the last one stays. */
export function withoutLanguage(message: Written, language: LetterLanguage): Written {
  const next = languagesWritten(message).find((other) => other !== language);
  if (next === undefined) return message;
  const kept = language === message.language ? withMain(message, next) : message;
  const others = Object.entries(kept.otherTexts).filter(([other]) => other !== language);
  return { ...kept, otherTexts: Object.fromEntries(others) };
}

export type LettersInLanguage = {
  language: LetterLanguage;
  count: number;
  /** The position of the first of them; null: nobody gets one. */
  first: number | null;
};

/** How many letters go in each language. `groups`: recipients by what is known of theirs. */
export function lettersByLanguage(
  message: Languages,
  groups: readonly { language: LetterLanguage | null; count: number; first: number }[],
): LettersInLanguage[] {
  return languagesWritten(message).map((language) => {
    const own = groups.filter((group) => languageFor(message, group) === language);
    return {
      language,
      count: own.reduce((sum, { count }) => sum + count, 0),
      first: own.length === 0 ? null : Math.min(...own.map(({ first }) => first)),
    };
  });
}
