/** A pasted table as the simple grid of a letter: merged cells are taken apart, no text is lost. */
import {
  TABLE_COLUMN_LIMIT,
  TABLE_ROW_LIMIT,
  type Block,
  type Inline,
  type Paragraph,
  type Table,
  type TableCell,
  type TableRow,
} from "@/lib/messages/body/schema";
import { isLeftOut, type PastedElement, type PastedNode } from "@/lib/messages/body/pasted-tree";

type Place = {
  paragraphs: Paragraph[];
  isHeader: boolean;
  /** A part of the cell to its left, or above it, not the cell itself. */
  isRestOfLeft: boolean;
  isRestOfAbove: boolean;
};

const emptyPlace: Place = {
  paragraphs: [],
  isHeader: false,
  isRestOfLeft: false,
  isRestOfAbove: false,
};

function isRest({ isRestOfLeft, isRestOfAbove }: Place): boolean {
  return isRestOfLeft || isRestOfAbove;
}

/** Its rows, wherever they stand in it; those of tables within it are theirs. */
function rowsOf(table: PastedElement): { row: PastedElement; isHead: boolean }[] {
  const walk = (nodes: readonly PastedNode[], isHead: boolean): ReturnType<typeof rowsOf> =>
    nodes.flatMap((node) => {
      if (typeof node === "string" || isLeftOut(node) || node.name === "table") return [];
      if (node.name === "tr") return [{ row: node, isHead }];
      return isCell(node) ? [] : walk(node.children, isHead || node.name === "thead");
    });
  return walk(table.children, false);
}

function isCell({ name }: PastedElement): boolean {
  return name === "td" || name === "th";
}

function cellsOf(row: PastedElement): PastedElement[] {
  return row.children.flatMap((child) =>
    typeof child !== "string" && isCell(child) && !isLeftOut(child) ? [child] : [],
  );
}

/** Frames that mail programs and old pages put around their text: it is read without them. */
export function isLayoutTable(table: PastedElement): boolean {
  if (/^(presentation|none)$/i.test(table.attributes.role ?? "")) return true;
  const cells = rowsOf(table).flatMap(({ row }) => cellsOf(row));
  return cells.length <= 1 || cells.some((cell) => cell.children.some(holdsTable));
}

function holdsTable(node: PastedNode): boolean {
  if (typeof node === "string" || isLeftOut(node)) return false;
  return node.name === "table" || node.children.some(holdsTable);
}

/** `blocksOf` reads what stands in a cell. */
export function tablesOf(
  table: PastedElement,
  blocksOf: (cell: PastedElement) => Block[],
): Block[] {
  const rows = rowsOf(table);
  const grid = withoutRests(gridOf(rows, blocksOf));
  const narrow = (grid[0]?.length ?? 0) > TABLE_COLUMN_LIMIT ? withoutEmptyColumns(grid) : grid;
  const columns = narrow[0]?.length ?? 0;
  if (columns === 0) return [];
  // Nobody can read it on paper; its rows stay apart, and so do their cells.
  if (columns > TABLE_COLUMN_LIMIT) return narrow.map((row) => lineOf(row.map(placed)));
  const [first = [], ...others] = narrow;
  const isHeader = others.length > 0 && isHeaderRow(first, rows[0]?.isHead ?? false, others);
  return inTables(isHeader ? first : null, isHeader ? others : narrow);
}

const placed = ({ paragraphs }: Place) => paragraphs;

function gridOf(
  rows: ReturnType<typeof rowsOf>,
  blocksOf: (cell: PastedElement) => Block[],
): Place[][] {
  const grid: (Place | undefined)[][] = rows.map(() => []);
  rows.forEach(({ row }, top) => {
    let left = 0;
    for (const cell of cellsOf(row)) {
      while (grid[top]?.[left]) left += 1;
      const paragraphs = paragraphsOf(blocksOf(cell));
      const isHeader = cell.name === "th";
      const width = spanOf(cell.attributes.colspan);
      const height = Math.min(spanOf(cell.attributes.rowspan), rows.length - top);
      for (let down = 0; down < height; down += 1)
        for (let right = 0; right < width; right += 1) {
          const line = grid[top + down];
          const place = { isHeader, isRestOfLeft: right > 0, isRestOfAbove: down > 0 };
          if (line && !line[left + right])
            line[left + right] = { ...place, paragraphs: right + down > 0 ? [] : paragraphs };
        }
      left += width;
    }
  });
  const columns = Math.max(0, ...grid.map((row) => row.length));
  return grid
    .filter((row) => row.length > 0)
    .map((row) => Array.from({ length: columns }, (_, column) => row[column] ?? emptyPlace));
}

/** Word counts a column wherever any cell of the table ends; more than these nobody sees. */
function spanOf(written: string | undefined): number {
  const span = Number.parseInt(written ?? "1", 10);
  return Number.isNaN(span) || span < 1 ? 1 : Math.min(span, 100);
}

/** Columns and rows in which no cell begins are not seen either. */
function withoutRests(grid: Place[][]): Place[][] {
  const rows = grid.filter((row) => !row.every(({ isRestOfAbove }) => isRestOfAbove));
  return withColumns(rows, (cells) => !cells.every(({ isRestOfLeft }) => isRestOfLeft));
}

