/**
 * What somebody pastes from Word, Outlook, LibreOffice, Google Docs or a page, as the text of a
 * letter: headings, bold, italics, links, lists, quotations and tables. Every other form is dropped,
 * and no visible text ever is. Pure: the editor hands over the parsed HTML.
 */
import {
  isLink,
  PLACEHOLDER_NAME_LIMIT,
  type Block,
  type Document,
  type Inline,
  type ListItem,
  type Mark,
  type Paragraph,
  type Text,
} from "@/lib/messages/body/schema";
import { inlinesOf } from "@/lib/messages/body/rules";
import { fakeItemOf, isMarker, listsOf, type FakeItem } from "@/lib/messages/body/pasted-list";
import {
  isLayoutTable,
  paragraphsOf,
  tablesOf,
  withoutBold,
} from "@/lib/messages/body/pasted-table";
import {
  findElement,
  hasClass,
  isLeftOut,
  styleOf,
  type PastedElement,
  type PastedNode,
} from "@/lib/messages/body/pasted-tree";

/** Lists and quotations within each other: more than these no letter needs, and none can print. */
const MOST_LEVELS = 6;

type Context = {
  marks: readonly Mark[];
  /** How many more lists or quotations may stand within this one. */
  room: number;
  /** As in `pre`: spaces and line ends count. */
  isPreformatted: boolean;
};

/** A line of text on its way, or a block, or a paragraph that Word shows as an item of a list. */
type Found =
  | { kind: "inline"; inline: Inline }
  | { kind: "block"; block: Block }
  | { kind: "item"; item: FakeItem; paragraphs: Paragraph[] };

/** Null when there is nothing to read in it. */
export function documentFromPasted(nodes: readonly PastedNode[]): Document | null {
  const context: Context = { marks: [], room: MOST_LEVELS, isPreformatted: false };
  const blocks = blocksOf(nodes, context).flatMap(withTablesOutside);
  return blocks.length > 0 ? { type: "doc", content: withTwoLevels(blocks) } : null;
}

/** The same where only paragraphs may stand: in a cell. */
export function paragraphsFromPasted(nodes: readonly PastedNode[]): Paragraph[] {
  return paragraphsOf(documentFromPasted(nodes)?.content ?? []);
}

function blocksOf(nodes: readonly PastedNode[], context: Context): Block[] {
  const blocks: Block[] = [];
  let line: Inline[] = [];
  let items: { item: FakeItem; content: Block[] }[] = [];
  const endItems = () => {
    blocks.push(...listsOf(items, context.room));
    items = [];
  };
  const endLine = () => {
    const paragraphs = paragraphsIn(line);
    line = [];
    if (paragraphs.length === 0) return;
    endItems();
    blocks.push(...paragraphs);
  };
  for (const found of nodes.flatMap((node) => find(node, context))) {
    if (found.kind === "inline") {
      line.push(found.inline);
      continue;
    }
    endLine();
    if (found.kind === "item" && context.room > 0) {
      items.push({ item: found.item, content: found.paragraphs });
      continue;
    }
    endItems();
    if (found.kind === "block") blocks.push(found.block);
    else blocks.push(...found.paragraphs);
  }
  endLine();
  endItems();
  return blocks;
}

function find(node: PastedNode, context: Context): Found[] {
  if (typeof node === "string") return textOf(node, context);
  if (isLeftOut(node) || isMarker(node)) return [];
  if (node.name === "br")
    return isPageBreak(node) ? [] : [{ kind: "inline", inline: { type: "hardBreak" } }];
  const chip = node.attributes["data-placeholder"];
  if (chip !== undefined) return chipOf(chip, node, context);
  const within = { ...context, marks: marksWithin(node, context.marks) };
  if (!isBlock(node)) return node.children.flatMap((child) => find(child, within));
  return [
    ...foundIn(node, { ...within, isPreformatted: context.isPreformatted || node.name === "pre" }),
  ];
}

