/**
 * A letter's text as one types it without tools, and back, without loss: `# ` and `## ` are headings,
 * `- ` and `1. ` lists, `> ` quotations, `| a | b |` rows of a table (under a header row `|---|---|`),
 * `---` a rule, **bold**, *italics*, [text](https://…), ((placeholder)) and ((question??text)). A line
 * end is one; an empty line parts paragraphs; `\` takes the next sign as it is.
 */
import { emptyDocument } from "@/lib/messages/body/rules";
import {
  DEPTH_LIMIT,
  type Block,
  type Document,
  type ListItem,
  type Table,
} from "@/lib/messages/body/schema";
import { inlineSource, inlinesFromSource } from "@/lib/messages/body/source-line";

/** A line that says of itself what it is; text that only looks so is written behind a `\`. */
const HEADING = /^(#{1,2})(?: (.*))?$/s;
const ITEM = /^(-|\*|(\d{1,6})[.)])(?: (.*))?$/s;
const QUOTE = /^>(?: ?(.*))?$/s;
const ROW = /^\|/;
const RULE = /^-{3,}$/;
const BLANK = /^ *$/;

/** How a paragraph without a word is written: an empty line would be none. */
const NOTHING = "\\";

export function sourceOf({ content }: Document): string {
  return blocksSource(content);
}

function blocksSource(blocks: readonly Block[]): string {
  return blocks.map(blockSource).join("\n\n");
}

function blockSource(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return paragraphSource(inlineSource(block.content ?? []));
    case "heading": {
      const sign = "#".repeat(block.attrs.level - 1);
      const text = inlineSource(block.content ?? []).replaceAll("\n", "\\n");
      return text === "" ? sign : `${sign} ${text}`;
    }
    case "bulletList":
      return block.content.map((item) => itemSource("-", item)).join("\n");
    case "orderedList": {
      const start = block.attrs?.start ?? 1;
      return block.content.map((item, index) => itemSource(`${start + index}.`, item)).join("\n");
    }
    case "blockquote":
      return prefixed(blocksSource(block.content), (line) => (line === "" ? ">" : `> ${line}`));
    case "horizontalRule":
      return "---";
    case "table":
      return tableSource(block);
  }
}

function paragraphSource(text: string): string {
  return prefixed(text, (line) => {
    if (line === "") return NOTHING;
    if (/^\d/.test(line) && ITEM.test(line)) return line.replace(/[.)]/, "\\$&");
    return startsBlock(line) ? `\\${line}` : line;
  });
}

function startsBlock(line: string): boolean {
  return [HEADING, ITEM, QUOTE, ROW, RULE].some((sign) => sign.test(line));
}

function itemSource(sign: string, { content }: ListItem): string {
  const text = blocksSource(content);
  if (text === NOTHING) return sign;
  const indent = " ".repeat(sign.length + 1);
  return `${sign} ${text.replace(/\n(?!\n|$)/g, `\n${indent}`)}`;
}

function tableSource({ content }: Table): string {
  const rows = content.map((row) => {
    const cells = row.content.map((cell) =>
      cell.content.map((part) => cellLine(inlineSource(part.content ?? [], true))).join("\\p"),
    );
    return `|${cells.map((cell) => (cell === "" ? " " : ` ${cell} `)).join("|")}|`;
  });
  const isHeader = content[0]?.content[0]?.type === "tableHeader";
  const under = `|${(content[0]?.content ?? []).map(() => "---").join("|")}|`;
  return (isHeader ? [rows[0], under, ...rows.slice(1)] : rows).join("\n");
}

/** Around a cell's text spaces are only room. */
function cellLine(text: string): string {
  return text.replaceAll("\n", "\\n").replace(/(?<=(?:^|[^\\])(?:\\\\)*) $/, "\\ ");
}

function prefixed(text: string, change: (line: string) => string): string {
  return text.split("\n").map(change).join("\n");
}

export function documentFromSource(source: string): Document {
  const lines = source
    .replace(/\r\n?/g, "\n")
    .replace(/(?!\n)\p{Cc}/gu, " ")
    .split("\n");
  const content = blocksFrom(lines, DEPTH_LIMIT - 3, true);
  return content.length > 0 ? { type: "doc", content } : emptyDocument();
}

/** `room`: how many more levels of nodes fit in; below, signs are text. */
function blocksFrom(lines: readonly string[], room: number, isOutside: boolean): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const line = (lines[at] ?? "").replace(/^ +/, "");
    if (BLANK.test(line)) {
      at += 1;
      continue;
    }
    const { block, next } = blockFrom(lines, at, line, room, isOutside);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

type Read = { block: Block; next: number };

function blockFrom(
  lines: readonly string[],
  at: number,
  line: string,
  room: number,
  isOutside: boolean,
): Read {
  if (RULE.test(line)) return { block: { type: "horizontalRule" }, next: at + 1 };
  if (HEADING.test(line)) return { block: headingFrom(line), next: at + 1 };
  if (isOutside && ROW.test(line)) return tableFrom(lines, at);
  if (room >= 1 && QUOTE.test(line)) return quoteFrom(lines, at, room);
  if (room >= 2 && ITEM.test(line)) return listFrom(lines, at, room);
  let next = at + 1;
  while (next < lines.length && goesOn(lines[next] ?? "", room, isOutside)) next += 1;
  const text = lines.slice(at, next).map((each) => each.replace(/^ +/, ""));
  const content = inlinesFromSource(text.map((each) => (each === NOTHING ? "" : each)).join("\n"));
  return {
    block: content.length > 0 ? { type: "paragraph", content } : { type: "paragraph" },
    next,
  };
}

