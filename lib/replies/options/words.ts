/** What a reply option says in each language of its message. */
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import { emptyReplyOption, filledIn, isReplyLink, isRepeated } from "@/lib/replies/options/rules";
import type { ReplyOption, ReplyWords } from "@/lib/replies/options/schema";

type WordLanguage = keyof NonNullable<ReplyOption["otherWords"]>;

export function mainWords({ question, labels, fields, url }: ReplyOption): ReplyWords {
  return {
    question,
    labels,
    fields: fields.map(({ id, label, options }) => ({ id, label, options })),
    url,
  };
}

/** null: in its main language. Nothing stands in for words that nobody wrote. */
function wordsOf({ otherWords, ...main }: ReplyOption, language: WordLanguage | null): ReplyWords {
  if (language === null) return mainWords(main);
  return otherWords?.[language] ?? mainWords(emptyReplyOption(main.kind));
}

/** The option with other words in the places of its own. */
function withWords(option: ReplyOption, words: ReplyWords): ReplyOption {
  return {
    ...option,
    otherWords: undefined,
    question: words.question,
    labels: inPlaces(option.labels, words.labels),
    fields: option.fields.map((field) => {
      const { label = "", options = [] } = words.fields.find(({ id }) => id === field.id) ?? {};
      return { ...field, label, options: inPlaces(field.options, options) };
    }),
    url: words.url || option.url,
  };
}

function inPlaces(places: readonly string[], words: readonly string[]): string[] {
  const length = Math.max(places.length, words.length);
  return Array.from({ length }, (_, place) => words[place] ?? "");
}

/**
 * The option as those who are written to in this language see it; null: in its main one. An order from
 * the time when all languages had the same words keeps them.
 */
export function optionIn(option: ReplyOption, language: WordLanguage | null): ReplyOption {
  if (language === null || !option.otherWords) return withWords(option, mainWords(option));
  return withWords(option, wordsOf(option, language));
}

/**
 * With this language as the main one. Words that were beside become the main ones, and those go beside
 * them; where there are none in it, the main words are now called so, unless the texts change places.
 * What was written before a language was chosen stays, and what was proposed in it takes an empty place.
 */
export function withMainWords(
  option: ReplyOption,
  before: WordLanguage | null,
  after: WordLanguage,
  textsChangePlaces: boolean,
): ReplyOption {
  if (before === after) return option;
  const { [after]: words, ...others } = option.otherWords ?? {};
  if (before === null) {
    const isWritten = writtenIn(mainWords(option)).length > 0;
    return { ...(words && !isWritten ? withWords(option, words) : option), otherWords: others };
  }
  if (!words && !textsChangePlaces) return option;
  return {
    ...withWords(option, words ?? wordsOf(option, after)),
    otherWords: { ...others, [before]: mainWords(option) },
  };
}

/** With the words of this language beside those of the others, and none as the main ones. */
export function withoutMain(option: ReplyOption, language: WordLanguage): ReplyOption {
  return {
    ...withWords(option, wordsOf({ ...option, otherWords: {} }, language)),
    otherWords: { ...option.otherWords, [language]: mainWords(option) },
  };
}

/**
 * The option as it is shown, and the languages it is shown in, the main one first. As long as a message
 * has no language, what was proposed for it stands in those that it was proposed in.
 */
export function withProposedMain(
  option: ReplyOption,
  languages: readonly WordLanguage[],
): { option: ReplyOption; languages: readonly WordLanguage[]; isProposed: boolean } {
  const asWritten = { option, languages, isProposed: false };
  if (languages.length > 0 || writtenIn(mainWords(option)).length > 0) return asWritten;
  const proposed = LETTER_LANGUAGES.filter((language) => {
    const words = option.otherWords?.[language];
    return words !== undefined && writtenIn(words).length > 0;
  });
  const [first] = proposed;
  if (first === undefined) return asWritten;
  return {
    option: withMainWords(option, null, first, false),
    languages: proposed,
    isProposed: true,
  };
}

