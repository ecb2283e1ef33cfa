/** One line of a letter's source: marks, links, placeholders and conditions among its text. */
import { inlinesOf, inlineText } from "@/lib/messages/body/rules";
import { isLink, type Inline, type Mark } from "@/lib/messages/body/schema";

type Look = { bold: boolean; italic: boolean; link: string | null };

const plain: Look = { bold: false, italic: false, link: null };

function lookOf(inline: Inline): Look | null {
  // A line end has no look of its own: what was open goes on over it.
  if (inline.type === "hardBreak") return null;
  const marks = inline.marks ?? [];
  return {
    bold: marks.some(({ type }) => type === "bold"),
    italic: marks.some(({ type }) => type === "italic"),
    link: marks.find((mark) => mark.type === "link")?.attrs.href ?? null,
  };
}

/** `isCell`: bars are signs there, and so are not written bare. */
export function inlineSource(given: readonly Inline[], isCell = false): string {
  const content = given.flatMap((inline) =>
    inline.type === "text" ? inlinesOf(inline.text, inline.marks) : [inline],
  );
  let source = "";
  let now = plain;
  const change = (to: Look, next: string): string => {
    const stars = (now.bold === to.bold ? "" : "**") + (now.italic === to.italic ? "" : "*");
    if (now.link !== null && now.link !== to.link) source += `](${addressSource(now.link)})`;
    // Stars between two spaces are stars: one of the spaces is written so that it is none.
    const isBare = stars !== "" && /(^|\n|[^\\] |^ )$/.test(source) && /^( |\n|$)/.test(next);
    if (isBare && !next.startsWith(" ")) source = source.replace(/ $/, "\\ ");
    source += stars;
    if (to.link !== null && now.link !== to.link) source += "[";
    now = to;
    return isBare && next.startsWith(" ") ? `\\${next}` : next;
  };
  content.forEach((inline, place) => {
    const look = lookOf(inline);
    if (inline.type === "hardBreak") {
      const end = isOver(content.slice(place + 1), now) ? change(plain, "\n") : "\n";
      source += end;
      return;
    }
    const text =
      inline.type === "text"
        ? textSource(inline.text, look?.link !== null, isCell)
        : inlineText(inline);
    const written = look ? change(look, text) : text;
    source += written;
  });
  change(plain, "");
  return source.replace(/^ |(?<=\n) /g, "\\ ");
}

/** Nothing after it has the look that is open. */
function isOver(rest: readonly Inline[], { bold, italic, link }: Look): boolean {
  const next = rest.map(lookOf).find((look) => look !== null);
  return (
    next === undefined ||
    (bold && !next.bold) ||
    (italic && !next.italic) ||
    (link !== null && link !== next.link)
  );
}

function textSource(text: string, isLinked: boolean, isCell: boolean): string {
  return text
    .replace(/[\\*]/g, "\\$&")
    .replace(/\((?=\()/g, "\\(")
    .replace(isLinked ? /[[\]]/g : /\](?=\()/g, "\\$&")
    .replace(isCell ? /\|/g : /(?!)/g, "\\|");
}

function addressSource(href: string): string {
  return href.replace(/[\\()|*]/g, "\\$&");
}

type Token =
  | { kind: "text"; text: string; isFree: boolean; link: string | null }
  | { kind: "stars"; count: number; link: string | null };

export function inlinesFromSource(source: string): Inline[] {
  const tokens = withPairs(tokensOf(source, null));
  const inlines: Inline[] = [];
  let bold = false;
  let italic = false;
  let text = "";
  let marks: Mark[] = [];
  const end = () => {
    inlines.push(...inlinesOf(text, marks.length > 0 ? [...marks] : undefined));
    text = "";
  };
  for (const token of tokens) {
    if (token.kind === "stars") {
      if (token.count !== 1) bold = !bold;
      if (token.count !== 2) italic = !italic;
      continue;
    }
    const now: Mark[] = [
      ...(bold ? [{ type: "bold" } as const] : []),
      ...(italic ? [{ type: "italic" } as const] : []),
      ...(token.link === null ? [] : [{ type: "link", attrs: { href: token.link } } as const]),
    ];
    if (JSON.stringify(now) !== JSON.stringify(marks)) end();
    marks = now;
    const found = token.isFree ? inlinesOf(token.text, marks.length > 0 ? marks : undefined) : [];
    // Brackets with nothing to name between them are text as what stands beside them.
    if (found.some(({ type }) => type !== "text")) {
      end();
      inlines.push(...found);
    } else text += token.text;
  }
  end();
  return inlines;
}

const PIECES = /\\[^\p{L}\p{N}]|\(\([^()\p{Cc}]+\)\)|\*+|\[|[^\\(*[]+|[^]/gsu;

function tokensOf(source: string, link: string | null): Token[] {
  const tokens: Token[] = [];
  const add = (text: string, isFree = false) => tokens.push({ kind: "text", text, isFree, link });
  for (let at = 0; at < source.length;) {
    PIECES.lastIndex = at;
    const piece = PIECES.exec(source)?.[0] ?? "";
    const linked = piece === "[" && link === null ? linkAt(source, at) : null;
    if (linked) {
      tokens.push(...tokensOf(linked.text, linked.href));
      at = linked.end;
      continue;
    }
    if (/^\*{1,3}$/.test(piece) && !standsFree(source, at, piece.length))
      tokens.push({ kind: "stars", count: piece.length, link });
    else if (/^\\./s.test(piece)) add(piece.slice(1));
    else add(piece, piece.startsWith("(("));
    at += piece.length;
  }
  return tokens;
}

/** As in "5 * 3": with room on both sides. An escaped space is no room. */
function standsFree(source: string, at: number, length: number): boolean {
  const before = source.slice(Math.max(0, at - 2), at);
  const after = source[at + length];
  const isRoomBefore =
    before === "" || before.endsWith("\n") || (before.endsWith(" ") && before !== "\\ ");
  return isRoomBefore && (after === undefined || after === " " || after === "\n");
}

/** `[text](https://…)`, brackets within text and address behind a `\`. */
function linkAt(source: string, at: number): { text: string; href: string; end: number } | null {
  const LINK = /\[((?:\\.|\(\([^()\p{Cc}]+\)\)|[^[\]\\])*)\]\(((?:\\.|[^\s\\()])+)\)/suy;
  LINK.lastIndex = at;
  const [whole = "", text = "", address = ""] = LINK.exec(source) ?? [];
  const href = address.replace(/\\(.)/gsu, "$1");
  return whole !== "" && text !== "" && isLink(href)
    ? { text, href, end: at + whole.length }
    : null;
}

/** Stars without a partner are stars. */
function withPairs(tokens: readonly Token[]): Token[] {
  const lone = new Set<Token>();
  for (const isOf of [(count: number) => count !== 1, (count: number) => count !== 2]) {
    const toggles = tokens.filter((token) => token.kind === "stars" && isOf(token.count));
    const last = toggles.length % 2 === 1 ? toggles.at(-1) : undefined;
    if (last) lone.add(last);
  }
  const paired = tokens.map((token): Token =>
    lone.has(token) && token.kind === "stars"
      ? { kind: "text", text: "*".repeat(token.count), isFree: false, link: token.link }
      : token,
  );
  return lone.size > 0 ? withPairs(paired) : paired;
}
