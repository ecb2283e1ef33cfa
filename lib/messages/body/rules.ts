import {
  CONDITIONAL_TEXT_LIMIT,
  PLACEHOLDER_NAME_LIMIT,
  type Block,
  type Document,
  type Inline,
  type ListItem,
  type Mark,
  type Paragraph,
  type TableCell,
  type TableRow,
  type Text,
} from "@/lib/messages/body/schema";
import { printableLine } from "@/lib/printable";
import { answerOf, conditionIn } from "@/lib/messages/body/condition";
import { distinctNames, placeholderKey, valueOf } from "@/lib/messages/body/placeholder";

export { answerOf, conditionIn } from "@/lib/messages/body/condition";
export { countCharacters } from "@/lib/messages/body/schema";
export {
  BUILT_INS,
  builtInLabel,
  builtInOf,
  isBuiltIn,
  placeholderKey,
  valueOf,
  distinctNames,
  type BuiltIn,
} from "@/lib/messages/body/placeholder";

/** Values by placeholder name; names are compared with `placeholderKey`. */
export type Values = Readonly<Record<string, string>>;

type Piece = { text: string } | { name: string } | { condition: { name: string; text: string } };

/** A piece of a line as it was written, and the placeholder or question it holds. */
export type WrittenPiece = { written: string; name: string | null };

export function emptyDocument(): Document {
  return { type: "doc", content: [{ type: "paragraph" }] };
}

/** Cuts a text at its placeholders, `((name))` and `((name??text))`; pieces joined again are the text. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  cutAtBrackets(text).forEach(({ part, chip }) => {
    const last = pieces.at(-1);
    if (chip) pieces.push(chip);
    else if (last && "text" in last) last.text += part;
    else if (part !== "") pieces.push({ text: part });
  });
  return pieces;
}

/** A line cut at its placeholders and conditions; what was written, joined again, is the line. */
export function writtenPieces(line: string): WrittenPiece[] {
  return cutAtBrackets(line).map(({ part, chip }) => ({
    written: part,
    name: chip ? (nameOfPiece(chip)[0] ?? null) : null,
  }));
}

function cutAtBrackets(text: string): { part: string; chip: Piece | null }[] {
  return text.split(/(\(\([^()\p{Cc}]+\)\))/u).map((part, index) => ({
    part,
    chip: index % 2 === 1 ? chipIn(part.slice(2, -2).trim()) : null,
  }));
}

function chipIn(between: string): Piece | null {
  const condition = conditionIn(between);
  if (condition) return isShort(condition) ? { condition } : null;
  return between !== "" && between.length <= PLACEHOLDER_NAME_LIMIT ? { name: between } : null;
}

function isShort({ name, text }: { name: string; text: string }): boolean {
  return name.length <= PLACEHOLDER_NAME_LIMIT && text.length <= CONDITIONAL_TEXT_LIMIT;
}

/** Each placeholder of a text once, as first written; the questions of its conditions too. */
export function placeholdersInText(text: string): string[] {
  return distinctNames(piecesOf(text).flatMap(nameOfPiece));
}

function nameOfPiece(piece: Piece): string[] {
  if ("text" in piece) return [];
  return ["name" in piece ? piece.name : piece.condition.name];
}

/**
 * Each placeholder of a document once, as first written. One that was typed or pasted as text counts
 * too: nobody should ever receive a letter to "((name))".
 */
export function placeholdersIn(document: Document): string[] {
  return distinctNames(
    inlinesIn(document).flatMap((inline) => {
      if (inline.type === "text") return placeholdersInText(inline.text);
      return inline.type === "hardBreak" ? [] : [inline.attrs.name];
    }),
  );
}

/** The questions in subject and text whose answer decides whether a text is shown, each once. */
export function conditionsIn(subject: string, body: Document): Condition[] {
  const conditions = [...inlinesOf(subject), ...inlinesIn(body)].flatMap((inline) => {
    const found = inline.type === "text" ? inlinesOf(inline.text) : [inline];
    return found.flatMap((each) => (each.type === "conditional" ? [each.attrs] : []));
  });
  return distinctNames(conditions.map(({ name }) => name)).map((name) => ({
    name,
    texts: conditions
      .filter((condition) => placeholderKey(condition.name) === placeholderKey(name))
      .map(({ text }) => text),
  }));
}

export type Condition = { name: string; texts: string[] };

function inlinesIn(document: Document): Inline[] {
  return linesOf(document.content).flat();
}

function linesOf(blocks: (Block | ListItem | TableRow | TableCell)[]): Inline[][] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case "paragraph":
      case "heading":
        return [block.content ?? []];
      case "horizontalRule":
        return [];
      default:
        return linesOf(block.content);
    }
  });
}

/**
 * Puts values in the place of placeholders, once: a value that looks like a placeholder stays as it
 * is. Conditional text stands or goes as its question is answered.
 */