function foundIn(node: PastedElement, context: Context): Found[] {
  const blocks = (found: Block[]): Found[] => found.map((block) => ({ kind: "block", block }));
  const level = headingLevel(node);
  if (level !== null) return blocks(headingsOf(node, level, context));
  switch (node.name) {
    case "ul":
    case "ol":
    case "menu":
    case "dir":
      return blocks(listOf(node, context));
    case "li":
      return blocks(listOf({ ...node, name: "ul", attributes: {}, children: [node] }, context));
    case "table":
      return blocks(tableOf(node, context));
    case "blockquote":
      return blocks(quoteOf(node, context));
    default:
      return hasClass(node, /^Mso(Intense)?Quote/i)
        ? blocks(quoteOf(node, context))
        : paragraphOf(node, context);
  }
}

/** A paragraph, or whatever else a `div` turns out to hold; Word's own lists are told apart here. */
function paragraphOf(node: PastedElement, context: Context): Found[] {
  const found = blocksOf(node.children, context);
  const [first, ...others] = found.filter((block) => block.type === "paragraph");
  const isText = first !== undefined && found.length === others.length + 1;
  const fake = isText ? fakeItemOf(node, lineText(first)) : null;
  if (!isText || fake === null) return found.map((block) => ({ kind: "block", block }));
  const paragraphs = [withoutStart(first, fake.skip), ...others];
  return [{ kind: "item", item: fake.item, paragraphs }];
}

function textOf(text: string, { marks, isPreformatted }: Context): Found[] {
  const lines = isPreformatted ? text.split(/\r\n?|\n/) : [text.replace(/[ \t\r\n\f]+/g, " ")];
  return lines.flatMap((line, index): Found[] => [
    ...(index > 0 ? [{ kind: "inline", inline: { type: "hardBreak" } } as const] : []),
    ...(line === "" ? [] : [{ kind: "inline", inline: words(line, marks) } as const]),
  ]);
}

function words(text: string, marks: readonly Mark[]): Text {
  return { type: "text", text, ...(marks.length > 0 ? { marks: [...marks] } : {}) };
}

/** A chip of the editor, copied without what tells the editor so. */
function chipOf(name: string, node: PastedElement, context: Context): Found[] {
  const isName = name.trim() !== "" && name.length <= PLACEHOLDER_NAME_LIMIT && !/[()]/.test(name);
  return isName
    ? textOf(`((${name.trim()}))`, context)
    : node.children.flatMap((child) => find(child, context));
}

function marksWithin(node: PastedElement, marks: readonly Mark[]): Mark[] {
  const weight = styleOf(node, "font-weight");
  const slant = styleOf(node, "font-style");
  const isBold = weight
    ? /^(bold|bolder|[6-9]\d\d|1000)$/.test(weight)
    : /^(b|strong)$/.test(node.name) || has(marks, "bold");
  const isItalic = slant
    ? /^(italic|oblique)/.test(slant)
    : /^(i|em)$/.test(node.name) || has(marks, "italic");
  const href = node.name === "a" ? linkOf(node.attributes.href ?? "") : null;
  const link =
    href === null
      ? marks.find(({ type }) => type === "link")
      : { type: "link" as const, attrs: { href } };
  return [
    ...(isBold ? [{ type: "bold" } as const] : []),
    ...(isItalic ? [{ type: "italic" } as const] : []),
    ...(link ? [link] : []),
  ];
}

function has(marks: readonly Mark[], type: Mark["type"]): boolean {
  return marks.some((mark) => mark.type === type);
}

function linkOf(written: string): string | null {
  const href = written.trim();
  return href.length <= 2000 && isLink(href) ? href : null;
}

const BLOCKS = new Set(
  [
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav",
    "ol p pre section summary table tbody td tfoot th thead tr ul",
  ].flatMap((names) => names.split(" ")),
);

/** A cell or row without its table stands for itself: so its text stays apart from the next. */
function isBlock(node: PastedElement): boolean {
  if (BLOCKS.has(node.name)) return true;
  // A span around whole paragraphs is what editors leave behind.
  return findElement({ ...node, name: "" }, ({ name }) => BLOCKS.has(name)) !== null;
}

function isPageBreak(node: PastedElement): boolean {
  return styleOf(node, "page-break-before") === "always";
}

