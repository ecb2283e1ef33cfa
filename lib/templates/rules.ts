import {
  distinctNames,
  emptyDocument,
  isBuiltIn,
  isEmpty,
  placeholderKey,
  plainText,
  valueOf,
} from "@/lib/messages/body/rules";
import type { NameLink } from "@/lib/messages/body/names";
import { ownPlaceholders } from "@/lib/messages/values/rules";
import { printableLine } from "@/lib/printable";
import { differenceOf, type Piece } from "@/lib/templates/difference";
import {
  TEMPLATE_LANGUAGES,
  type Content,
  type TemplateLanguage,
  type TemplateText,
} from "@/lib/templates/schema";

/** What the rules need to know of who acts. */
type Acting = {
  roles: readonly string[];
  actingFor: { organisationId: string | null; serviceId: string | null };
};

/** Acting for a service one writes its templates; acting for the whole organisation, its own. */
export function mayWriteTemplate(
  { roles, actingFor }: Acting,
  template: { organisationId: string; serviceId: string | null },
): boolean {
  return (
    actingFor.organisationId === template.organisationId &&
    actingFor.serviceId === template.serviceId &&
    roles.includes(template.serviceId === null ? "administrator" : "sender")
  );
}

export function emptyContent(): Content {
  return { texts: {}, samples: {} };
}

export function emptyText(): TemplateText {
  return { subject: "", body: emptyDocument() };
}

function isEmptyText({ subject, body }: TemplateText): boolean {
  return printableLine(subject) === "" && isEmpty(body);
}

/** A language whose subject and body were both emptied is a language that the template lacks. */
export function withText(
  content: Content,
  language: TemplateLanguage,
  text: TemplateText,
  samples: Content["samples"],
  names: Content["names"] = content.names,
): Content {
  const texts = { ...content.texts, [language]: isEmptyText(text) ? undefined : text };
  const written = TEMPLATE_LANGUAGES.flatMap((one) => {
    const found = texts[one];
    return found ? [[one, found] as const] : [];
  });
  const linked = names && namesOf(texts, names);
  return {
    texts: Object.fromEntries(written),
    samples: samplesOf(texts, samples),
    ...(linked ? { names: linked } : {}),
  };
}

/** Links of placeholders gone by are let go. */
function namesOf(texts: Content["texts"], names: readonly NameLink[]): NameLink[] {
  const keys = placeholdersOf({ texts }).map(placeholderKey);
  return names.flatMap((link) => {
    const left = Object.entries(link).filter(([, name]) => keys.includes(placeholderKey(name)));
    return left.length === 0 ? [] : [Object.fromEntries(left)];
  });
}

