/**
 * Word's lists are paragraphs that only look like one: a style `mso-list: l0 level2 lfo1`, a class
 * MsoListParagraph, and the bullet or number as text in front. Here they become lists.
 */
import type { Block, ListItem } from "@/lib/messages/body/schema";
import {
  findElement,
  hasClass,
  styleOf,
  textIn,
  type PastedElement,
} from "@/lib/messages/body/pasted-tree";

/** One paragraph of such a list: which numbers its sign may mean ("i." is one or nine), none for a bullet. */
export type FakeItem = { level: number; numbers: readonly number[] };

/** What the paragraph says of its list, and how many characters of its text are bullet or number. */
export function fakeItemOf(
  paragraph: PastedElement,
  text: string,
): { item: FakeItem; skip: number } | null {
  const list = /\blevel(\d+)\b/.exec(styleOf(paragraph, "mso-list"));
  const isListParagraph = hasClass(paragraph, /^MsoList/i);
  const ignored = findElement(paragraph, isMarker);
  if (list && ignored) {
    const marker = textIn(ignored).replace(/[\s\u00a0]+/g, "");
    return { item: { level: Number(list[1]), numbers: numbersOf(marker) }, skip: 0 };
  }
  const found = (list || isListParagraph ? SURE_MARKER : LIKELY_MARKER).exec(text);
  if (found?.[1] === undefined) return null;
  const level = list ? Number(list[1]) : levelByMargin(paragraph);
  return { item: { level, numbers: numbersOf(found[1]) }, skip: found[0].length };
}

/** The bullet or number that Word puts there for programs that know no lists. */
export function isMarker(element: PastedElement): boolean {
  return styleOf(element, "mso-list") === "ignore";
}

const SURE_MARKER =
  /^[\s\u00a0]*([·•▪▫◦‣●○■□§ØüÜvo\-–—*\uf0a7\uf0b7\uf0d8\uf06f\uf0fc]|\(?(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5})(?:\.\d{1,3}){0,4}[.)])[\s\u00a0]+/u;
/** Without a word of Word's, only signs that nobody types as text. */
const LIKELY_MARKER = /^[\s\u00a0]*([·•▪◦‣●\uf0a7\uf0b7\uf0d8\uf06f]|o(?=\u00a0))[\s\u00a0]+/u;

function numbersOf(marker: string): number[] {
  if (!/[.)]$/.test(marker)) return [];
  const plain = marker.replace(/^\(|[.)]+$/g, "").toLowerCase();
  const figures = /(\d{1,4})$/.exec(plain);
  if (figures) return [Number(figures[1])];
  const letters = /^[a-z]$/.test(plain) ? [plain.charCodeAt(0) - 96] : [];
  return [...romanOf(plain), ...letters];
}

function romanOf(plain: string): number[] {
  if (!/^[ivx]+$/.test(plain)) return [];
  const values = Array.from(plain, (letter) => ({ i: 1, v: 5, x: 10 })[letter] ?? 0);
  return [
    values.reduce(
      (sum, value, place) => sum + (value < (values[place + 1] ?? 0) ? -value : value),
      0,
    ),
  ];
}

/** Word moves each level in by half an inch. */
function levelByMargin(paragraph: PastedElement): number {
  const margin = /^([\d.]+)(pt|in|cm|mm|px)$/.exec(styleOf(paragraph, "margin-left"));
  if (!margin) return 1;
  const points = { pt: 1, in: 72, cm: 28.35, mm: 2.835, px: 0.75 }[margin[2] ?? ""] ?? 1;
  return Math.min(9, Math.max(1, Math.round((Number(margin[1]) * points) / 36)));
}

type Open = { list: Extract<Block, { type: "bulletList" | "orderedList" }>; next: number };

/** Paragraphs one after the other as lists within lists, `deepest` at most. */
export function listsOf(
  items: readonly { item: FakeItem; content: Block[] }[],
  deepest: number,
): Block[] {
  const lists: Block[] = [];
  const open: Open[] = [];
  for (const { item, content } of items) {
    const depth = Math.max(1, Math.min(item.level, open.length + 1, deepest));
    open.length = Math.min(open.length, depth);
    const entry: ListItem = { type: "listItem", content };
    const current = open[depth - 1];
    if (current && goesOn(current, item)) {
      current.list.content.push(entry);
      current.next += 1;
      continue;
    }
    const [start] = item.numbers;
    const list: Open["list"] =
      start === undefined
        ? { type: "bulletList", content: [entry] }
        : { type: "orderedList", attrs: { start }, content: [entry] };
    const parent = open[depth - 2]?.list.content.at(-1);
    (parent?.content ?? lists).push(list);
    open[depth - 1] = { list, next: (start ?? 0) + 1 };
  }
  return lists;
}

function goesOn({ list, next }: Open, { numbers }: FakeItem): boolean {
  if (numbers.length === 0) return list.type === "bulletList";
  return list.type === "orderedList" && numbers.includes(next);
}