function goesOn(written: string, room: number, isOutside: boolean): boolean {
  const line = written.replace(/^ +/, "");
  if (BLANK.test(line) || RULE.test(line) || HEADING.test(line)) return false;
  if (isOutside && ROW.test(line)) return false;
  return !(room >= 1 && QUOTE.test(line)) && !(room >= 2 && ITEM.test(line));
}

/** One line; `\n` is a line end within it, as in a cell. */
function headingFrom(line: string): Block {
  const [, sign = "#", text = ""] = HEADING.exec(line) ?? [];
  const content = inlinesFromSource(piecesOf(text).map(withLineEnd).join(""));
  const attrs = { level: sign.length === 1 ? 2 : 3 } as const;
  return { type: "heading", attrs, ...(content.length > 0 ? { content } : {}) };
}

function quoteFrom(lines: readonly string[], at: number, room: number): Read {
  const inner: string[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const quoted = QUOTE.exec((lines[next] ?? "").replace(/^ +/, ""));
    if (!quoted) break;
    inner.push(quoted[1] ?? "");
  }
  const content = blocksFrom(inner, room - 1, false);
  return { block: { type: "blockquote", content: atLeastOne(content) }, next };
}

function atLeastOne(blocks: Block[]): Block[] {
  return blocks.length > 0 ? blocks : [{ type: "paragraph" }];
}

function listFrom(lines: readonly string[], at: number, room: number): Read {
  const items: ListItem[] = [];
  let start: number | null = null;
  let next = at;
  for (; next < lines.length;) {
    const line = (lines[next] ?? "").replace(/^ +/, "");
    const [, sign = "", number, text = ""] = ITEM.exec(line) ?? [];
    if (sign === "" || RULE.test(line)) break;
    if (items.length === 0) start = number === undefined ? null : Number(number);
    else if ((start === null) !== (number === undefined)) break;
    const end = endOfItem(lines, next + 1);
    const indent = new RegExp(`^ {0,${sign.length + 1}}`);
    const inner = lines.slice(next + 1, end).map((each) => each.replace(indent, ""));
    items.push({
      type: "listItem",
      content: atLeastOne(blocksFrom([text, ...inner], room - 2, false)),
    });
    next = end;
  }
  if (start === null) return { block: { type: "bulletList", content: items }, next };
  const attrs = { start: Math.min(start, 9999) };
  return { block: { type: "orderedList", attrs, content: items }, next };
}

/** What is indented belongs to it, over empty lines too. */
function endOfItem(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (BLANK.test(line)) continue;
    if (!line.startsWith("  ")) break;
    end = at + 1;
  }
  return end;
}

function tableFrom(lines: readonly string[], at: number): Read {
  const rows: string[][] = [];
  let isHeader = false;
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = (lines[next] ?? "").trim();
    if (!ROW.test(line)) break;
    const isUnder = /^\|(?: *:?-{3,}:? *\|?)+$/.test(line);
    if (isUnder && next === at + 1) isHeader = true;
    else rows.push(cellsOf(line));
  }
  const columns = Math.max(...rows.map((row) => row.length));
  const content = rows.map((row, place) => ({
    type: "tableRow" as const,
    content: Array.from({ length: columns }, (_, column) => ({
      type: isHeader && place === 0 ? ("tableHeader" as const) : ("tableCell" as const),
      content: (row[column] ?? "").split(PARAGRAPH).map((text) => {
        const inlines = inlinesFromSource(text);
        return { type: "paragraph" as const, ...(inlines.length > 0 ? { content: inlines } : {}) };
      }),
    })),
  }));
  return { block: { type: "table", content }, next };
}

const PARAGRAPH = "\u0000";

/** Signs one by one; one behind a `\`, and a placeholder, are one piece. */
function piecesOf(line: string): string[] {
  return line.match(/\\.|\(\([^()]+\)\)|[^]/gsu) ?? [];
}

function withLineEnd(piece: string): string {
  return piece === "\\n" ? "\n" : piece;
}

/** Cut at its bars; `\|` and those within a placeholder are none. */
function cellsOf(line: string): string[] {
  const pieces = piecesOf(line);
  const cells: string[][] = [[]];
  for (const piece of pieces.slice(1)) {
    if (piece === "|") cells.push([]);
    else cells.at(-1)?.push(piece === "\\p" ? PARAGRAPH : withLineEnd(piece));
  }
  // The bar at the end of a line closes its last cell.
  if (pieces.at(-1) === "|" && cells.length > 1) cells.pop();
  return cells.map((cell) => {
    const start = cell.findIndex((piece) => piece !== " ");
    const end = cell.findLastIndex((piece) => piece !== " ");
    return cell.slice(Math.max(0, start), end + 1).join("");
  });
}
