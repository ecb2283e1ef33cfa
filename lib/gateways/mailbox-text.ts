/**
 * Words that others wrote, as they may be kept: PostgreSQL takes no NUL, canonical JSON no half of a
 * surrogate pair, and control characters have no business in a name. Pure.
 */

/** C0 and C1 controls without tab and line feed. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Several lines; line ends become line feeds. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(CONTROLS, "");
}

/** One line of at most `limit` UTF-16 units, never half a character. */
export function cleanLine(text: string, limit: number): string {
  const line = cleanText(text)
    .replace(/[\t\n]+/g, " ")
    .trim();
  return line
    .slice(0, limit)
    .toWellFormed()
    .replace(/\ufffd$/, "");
}

/**
 * How a file name travels: everything outside ASCII percent-encoded, and the percent sign itself, so
 * that undoing it gives the very name. The eBox asks for it outside ISO 8859-1; inside it, form data
 * writes UTF-8 and a reader of ISO 8859-1 would show "Ã©" for "é".
 */
export function wireFileName(name: string): string {
  return name.toWellFormed().replace(/%|[^\u0020-\u007e]+/g, (part) => encodeURIComponent(part));
}