/** Only what those languages need: the words of a language that was taken out are nobody's. */
export function withLanguages(
  option: ReplyOption,
  languages: readonly (WordLanguage | null)[],
): ReplyOption {
  if (!option.otherWords) return option;
  const others = Object.entries(option.otherWords).filter(([language]) =>
    languages.includes(language as WordLanguage),
  );
  return { ...option, otherWords: Object.fromEntries(others) };
}

type Part = "question" | "labels" | "fields" | "url";

/** All that is said, each with its part and place, so that languages can be laid side by side. */
function writtenIn({ question, labels, fields }: ReplyWords): { key: string; text: string }[] {
  return [
    { key: "question", text: question },
    ...labels.map((text, place) => ({ key: `labels ${place}`, text })),
    ...fields.flatMap(({ id, label, options }) => [
      { key: `fields ${id}`, text: label },
      ...options.map((text, place) => ({ key: `fields ${id} ${place}`, text })),
    ]),
  ].filter(({ text }) => text.trim() !== "");
}

/** Only what this kind of reply shows. */
function shownOf(option: ReplyOption): ReplyOption {
  const { kind, fields } = option;
  const isAsked = kind === "choice" || kind === "form";
  return {
    ...option,
    question: isAsked ? option.question : "",
    labels: kind === "choice" ? option.labels : [],
    fields:
      kind === "form"
        ? fields.map((field) => (field.kind === "choice" ? field : { ...field, options: [] }))
        : [],
  };
}

/** What this kind of reply shows, line by line. */
export function wordsShown(option: ReplyOption): string[] {
  const lines = writtenIn(mainWords(shownOf(option))).map(({ text }) => text);
  return option.kind === "link" ? [...lines, option.url] : lines;
}

const SHORT = 300;

/** What it shows in these languages, in one line. */
export function wordsInShort(option: ReplyOption, languages: readonly WordLanguage[]): string {
  const words = languages.map((language) => wordsShown(optionIn(option, language)).join(" · "));
  return words.join(" | ").slice(0, SHORT);
}

export type WordProblem = {
  code:
    "reply_words_missing" | "reply_label_repeated" | "reply_field_options" | "reply_link_invalid";
  part: Part;
  language: WordLanguage;
  /** The words that are missing, as another language has them. */
  missing: string[];
};

/** What the words in several languages lack, the main language first; nothing where there is one. */
export function wordProblems(
  option: ReplyOption,
  languages: readonly WordLanguage[],
): WordProblem[] {
  if (languages.length < 2) return [];
  const all = languages.map((language, place) => {
    const shown = shownOf(withWords(option, wordsOf(option, place === 0 ? null : language)));
    return { language, shown, written: writtenIn(mainWords(shown)) };
  });
  const used = new Map<string, string>();
  for (const { key, text } of all.flatMap(({ written }) => written))
    if (!used.has(key)) used.set(key, text);
  return all.flatMap(({ language, shown, written }, place) => {
    const missing = [...used].filter(([key]) => !written.some((one) => one.key === key));
    const gaps = (["question", "labels", "fields"] as const).flatMap((part) => {
      const words = missing.flatMap(([key, text]) => (key.split(" ")[0] === part ? [text] : []));
      return words.length === 0
        ? []
        : [{ code: "reply_words_missing" as const, part, language, missing: words }];
    });
    // Those of the main language are told with everything else of it.
    return [...gaps, ...(place === 0 ? [] : faultsIn(shown, language))];
  });
}

function faultsIn(shown: ReplyOption, language: WordLanguage): WordProblem[] {
  const { kind, labels, fields, url } = shown;
  const found = (code: WordProblem["code"], part: Part) => ({ code, part, language, missing: [] });
  return [
    ...(isRepeated(filledIn(labels)) ? [found("reply_label_repeated", "labels")] : []),
    ...(fields.some(({ options }) => isRepeated(filledIn(options)))
      ? [found("reply_field_options", "fields")]
      : []),
    ...(kind === "link" && url !== "" && !isReplyLink(url)
      ? [found("reply_link_invalid", "url")]
      : []),
  ];
}
