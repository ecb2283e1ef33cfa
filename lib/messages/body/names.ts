/**
 * One value that each language calls by a word of its own: a list brings it in one column, whatever the
 * language of the row.
 */
import { z } from "zod";
import { KNOWN_NAMES } from "@/lib/messages/body/known-names";
import { placeholderKey } from "@/lib/messages/body/placeholder";

const name = z.string().min(1).max(100).optional();
const nameLinkSchema = z.object({ nl: name, fr: name, de: name });
/** What one value is called in each language; in one alone, it is a value of its own. */
export type NameLink = z.infer<typeof nameLinkSchema>;
type NameLanguage = keyof NameLink;

const LINKS_LIMIT = 200;
export const nameLinksSchema = z.array(nameLinkSchema).max(LINKS_LIMIT);

function has(link: NameLink, name: string): boolean {
  return Object.values(link).some((one) => isSame(one, name));
}

function isSame(one: string, other: string): boolean {
  return placeholderKey(one) === placeholderKey(other);
}

function knownLink(name: string): NameLink | null {
  const found = KNOWN_NAMES.find((names) => names.some((one) => isSame(one, name)));
  return found ? { nl: found[0], fr: found[1], de: found[2] } : null;
}

/** The link that a name stands in: one that was made, else one that is known by itself. */
function linkOf(links: readonly NameLink[], name: string): NameLink | null {
  const made = links.find((link) => has(link, name));
  if (made) return made;
  const known = knownLink(name);
  if (!known) return null;
  // A name that was linked otherwise is out of what is known.
  const left = Object.entries(known).filter(([, one]) => !links.some((link) => has(link, one)));
  return Object.fromEntries(left);
}

/** What else the value of this name is called; nothing where it is called so alone. */
export function linkedNames(links: readonly NameLink[], name: string): string[] {
  return Object.values(linkOf(links, name) ?? {}).filter((one) => !isSame(one, name));
}

/** What this value is called in another language, among the names that are used there; null: nothing. */
export function nameIn(
  links: readonly NameLink[],
  name: string,
  language: NameLanguage,
  used: readonly string[],
): string | null {
  const same = (one: string) => used.find((other) => isSame(other, one));
  const linked = linkOf(links, name)?.[language];
  return (linked === undefined ? undefined : same(linked)) ?? same(name) ?? null;
}

/** With both names as those of one value; null: in that language it has none. */
export function withLink(
  links: readonly NameLink[],
  from: { language: NameLanguage; name: string },
  to: { language: NameLanguage; name: string | null },
): NameLink[] {
  const before = linkOf(links, from.name) ?? {};
  const kept = Object.fromEntries(
    Object.entries(before).filter(([language]) => language !== to.language),
  );
  const link: NameLink = {
    ...kept,
    [from.language]: from.name,
    ...(to.name === null ? {} : { [to.language]: to.name }),
  };
  const others = links.flatMap((one): NameLink[] => {
    const left = Object.entries(one).filter(([, other]) => !has(link, other));
    return has(one, from.name) || left.length === 0 ? [] : [Object.fromEntries(left)];
  });
  return [...others, link];
}
