/** Refusals at fields for characters that the letter has no shapes for; the characters follow the code. */
const CODE = "unprintable ";

/**
 * By field, the refusal of those of `characters` that stand in it. The server found them in what was
 * saved; asked of what is typed now, so that mending shows at once.
 */
export function unprintableFields<Field extends string>(
  texts: Record<Field, string>,
  characters: readonly string[],
): Partial<Record<Field, string>> {
  const refusals: Partial<Record<Field, string>> = {};
  for (const field in texts) {
    const composed = texts[field].normalize("NFC");
    const found = characters.filter((character) => composed.includes(character));
    if (found.length > 0) refusals[field] = CODE + found.join(" ");
  }
  return refusals;
}

/** The characters that a refusal names; null for every other refusal. */
export function charactersOf(code: string): string | null {
  return code.startsWith(CODE) ? code.slice(CODE.length) : null;
}
