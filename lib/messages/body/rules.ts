import {
  PLACEHOLDER_NAME_LIMIT,
  type Block,
  type Document,
  type Inline,
  type ListItem,
  type Mark,
  type Paragraph,
  type Placeholder,
  type TableCell,
  type TableRow,
} from "@/lib/messages/body/schema";
import { printableLine } from "@/lib/printable";
import { distinctNames, valueOf } from "@/lib/messages/body/placeholder";

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

type Piece = { text: string } | { name: string };

export function emptyDocument(): Document {
  return { type: "doc", content: [{ type: "paragraph" }] };
}

/** Cuts a text at its placeholders, `((name))`; pieces joined again are the text. */
function piecesOf(text: string): Piece[] {
  return text.split(/(\(\([^()\p{Cc}]+\)\))/u).flatMap((part, index): Piece[] => {
    const name = index % 2 === 1 ? part.slice(2, -2).trim() : "";
    if (name !== "" && name.length <= PLACEHOLDER_NAME_LIMIT) return [{ name }];
    return part === "" ? [] : [{ text: part }];
  });
}

/** Each placeholder of a text once, as first written. */
export function placeholdersInText(text: string): string[] {
  return distinctNames(piecesOf(text).flatMap((piece) => ("name" in piece ? [piece.name] : [])));
}

/**
 * Each placeholder of a document once, as first written. One that was typed or pasted as text counts
 * too: nobody should ever receive a letter to "((name))".
 */
export function placeholdersIn(document: Document): string[] {
  return distinctNames(
    linesOf(document.content)
      .flat()
      .flatMap((inline) => {
        if (inline.type === "text") return placeholdersInText(inline.text);
        return inline.type === "placeholder" ? [inline.attrs.name] : [];
      }),
  );
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

/** Puts values in the place of placeholders, once: a value that looks like a placeholder stays as it is. */
export function fillText(text: string, values: Values): { text: string; missing: string[] } {
  const filled = piecesOf(text).map((piece) =>
    "text" in piece ? piece.text : (valueOf(values, piece.name) ?? `((${piece.name}))`),
  );
  return { text: filled.join(""), missing: missingOf(placeholdersInText(text), values) };
}

/** As `fillText`; a value of several lines keeps them. Placeholders without a value stay placeholders. */
export function fillDocument(
  document: Document,
  values: Values,
): { document: Document; missing: string[] } {
  const fill = (inline: Inline): Inline[] => {
    if (inline.type === "text") {
      return inlinesOf(inline.text, inline.marks).flatMap((piece) =>
        piece.type === "placeholder" ? fillPlaceholder(piece, values) : [piece],
      );
    }
    return inline.type === "placeholder" ? fillPlaceholder(inline, values) : [inline];
  };
  return {
    document: { type: "doc", content: document.content.map((block) => mapInlines(block, fill)) },
    missing: missingOf(placeholdersIn(document), values),
  };
}

function missingOf(names: string[], values: Values): string[] {
  return names.filter((name) => valueOf(values, name) === undefined);
}

function fillPlaceholder(placeholder: Placeholder, values: Values): Inline[] {
  const value = valueOf(values, placeholder.attrs.name);
  return value === undefined ? [placeholder] : textInlines(value, placeholder.marks);
}

function mapInlines(block: Block, change: (inline: Inline) => Inline[]): Block {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return block.content ? { ...block, content: block.content.flatMap(change) } : block;
    case "bulletList":
    case "orderedList":
      return {
        ...block,
        content: block.content.map((item) => ({
          ...item,
          content: item.content.map((child) => mapInlines(child, change)),
        })),
      };
    case "blockquote":
      return { ...block, content: block.content.map((child) => mapInlines(child, change)) };
    case "table":
      return { ...block, content: block.content.map((row) => mapRow(row, change)) };
    case "horizontalRule":
      return block;
  }
}

function mapRow(row: TableRow, change: (inline: Inline) => Inline[]): TableRow {
  const mapParagraph = (paragraph: Paragraph): Paragraph =>
    paragraph.content ? { ...paragraph, content: paragraph.content.flatMap(change) } : paragraph;
  return {
    ...row,
    content: row.content.map((cell) => ({ ...cell, content: cell.content.map(mapParagraph) })),
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

/** Text as nodes, with its `((name))` as placeholders. */
export function inlinesOf(text: string, marks?: Mark[]): Inline[] {
  return piecesOf(text).flatMap((piece): Inline[] =>
    "text" in piece
      ? textInlines(piece.text, marks)
      : [{ type: "placeholder", attrs: { name: piece.name }, ...(marks ? { marks } : {}) }],
  );
}

/** The words without their form: blocks parted by an empty line, placeholders as `((name))`. */
export function plainText(document: Document): string {
  return document.content.map(textOfBlock).filter(Boolean).join("\n\n");
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return (block.content ?? []).map(textOfInline).join("");
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

function textOfInline(inline: Inline): string {
  if (inline.type === "text") return inline.text;
  return inline.type === "placeholder" ? `((${inline.attrs.name}))` : "\n";
}

/** True without a word or a placeholder: rules and empty paragraphs are not yet a text. */
export function isEmpty(document: Document): boolean {
  return linesOf(document.content).every(
    (line) => printableLine(line.map(textOfInline).join("")) === "",
  );
}

/** Words are runs with a letter or a digit in them; a placeholder is one word, whatever its name. */
export function countWords(document: Document): number {
  const text = linesOf(document.content)
    .map((line) =>
      line.map((inline) => (inline.type === "placeholder" ? "x" : textOfInline(inline))),
    )
    .map((line) => line.join(""))
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
