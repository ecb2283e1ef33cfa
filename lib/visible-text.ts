/** What has no shape of its own: controls, directions, line and paragraph ends, lone surrogates. */
const WITHOUT_SHAPE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const LONGEST_NAME = 120;

/**
 * What a stranger's file tells of itself, as a line that shows everything there is: nothing in it
 * turns the writing direction, moves the cursor, or begins a line of its own.
 */
export function visibleText(text: string): string {
  return text.replace(WITHOUT_SHAPE, "\u{fffd}");
}

/** A file's name, which must not push its own ending out of sight either. */
export function visibleName(name: string): string {
  const shown = Array.from(visibleText(name));
  if (shown.length <= LONGEST_NAME) return shown.join("");
  const half = LONGEST_NAME / 2;
  return `${shown.slice(0, half).join("")} … ${shown.slice(-half).join("")}`;
}
