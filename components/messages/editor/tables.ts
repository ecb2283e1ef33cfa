import { Extension, Node, type Editor } from "@tiptap/core";
import { createTable, Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import type { Node as ProseMirrorNode, ResolvedPos } from "@tiptap/pm/model";
import { Plugin, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";
import { TABLE_COLUMN_LIMIT, TABLE_ROW_LIMIT } from "@/lib/messages/body/schema";

/** What a new table has: one sees at once what it is, and what its header row is for. */
const newTable = { rows: 3, columns: 3 };

/** No cell is ever merged; the library asks for the attributes by which it would be. */
function plainCellAttributes() {
  return {
    colspan: { default: 1, parseHTML: () => 1 },
    rowspan: { default: 1, parseHTML: () => 1 },
    colwidth: { default: null, parseHTML: () => null },
  };
}

/** Tables stand beside the blocks of the letter, never in a list or a quotation. */
const letterDocument = Node.create({ name: "doc", topNode: true, content: "(block | table)+" });

const keys = Extension.create({
  name: "tableKeys",
  // Before the table's own Tab, which adds rows for ever: nobody could leave by keyboard.
  priority: 200,
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      Tab: () => isInTable(editor) && (editor.commands.goToNextCell() || leaveTable(editor, 1)),
      "Shift-Tab": () =>
        isInTable(editor) && (editor.commands.goToPreviousCell() || leaveTable(editor, -1)),
      ArrowDown: () => isAtEdge(editor, "down") && leaveTable(editor, 1),
      ArrowUp: () => isAtEdge(editor, "up") && leaveTable(editor, -1),
      "Mod-Enter": () => isInTable(editor) && addRow(editor, "below"),
    };
  },
  addProseMirrorPlugins() {
    return [new Plugin({ appendTransaction: (_, before, now) => tidied(before, now) })];
  },
});

export const tableExtensions = [
  letterDocument,
  Table.extend({ group: "table" }).configure({ resizable: false }),
  TableRow,
  TableHeader.extend({ content: "paragraph+", addAttributes: plainCellAttributes }),
  TableCell.extend({ content: "paragraph+", addAttributes: plainCellAttributes }),
  keys,
];

/** The header is the first row, whole or not at all; after a table one can always go on writing. */
function tidied(before: EditorState, { doc, tr, schema }: EditorState): Transaction | null {
  const { paragraph, tableCell, tableHeader } = schema.nodes;
  if (before.doc.eq(doc) || !paragraph || !tableCell || !tableHeader) return null;
  doc.forEach((table, offset) => {
    if (table.type.name !== "table") return;
    const isHeader = table.firstChild?.firstChild?.type === tableHeader;
    table.forEach((row, rowOffset, place) => {
      const type = isHeader && place === 0 ? tableHeader : tableCell;
      row.forEach((cell, cellOffset) => {
        if (cell.type !== type) tr.setNodeMarkup(offset + rowOffset + cellOffset + 2, type);
      });
    });
  });
  if (doc.lastChild?.type.name === "table") tr.insert(doc.content.size, paragraph.create());
  return tr.docChanged ? tr : null;
}

/** The table around the caret, which always stands in the letter itself. */
function tableAt($place: ResolvedPos): ProseMirrorNode | null {
  const node = $place.depth > 0 ? $place.node(1) : null;
  return node?.type.name === "table" ? node : null;
}

export function isInTable(editor: Editor): boolean {
  return tableAt(editor.state.selection.$from) !== null;
}

/** What the tools of a table need to know; null outside of one. */
export function tableStateOf(editor: Editor) {
  const { $from } = editor.state.selection;
  const table = tableAt($from);
  if (table === null) return null;
  const isHeader = table.firstChild?.firstChild?.type.name === "tableHeader";
  return {
    isHeader,
    isInHeader: isHeader && $from.index(1) === 0,
    hasRoomBelow: table.childCount < TABLE_ROW_LIMIT,
    hasRoomBeside: (table.firstChild?.childCount ?? 0) < TABLE_COLUMN_LIMIT,
  };
}

/** After the block in which the caret is, or in its place when that is empty. */
export function insertTable(editor: Editor): boolean {
  if (isInTable(editor)) return false;
  return editor.commands.command(({ tr, dispatch }) => {
    const { $from } = tr.selection;
    const block = $from.depth > 0 ? $from.node(1) : null;
    const table = createTable(editor.schema, newTable.rows, newTable.columns, true);
    const isEmpty = block?.type.name === "paragraph" && block.content.size === 0;
    const start = isEmpty ? $from.before(1) : block ? $from.after(1) : tr.doc.content.size;
    if (!dispatch) return true;
    tr.replaceWith(start, isEmpty ? $from.after(1) : start, table);
    tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1))).scrollIntoView();
    return true;
  });
}

export function addRow(editor: Editor, side: "above" | "below"): boolean {
  const table = tableStateOf(editor);
  if (!table?.hasRoomBelow || (side === "above" && table.isInHeader)) return false;
  return side === "above" ? editor.commands.addRowBefore() : editor.commands.addRowAfter();
}

export function addColumn(editor: Editor, side: "left" | "right"): boolean {
  if (!tableStateOf(editor)?.hasRoomBeside) return false;
  return side === "left" ? editor.commands.addColumnBefore() : editor.commands.addColumnAfter();
}

/** The last row or column takes the table with it. */
export function removeRow(editor: Editor): boolean {
  return editor.commands.deleteRow() || editor.commands.deleteTable();
}

export function removeColumn(editor: Editor): boolean {
  return editor.commands.deleteColumn() || editor.commands.deleteTable();
}

function isAtEdge(editor: Editor, direction: "up" | "down"): boolean {
  const { $from, empty } = editor.state.selection;
  const table = tableAt($from);
  if (table === null || !empty) return false;
  const isEdgeRow = $from.index(1) === (direction === "up" ? 0 : table.childCount - 1);
  const cell = $from.node(3);
  const isEdgeLine = $from.index(3) === (direction === "up" ? 0 : cell.childCount - 1);
  return isEdgeRow && isEdgeLine && editor.view.endOfTextblock(direction);
}

/** To the text before or after it, which is made where there is none. */
function leaveTable(editor: Editor, direction: 1 | -1): boolean {
  return editor.commands.command(({ tr, dispatch, state }) => {
    const { $from } = tr.selection;
    const edge = direction === 1 ? $from.after(1) : $from.before(1);
    const $edge = tr.doc.resolve(edge);
    const neighbour = direction === 1 ? $edge.nodeAfter : $edge.nodeBefore;
    const { paragraph } = state.schema.nodes;
    if (!paragraph) return false;
    if (!dispatch) return true;
    if (!neighbour || neighbour.type.name === "table") tr.insert(edge, paragraph.create());
    const inside = direction === 1 ? edge + 1 : neighbour ? edge - 1 : edge + 1;
    tr.setSelection(TextSelection.near(tr.doc.resolve(inside), direction)).scrollIntoView();
    return true;
  });
}