export function fillText(text: string, values: Values): { text: string; missing: string[] } {
  const filled = piecesOf(text).map((piece): Text | typeof hidden => {
    if ("text" in piece) return asText(piece.text);
    if ("name" in piece) return asText(valueOf(values, piece.name) ?? `((${piece.name}))`);
    const { name, text: shown } = piece.condition;
    const answer = answerOf(values, name);
    if (answer === "no") return hidden;
    return asText(answer === "yes" ? shown : `((${name}??${shown}))`);
  });
  const line = closed(filled).map((part) => part.text);
  return { text: line.join(""), missing: missingOf(inlinesOf(text), values) };
}

function asText(text: string): Text {
  return { type: "text", text };
}

/** As `fillText`; a value of several lines keeps them. Placeholders without a value stay placeholders. */
export function fillDocument(
  document: Document,
  values: Values,
): { document: Document; missing: string[] } {
  const fill = (line: readonly Inline[]) => {
    const pieces = line.flatMap((inline) =>
      inline.type === "text" ? inlinesOf(inline.text, inline.marks) : [inline],
    );
    return closed(pieces.flatMap((inline) => fillInline(inline, values)));
  };
  const content = fillBlocks(document.content, fill);
  return {
    document: content.length > 0 ? { type: "doc", content } : emptyDocument(),
    missing: missingOf(inlinesIn(document), values),
  };
}

/** For the preview: text whose question nobody answered yet stands between « », with its question. */
export function openQuestionsShown(document: Document, values: Values): Document {
  const show = (line: readonly Inline[]) =>
    line
      .flatMap((inline) =>
        inline.type === "text" ? inlinesOf(inline.text, inline.marks) : [inline],
      )
      .map((inline): Inline => {
        if (inline.type !== "conditional") return inline;
        const { attrs, ...look } = inline;
        if (answerOf(values, attrs.name) !== "unanswered") return inline;
        return { ...look, type: "text", text: openQuestion(attrs) };
      });
  return { type: "doc", content: fillBlocks(document.content, show) };
}

export function openQuestionsInText(text: string, values: Values): string {
  return inlinesOf(text)
    .map((inline) =>
      inline.type === "conditional" && answerOf(values, inline.attrs.name) === "unanswered"
        ? openQuestion(inline.attrs)
        : inlineText(inline),
    )
    .join("");
}

function openQuestion({ name, text }: { name: string; text: string }): string {
  return `«${name}? ${text}»`;
}

/** Names without a value, and questions without an answer, each once. */
function missingOf(inlines: readonly Inline[], values: Values): string[] {
  const pieces = inlines.flatMap((inline) =>
    inline.type === "text" ? inlinesOf(inline.text) : [inline],
  );
  return distinctNames(
    pieces.flatMap((inline) => {
      if (inline.type === "placeholder")
        return valueOf(values, inline.attrs.name) === undefined ? [inline.attrs.name] : [];
      if (inline.type !== "conditional") return [];
      return answerOf(values, inline.attrs.name) === "unanswered" ? [inline.attrs.name] : [];
    }),
  );
}

/** Where a text was that this recipient is not shown. */
const hidden = { type: "hidden" } as const;

function fillInline(inline: Inline, values: Values): (Inline | typeof hidden)[] {
  if (inline.type === "placeholder") {
    const value = valueOf(values, inline.attrs.name);
    return value === undefined ? [inline] : textInlines(value, inline.marks);
  }
  if (inline.type !== "conditional") return [inline];
  const answer = answerOf(values, inline.attrs.name);
  if (answer === "unanswered") return [inline];
  return answer === "yes" ? textInlines(inline.attrs.text, inline.marks) : [hidden];
}

/** A line without its hidden texts, and without the second of two spaces around one. */
function closed<Kind extends Inline>(line: readonly (Kind | typeof hidden)[]): Kind[] {
  const kept: Kind[] = [];
  line.forEach((inline, place) => {
    if (inline.type === "hidden") return;
    const last = kept.at(-1);
    const isAfter = line[place - 1]?.type === "hidden";
    const hasSpace = last?.type !== "text" || last.text.endsWith(" ");
    if (!isAfter || inline.type !== "text" || !hasSpace) kept.push(inline);
    else if (inline.text.trimStart() !== "")
      kept.push({ ...inline, text: inline.text.trimStart() });
  });
  return kept;
}

type Fill = (line: readonly Inline[]) => Inline[];

