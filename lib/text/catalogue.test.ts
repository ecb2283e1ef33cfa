import {
  type MessageFormatElement,
  isArgumentElement,
  isDateElement,
  isNumberElement,
  isPluralElement,
  isSelectElement,
  isTagElement,
  isTimeElement,
  parse,
} from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { catalogues } from "./catalogue";
import { formats } from "./formats";
import { languages } from "./languages";

/** Sentences that are rightly the same in Dutch and English. */
const sameInDutchAndEnglish = new Set([
  "members.rightLine",
  "members.invitation.mail",
  "common.characters",
  "common.details",
  "common.download",
  "common.fileSize.kilobytes",
  "common.fileSize.megabytes",
  "common.named",
  "common.progress",
  "history.filters.text",
  "layout.menu",
  "layout.navigation.operator",
  "layout.platform",
  "members.role.auditor",
  "retention.holds.placed",
  "services.column.contact",
  "sheets.target.postcode",
  "recipients.list.box",
  "members.role.operator",
  "operator.title",
  "answering.postcode",
  "proofs.findings.period",
  "audit.columns.code",
  "audit.columns.detail",
  "audit.transaction.digest",
  "audit.transaction.bytes",
  "audit.transaction.kinds.status",
]);

const sentences = Object.fromEntries(
  languages.map((language) => [language, new Map(flatten(catalogues[language], ""))]),
);
const english = sentences["en"] ?? new Map<string, string>();

describe.each(languages)("the %s catalogue", (language) => {
  const own = sentences[language] ?? new Map<string, string>();

  it("has a sentence for every key of the English one, and no other", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("has no empty sentence", () => {
    expect([...own].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("takes the same arguments, of the same kinds, as the English one", () => {
    const differing = [...own]
      .map(([key, text]) => [key, argumentsOf(text), argumentsOf(english.get(key) ?? "")] as const)
      .filter(([, here, there]) => here !== there);
    expect(differing).toEqual([]);
  });

  it("formats numbers and dates in ways that there are", () => {
    const known = [...Object.keys(formats.dateTime), ...Object.keys(formats.number)];
    const unknown = [...own].flatMap(([key, text]) =>
      stylesOf(parse(text))
        .filter((style) => !known.includes(style))
        .map((style) => [key, style]),
    );
    expect(unknown).toEqual([]);
  });
});

it("says nothing in English where Dutch is meant", () => {
  const dutch = sentences["nl"] ?? new Map<string, string>();
  const untranslated = [...dutch]
    .filter(([key, text]) => text === english.get(key) && !sameInDutchAndEnglish.has(key))
    .map(([key]) => key);
  expect(untranslated).toEqual([]);
});

function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) throw new Error(`${path} is no sentence`);
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === "" ? key : `${path}.${key}`),
  );
}

/** The named ways of writing a number or a moment; what is no skeleton is taken for a name. */
function stylesOf(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (isTagElement(element)) return stylesOf(element.children);
    if (isPluralElement(element) || isSelectElement(element))
      return Object.values(element.options).flatMap((option) => stylesOf(option.value));
    if (!isNumberElement(element) && !isDateElement(element) && !isTimeElement(element)) return [];
    return typeof element.style === "string" ? [element.style] : [];
  });
}

/** "{count, plural, …} of <b>{name}</b>" → "count:plural, b:tag, name:text", sorted. */
function argumentsOf(sentence: string): string {
  const found = new Set<string>();
  const walk = (elements: MessageFormatElement[]): void => {
    for (const element of elements) {
      if (isArgumentElement(element)) found.add(`${element.value}:text`);
      if (isNumberElement(element)) found.add(`${element.value}:number`);
      if (isDateElement(element) || isTimeElement(element)) found.add(`${element.value}:date`);
      if (isTagElement(element)) {
        found.add(`${element.value}:tag`);
        walk(element.children);
      }
      if (isPluralElement(element) || isSelectElement(element)) {
        // A plural and a plain number ask the same of the caller.
        found.add(`${element.value}:${isPluralElement(element) ? "number" : "choice"}`);
        Object.values(element.options).forEach((option) => walk(option.value));
      }
    }
  };
  walk(parse(sentence));
  return [...found].sort().join(", ");
}