/** Values of placeholders gone by are let go. */
function samplesOf(texts: Content["texts"], samples: Content["samples"]): Content["samples"] {
  return Object.fromEntries(
    placeholdersOf({ texts }).flatMap((name) => {
      const value = valueOf(samples, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export function languagesOf({ texts }: Pick<Content, "texts">): TemplateLanguage[] {
  return TEMPLATE_LANGUAGES.filter((language) => texts[language] !== undefined);
}

/** The placeholders of all its texts that the portal does not fill in itself, each once. */
export function placeholdersOf({ texts }: Pick<Content, "texts">): string[] {
  const names = TEMPLATE_LANGUAGES.flatMap((language) => {
    const text = texts[language];
    return text ? ownPlaceholders(text) : [];
  });
  return distinctNames(names).filter((name) => !isBuiltIn(name));
}

export type PublishRefusal = "template_incomplete" | "template_unchanged";

/** Why this cannot become a version; the button and the write ask the same. */
export function publishRefusal(content: Content, newest: Content | null): PublishRefusal | null {
  const texts = languagesOf(content).map((language) => content.texts[language] ?? emptyText());
  const isWhole = texts.every(
    ({ subject, body }) => printableLine(subject) !== "" && !isEmpty(body),
  );
  if (texts.length === 0 || !isWhole) return "template_incomplete";
  return newest !== null && sameContent(content, newest) ? "template_unchanged" : null;
}

export function sameContent(one: Content, other: Content): boolean {
  return canonical(one) === canonical(other);
}

/** The database keeps keys in an order of its own, and editors leave out what is empty. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}

/** Nobody has typed anything that taking another text would lose: empty, or just as the template has it. */
export function isAsTemplate(text: TemplateText, content: Content): boolean {
  if (isEmptyText(text)) return true;
  return languagesOf(content).some((language) =>
    isSameText(content.texts[language] ?? emptyText(), text),
  );
}

/** The same words in the same form. */
export function isSameText(one: TemplateText, other: TemplateText): boolean {
  return canonical(pick(one)) === canonical(pick(other));
}

function pick({ subject, body }: TemplateText): TemplateText {
  return { subject, body };
}

/**
 * What a draft's text becomes when its language is chosen: the template's in that language, or none
 * where the template lacks it, so that no letter goes out in another language than its frame. Null
 * where somebody has written: theirs stays.
 */
export function textForLanguage(
  written: TemplateText,
  content: Content,
  language: TemplateLanguage | null,
): TemplateText | null {
  if (language === null || !isAsTemplate(written, content)) return null;
  return content.texts[language] ?? emptyText();
}

/** What is different between two versions in one language. */
export type TextDifference = {
  language: TemplateLanguage;
  subject: Piece[];
  body: Piece[];
  /** The same words in another form: bold, lists, links. */
  isFormOnly: boolean;
};

/** By language, only where something differs. */
export function contentDifference(from: Content, to: Content): TextDifference[] {
  return TEMPLATE_LANGUAGES.flatMap((language) => {
    const [before, after] = [from, to].map(({ texts }) => texts[language] ?? emptyText());
    if (!before || !after || canonical(before) === canonical(after)) return [];
    return [{ language, ...textDifference(before, after) }];
  });
}

export function textDifference(
  before: TemplateText,
  after: TemplateText,
): Omit<TextDifference, "language"> {
  const subject = differenceOf(before.subject, after.subject);
  const body = differenceOf(plainText(before.body), plainText(after.body));
  return {
    subject,
    body,
    isFormOnly: [...subject, ...body].every(({ kind }) => kind === "same"),
  };
}

/** Placeholders whose sample value differs. */
export function sampleDifference(from: Content, to: Content): string[] {
  return distinctNames([...Object.keys(from.samples), ...Object.keys(to.samples)]).filter(
    (name) => valueOf(from.samples, name) !== valueOf(to.samples, name),
  );
}

/** Which placeholders were one value in the version before and are not so any more, and the other way round. */
export type NameDifference = { before: NameLink[]; after: NameLink[] };

/** Null where both versions link the same. */
export function nameDifference(from: Content, to: Content): NameDifference | null {
  const [before, after] = [from.names ?? [], to.names ?? []];
  const difference = { before: withoutThose(before, after), after: withoutThose(after, before) };
  return difference.before.length + difference.after.length === 0 ? null : difference;
}

function withoutThose(links: readonly NameLink[], others: readonly NameLink[]): NameLink[] {
  const known = new Set(others.map(linkKey));
  return links.filter((link) => !known.has(linkKey(link)));
}

function linkKey(link: NameLink): string {
  return JSON.stringify(TEMPLATE_LANGUAGES.map((language) => placeholderKey(link[language] ?? "")));
}

/** By folder, those in none first; names as people sort them. */
export function byFolder<T extends { folder: string; name: string }>(
  templates: readonly T[],
  locale: string,
): { folder: string; templates: T[] }[] {
  const order = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const folders = [...new Set(templates.map(({ folder }) => folder))].sort(order.compare);
  return folders.map((folder) => ({
    folder,
    templates: templates
      .filter((template) => template.folder === folder)
      .sort((a, b) => order.compare(a.name, b.name)),
  }));
}