function withoutEmptyColumns(grid: Place[][]): Place[][] {
  return withColumns(grid, (cells) => cells.some(({ paragraphs }) => paragraphs.length > 0));
}

function withColumns(grid: Place[][], isWanted: (cells: Place[]) => boolean): Place[][] {
  const columns = (grid[0] ?? []).map((_, column) =>
    isWanted(grid.flatMap((row) => row[column] ?? [])),
  );
  return grid.map((row) => row.filter((_, column) => columns[column]));
}

/** Said by the page, or shown: a first row in bold above rows that are not. */
function isHeaderRow(first: Place[], isHead: boolean, others: Place[][]): boolean {
  if (isHead || first.every(({ isHeader }) => isHeader)) return true;
  const filled = first.filter((place) => !isRest(place));
  return (
    filled.every(({ paragraphs }) => paragraphs.length > 0 && isBold(paragraphs)) &&
    others.some((row) => row.some(({ paragraphs }) => paragraphs.length > 0 && !isBold(paragraphs)))
  );
}

function isBold(paragraphs: Paragraph[]): boolean {
  return paragraphs
    .flatMap(({ content = [] }) => content)
    .every((inline) => inline.type === "hardBreak" || hasBold(inline));
}

function hasBold(inline: Exclude<Inline, { type: "hardBreak" }>): boolean {
  return (inline.marks ?? []).some(({ type }) => type === "bold");
}

function inTables(header: Place[] | null, rows: Place[][]): Table[] {
  const most = TABLE_ROW_LIMIT - (header ? 1 : 0);
  const head = header ? [headerRow(header)] : [];
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, part) => ({
    type: "table",
    content: [...head, ...rows.slice(part * most, (part + 1) * most).map(plainRow)],
  }));
}

/** A heading over several columns is told in each of them; figures are never told twice. */
function headerRow(places: Place[]): TableRow {
  let last: Paragraph[] = [];
  return {
    type: "tableRow",
    content: places.map((place) => {
      if (!place.isRestOfLeft) last = place.paragraphs;
      return cell("tableHeader", last.map(withoutBold));
    }),
  };
}

function plainRow(places: Place[]): TableRow {
  return {
    type: "tableRow",
    content: places.map(({ paragraphs, isHeader }) =>
      cell("tableCell", isHeader ? paragraphs.map(withBold) : paragraphs),
    ),
  };
}

function cell(type: TableCell["type"], paragraphs: Paragraph[]): TableCell {
  return { type, content: paragraphs.length > 0 ? paragraphs : [{ type: "paragraph" }] };
}

function withMarks(paragraph: Paragraph, isBold: boolean): Paragraph {
  if (!paragraph.content) return paragraph;
  return {
    type: "paragraph",
    content: paragraph.content.map((inline) => {
      if (inline.type === "hardBreak") return inline;
      const { marks = [], ...bare } = inline;
      const others = marks.filter(({ type }) => type !== "bold");
      const all = isBold ? [{ type: "bold" } as const, ...others] : others;
      return all.length > 0 ? { ...bare, marks: all } : bare;
    }),
  };
}

export const withBold = (paragraph: Paragraph) => withMarks(paragraph, true);
export const withoutBold = (paragraph: Paragraph) => withMarks(paragraph, false);

/** Anything as paragraphs, which is all that a cell holds: a list keeps its signs as text. */
export function paragraphsOf(blocks: readonly Block[]): Paragraph[] {
  return blocks.flatMap((block): Paragraph[] => {
    switch (block.type) {
      case "paragraph":
        return [block];
      case "heading":
        return [withBold({ type: "paragraph", content: block.content ?? [] })];
      case "blockquote":
        return paragraphsOf(block.content);
      case "bulletList":
        return block.content.flatMap(({ content }) => marked("• ", content));
      case "orderedList":
        return block.content.flatMap(({ content }, index) =>
          marked(`${(block.attrs?.start ?? 1) + index}. `, content),
        );
      case "table":
        return block.content.map((row) => lineOf(row.content.map((each) => each.content)));
      case "horizontalRule":
        return [];
    }
  });
}

function marked(sign: string, content: readonly Block[]): Paragraph[] {
  const [first = { type: "paragraph" }, ...others] = paragraphsOf(content);
  const line: Inline[] = [{ type: "text", text: sign }, ...(first.content ?? [])];
  return [{ type: "paragraph", content: line }, ...others];
}

function lineOf(cells: readonly (readonly Paragraph[])[]): Paragraph {
  const parts = cells.map((cell) =>
    cell.flatMap(({ content = [] }, index): Inline[] => [
      ...(index > 0 ? [{ type: "hardBreak" } as const] : []),
      ...content,
    ]),
  );
  const content = parts.flatMap((part, index): Inline[] => [
    ...(index > 0 ? [{ type: "text", text: " | " } as const] : []),
    ...part,
  ]);
  return content.length > 0 ? { type: "paragraph", content } : { type: "paragraph" };
}