/** 0 for a title, 1 to 6 for headings; null for anything else. */
function headingLevel(node: PastedElement): number | null {
  const heading = /^h([1-6])$/.exec(node.name);
  if (heading) return Number(heading[1]);
  if (hasClass(node, /^MsoTitle/i)) return 0;
  if (hasClass(node, /^MsoSubtitle/i)) return 2;
  const word = /^MsoHeading([1-6])$/i.exec(node.attributes.class ?? "");
  return word ? Number(word[1]) : null;
}

/** Its level as it was: which two levels the letter has, only the whole text tells. */
const levels = new WeakMap<Block, number>();

function headingsOf(node: PastedElement, level: number, context: Context): Block[] {
  // A heading is bold by itself.
  const marks = context.marks.filter(({ type }) => type !== "bold");
  return blocksOf(node.children, { ...context, marks }).map((block) => {
    if (block.type !== "paragraph") return block;
    const heading: Block = { type: "heading", attrs: { level: 2 }, content: withoutBoldIn(block) };
    levels.set(heading, level);
    return heading;
  });
}

function withoutBoldIn({ content = [] }: Paragraph): Inline[] {
  const [plain] = [{ type: "paragraph" as const, content }].map(withoutBold);
  return plain?.content ?? [];
}

function withTwoLevels(blocks: Block[]): Block[] {
  const highest = Math.min(...blocks.map((block) => levels.get(block) ?? Infinity));
  return blocks.map((block) =>
    block.type === "heading"
      ? { ...block, attrs: { level: (levels.get(block) ?? highest) === highest ? 2 : 3 } }
      : block,
  );
}

function listOf(node: PastedElement, context: Context): Block[] {
  const within = { ...context, room: context.room - 1 };
  const items: ListItem[] = [];
  for (const child of node.children) {
    if (typeof child !== "string" && isLeftOut(child)) continue;
    const isItem = typeof child !== "string" && child.name === "li";
    const content = isItem ? blocksOf(child.children, within) : blocksOf([child], within);
    if (content.length === 0) continue;
    const last = items.at(-1);
    // A list beside the items is one within the item before it.
    if (!isItem && last) last.content.push(...content);
    else items.push({ type: "listItem", content });
  }
  if (items.length === 0) return [];
  const isFrame = !node.children.some((child) => typeof child !== "string" && child.name === "li");
  if (isFrame || context.room <= 0) return items.flatMap(({ content }) => content);
  const content = items.map(beginningWithText);
  if (node.name !== "ol") return [{ type: "bulletList", content }];
  const start = Number.parseInt(node.attributes.start ?? "1", 10);
  return [
    { type: "orderedList", attrs: { start: start >= 0 && start <= 9999 ? start : 1 }, content },
  ];
}

/** The editor wants text first in an item; a heading in a list is its words in bold. */
function beginningWithText({ content }: ListItem): ListItem {
  const blocks = content.flatMap((block) =>
    block.type === "heading" ? paragraphsOf([block]) : [block],
  );
  const first = blocks[0]?.type === "paragraph" ? [] : [{ type: "paragraph" } as const];
  return { type: "listItem", content: [...first, ...blocks] };
}

function quoteOf(node: PastedElement, context: Context): Block[] {
  const content = blocksOf(node.children, { ...context, room: context.room - 1 });
  if (content.length === 0) return [];
  return context.room > 0 ? [{ type: "blockquote", content }] : content;
}

function tableOf(node: PastedElement, context: Context): Block[] {
  if (isLayoutTable(node)) return blocksOf(node.children, context);
  const caption = node.children.filter(
    (child) => typeof child !== "string" && child.name === "caption",
  );
  const tables = tablesOf(node, (cell) =>
    blocksOf(cell.children, { ...context, marks: marksWithin(cell, context.marks) }),
  );
  return [...blocksOf(caption, context), ...tables];
}

/** A table stands in the letter itself: what was around it goes on after it. */
function withTablesOutside(block: Block): Block[] {
  if (block.type === "blockquote") {
    return runsBetweenTables(block.content.flatMap(withTablesOutside)).map((run) =>
      run.type === "table" ? run : { ...block, content: run.content },
    );
  }
  if (block.type !== "bulletList" && block.type !== "orderedList") return [block];
  return listParts(block);
}

type Run = { type: "blocks"; content: Block[] };

