"use client";

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useTranslations } from "next-intl";
import type { Ref } from "react";
import {
  addColumn,
  addRow,
  removeColumn,
  removeRow,
  tableStateOf,
} from "@/components/messages/editor/tables";
import { ToolRow } from "@/components/messages/editor/tool-row";

/** What one does to a table, as long as the caret is in one. In words: no drawing tells left from right. */
export function TableTools({
  ref,
  editor,
  rowKeys,
}: {
  ref: Ref<HTMLDivElement>;
  editor: Editor;
  rowKeys: string;
}) {
  const t = useTranslations("messages.editor.table");
  const table = useEditorState({ editor, selector: ({ editor: now }) => tableStateOf(now) });
  if (table === null) return null;
  return (
    <ToolRow
      ref={ref}
      label={t("tools")}
      tools={[
        {
          name: "rowAbove",
          label: t("rowAbove"),
          isOut: table.isInHeader || !table.hasRoomBelow,
          run: () => addRow(editor, "above"),
        },
        {
          name: "rowBelow",
          label: t("rowBelow"),
          keys: rowKeys,
          isOut: !table.hasRoomBelow,
          run: () => addRow(editor, "below"),
        },
        {
          name: "columnLeft",
          label: t("columnLeft"),
          isOut: !table.hasRoomBeside,
          run: () => addColumn(editor, "left"),
        },
        {
          name: "columnRight",
          label: t("columnRight"),
          isOut: !table.hasRoomBeside,
          run: () => addColumn(editor, "right"),
        },
        {
          name: "header",
          label: t("header"),
          isOn: table.isHeader,
          run: () => editor.commands.toggleHeaderRow(),
        },
        { name: "removeRow", label: t("removeRow"), run: () => removeRow(editor) },
        { name: "removeColumn", label: t("removeColumn"), run: () => removeColumn(editor) },
        { name: "remove", label: t("remove"), run: () => editor.commands.deleteTable() },
      ]}
    />
  );
}