/** Paragraphs, items and lists that held nothing but hidden text go with it. */
function fillBlocks(blocks: readonly Block[], fill: Fill): Block[] {
  return blocks.flatMap((block): Block[] => {
    switch (block.type) {
      case "paragraph":
      case "heading": {
        if (!block.content) return [block];
        const content = fill(block.content);
        return content.length === 0 && block.content.length > 0 ? [] : [{ ...block, content }];
      }
      case "bulletList":
      case "orderedList": {
        const items = block.content.map((item) => ({
          ...item,
          content: fillBlocks(item.content, fill),
        }));
        const content = items.filter((item) => item.content.length > 0);
        return content.length > 0 ? [{ ...block, content }] : [];
      }
      case "blockquote": {
        const content = fillBlocks(block.content, fill);
        return content.length > 0 ? [{ ...block, content }] : [];
      }
      case "table":
        return [{ ...block, content: block.content.map((row) => fillRow(row, fill)) }];
      case "horizontalRule":
        return [block];
    }
  });
}

function fillRow(row: TableRow, fill: Fill): TableRow {
  const fillParagraph = (paragraph: Paragraph): Paragraph =>
    paragraph.content ? { ...paragraph, content: fill(paragraph.content) } : paragraph;
  return {
    ...row,
    content: row.content.map((cell) => ({ ...cell, content: cell.content.map(fillParagraph) })),
  };
}

/** Text as nodes, its lines parted by hard breaks. */
function textInlines(text: string, marks?: Mark[]): Inline[] {
  return text
    .split(/\r\n|[\n\r]/)
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ type: "hardBreak" } as const] : []),
      ...(line === "" ? [] : [{ type: "text", text: line, ...(marks ? { marks } : {}) } as const]),
    ]);
}

/** Text as nodes, with its `((name))` as placeholders and its `((name??text))` as conditions. */
export function inlinesOf(text: string, marks?: Mark[]): Inline[] {
  const look = marks ? { marks } : {};
  return piecesOf(text).flatMap((piece): Inline[] => {
    if ("text" in piece) return textInlines(piece.text, marks);
    if ("name" in piece) return [{ type: "placeholder", attrs: { name: piece.name }, ...look }];
    return [{ type: "conditional", attrs: piece.condition, ...look }];
  });
}

/**
 * A subject to know a message by in a list, where it is nobody's letter: what is filled in for each
 * recipient stands in brackets.
 */
export function titleOf(subject: string): string {
  return piecesOf(subject)
    .map((piece) =>
      "text" in piece ? piece.text : `[${"name" in piece ? piece.name : piece.condition.text}]`,
    )
    .join("");
}

/** The words without their form: blocks parted by an empty line, placeholders as `((name))`. */
export function plainText(document: Document): string {
  return document.content.map(textOfBlock).filter(Boolean).join("\n\n");
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return (block.content ?? []).map(inlineText).join("");
    case "bulletList":
      return block.content.map((item) => `- ${textOfItem(item)}`).join("\n");
    case "orderedList": {
      const start = block.attrs?.start ?? 1;
      return block.content.map((item, index) => `${start + index}. ${textOfItem(item)}`).join("\n");
    }
    case "blockquote":
      return block.content.map(textOfBlock).filter(Boolean).join("\n\n");
    case "table":
      return block.content.map(textOfRow).join("\n");
    case "horizontalRule":
      return "";
  }
}

/** Cells stay apart: "2025" beside "84,00 €" is not "202584,00 €". */
function textOfRow({ content }: TableRow): string {
  return content.map((cell) => cell.content.map(textOfBlock).join("\n")).join(" | ");
}

function textOfItem(item: ListItem): string {
  return item.content.map(textOfBlock).filter(Boolean).join("\n").replaceAll("\n", "\n  ");
}

/** As it is typed: a chip in its brackets, a line end as one. */
export function inlineText(inline: Inline): string {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "placeholder":
      return `((${inline.attrs.name}))`;
    case "conditional":
      return `((${inline.attrs.name}??${inline.attrs.text}))`;
    case "hardBreak":
      return "\n";
  }
}

/** True without a word or a placeholder: rules and empty paragraphs are not yet a text. */
export function isEmpty(document: Document): boolean {
  return linesOf(document.content).every(
    (line) => printableLine(line.map(inlineText).join("")) === "",
  );
}

/**
 * Words are runs with a letter or a digit in them; a placeholder is one word, whatever its name,
 * and conditional text counts as if it were shown.
 */
export function countWords(document: Document): number {
  const wordsOf = (inline: Inline) => {
    if (inline.type === "placeholder") return "x";
    return inline.type === "conditional" ? ` ${inline.attrs.text} ` : inlineText(inline);
  };
  const text = linesOf(document.content)
    .map((line) => line.map(wordsOf).join(""))
    .join("\n");
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Empty lines part paragraphs, single line ends are kept, `((name))` becomes a placeholder. */
export function documentFromPlainText(text: string): Document {
  const paragraphs = text
    .replace(/\r\n?/g, "\n")
    .split(/\n[^\S\n]*\n\s*/u)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  if (paragraphs.length === 0) return emptyDocument();
  return {
    type: "doc",
    content: paragraphs.map((paragraph) => ({
      type: "paragraph",
      content: inlinesOf(paragraph),
    })),
  };
}