function runsBetweenTables(blocks: Block[]): (Extract<Block, { type: "table" }> | Run)[] {
  const runs: ReturnType<typeof runsBetweenTables> = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    if (block.type === "table") runs.push(block);
    else if (last?.type === "blocks") last.content.push(block);
    else runs.push({ type: "blocks", content: [block] });
  }
  return runs;
}

function listParts(list: Extract<Block, { type: "bulletList" | "orderedList" }>): Block[] {
  const parts: Block[] = [];
  let items: ListItem[] = [];
  let done = 0;
  const endList = () => {
    if (items.length === 0) return;
    parts.push(
      list.type === "bulletList"
        ? { type: "bulletList", content: items }
        : { ...list, attrs: { start: (list.attrs?.start ?? 1) + done }, content: items },
    );
    done += items.length;
    items = [];
  };
  for (const item of list.content) {
    const [first, ...others] = runsBetweenTables(item.content.flatMap(withTablesOutside));
    if (first?.type === "blocks") items.push({ type: "listItem", content: first.content });
    const outside = first?.type === "table" ? [first, ...others] : others;
    if (outside.length > 0) endList();
    for (const run of outside) parts.push(...(run.type === "table" ? [run] : run.content));
  }
  endList();
  return parts;
}

/** A line as paragraphs: two line ends in a row part them, as people type them into mails. */
function paragraphsIn(line: Inline[]): Paragraph[] {
  const lines: Inline[][] = [[]];
  for (const inline of line) {
    if (inline.type === "hardBreak") lines.push([]);
    else lines.at(-1)?.push(inline);
  }
  const paragraphs: Inline[][] = [];
  let isNew = true;
  for (const each of lines.map(tidied)) {
    if (each.length === 0) {
      isNew = true;
      continue;
    }
    const last = paragraphs.at(-1);
    if (isNew || !last) paragraphs.push(each);
    else last.push({ type: "hardBreak" }, ...each);
    isNew = false;
  }
  return paragraphs.map((content) => ({ type: "paragraph", content }));
}

/** One line: neighbours of one look joined, spaces once, none at its ends, placeholders made. */
function tidied(line: readonly Inline[]): Inline[] {
  const texts: Text[] = [];
  for (const inline of line) {
    if (inline.type !== "text") continue;
    const last = texts.at(-1);
    const before = last?.text ?? " ";
    const text = storable(inline.text)
      .replace(/[ \u00a0]*(?:\u00a0 | \u00a0|\u00a0\u00a0)[ \u00a0]*/g, " ")
      .replace(/ {2,}/g, " ")
      .replace(before.endsWith(" ") ? /^ / : "", "");
    if (text === "") continue;
    if (last && sameMarks(last, inline)) last.text += text;
    else texts.push({ ...inline, text });
  }
  trimEnd(texts);
  return texts.flatMap(({ text, marks }) => inlinesOf(text, marks));
}

function trimEnd(texts: Text[]): void {
  for (let last = texts.at(-1); last; last = texts.at(-1)) {
    last.text = last.text.replace(/[\s\u00a0]+$/u, "");
    if (last.text !== "") break;
    texts.pop();
  }
  const [first] = texts;
  if (first) first.text = first.text.replace(/^[\s\u00a0]+/u, "");
}

/** Control characters and halves of characters come along with pasted text, and cannot be kept. */
function storable(text: string): string {
  return text
    .replace(/\p{Cc}/gu, " ")
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1");
}

function sameMarks(one: Text, other: Text): boolean {
  return JSON.stringify(one.marks ?? []) === JSON.stringify(other.marks ?? []);
}

function lineText({ content = [] }: Paragraph): string {
  return content.map((inline) => (inline.type === "text" ? inline.text : "\ufffc")).join("");
}

/** Without its first characters, which were a bullet or a number. */
function withoutStart({ content = [] }: Paragraph, skip: number): Paragraph {
  let left = skip;
  const kept = content.flatMap((inline): Inline[] => {
    if (left === 0 || inline.type !== "text") return [inline];
    const taken = Math.min(left, inline.text.length);
    left -= taken;
    const text = inline.text.slice(taken);
    return text === "" ? [] : [{ ...inline, text }];
  });
  return kept.length > 0 ? { type: "paragraph", content: kept } : { type: "paragraph" };
}
