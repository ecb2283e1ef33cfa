"use client";

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import type { PlaceholderChoice } from "@/components/messages/suggestions";
import { LinkPanel } from "@/components/messages/editor/link-panel";
import { PlaceholderPanel } from "@/components/messages/editor/placeholder-panel";
import { ShortcutHelp } from "@/components/messages/editor/shortcut-help";
import { keysOf, type Shortcut } from "@/components/messages/editor/shortcuts";
import { TableTools } from "@/components/messages/editor/table-tools";
import { insertTable, isInTable } from "@/components/messages/editor/tables";
import { ToolRow, type Tool } from "@/components/messages/editor/tool-row";

type Panel = "placeholder" | "link";

/** What one does to the text, and the panels that ask for more before they do it. */
export function EditorToolbar({
  editor,
  choices,
  label,
}: {
  editor: Editor;
  choices: readonly PlaceholderChoice[];
  label: string;
}) {
  const t = useTranslations("messages.editor");
  const panelId = useId();
  const [isHelping, setHelping] = useState(false);
  const [panel, setPanel] = useState<Panel | null>(null);
  const mainTools = useRef<HTMLDivElement>(null);
  const tableTools = useRef<HTMLDivElement>(null);
  const chain = () => editor.chain().focus();
  const toggle = (which: Panel) => setPanel(panel === which ? null : which);
  const tools = useTools(editor);

  const close = () => {
    setPanel(null);
    editor.commands.focus();
  };

  useEffect(() => {
    if (panel === null) return;
    // Wherever the focus is: a panel opened by mouse need not have it.
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setPanel(null);
      editor.commands.focus();
    };
    document.addEventListener("keydown", escape);
    return () => document.removeEventListener("keydown", escape);
  }, [editor, panel]);

  useEffect(() => {
    // The way to the tools out of a table, where the Tab key goes from cell to cell.
    const { dom } = editor.view;
    const toTools = (event: KeyboardEvent) => {
      if (event.key !== "F10" || !event.altKey) return;
      const row = tableTools.current ?? mainTools.current;
      row?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
      event.preventDefault();
    };
    dom.addEventListener("keydown", toTools);
    return () => dom.removeEventListener("keydown", toTools);
  }, [editor]);

  return (
    <div
      onKeyDown={(event) => {
        if (event.key === "Escape" && panel === null && !isHelping) editor.commands.focus();
      }}
    >
      <ToolRow
        ref={mainTools}
        label={label}
        controls={panelId}
        tools={[
          ...tools,
          {
            name: "link",
            label: t("link"),
            icon: "link",
            isExpanded: panel === "link",
            run: () => toggle("link"),
          },
          { name: "help", label: t("help"), icon: "help", run: () => setHelping(true) },
          {
            name: "insert",
            label: t("insert"),
            isApart: true,
            isExpanded: panel === "placeholder",
            run: () => toggle("placeholder"),
          },
        ]}
      />
      <ShortcutHelp isOpen={isHelping} onClose={() => setHelping(false)} />
      <TableTools ref={tableTools} editor={editor} rowKeys={keysOf("rowBelow")} />
      <div id={panelId}>
        {panel === "placeholder" && (
          <PlaceholderPanel
            choices={choices}
            onChoose={(name) => {
              close();
              chain()
                .insertContent([{ type: "placeholder", attrs: { name } }])
                .run();
            }}
            onCondition={(attrs) => {
              close();
              chain()
                .insertContent([{ type: "conditional", attrs }])
                .run();
            }}
          />
        )}
        {panel === "link" && (
          <LinkPanel
            address={String(editor.getAttributes("link").href ?? "")}
            onSet={(href) => {
              close();
              setLink(editor, href);
            }}
            onRemove={() => {
              close();
              chain().extendMarkRange("link").unsetLink().run();
            }}
          />
        )}
      </div>
    </div>
  );
}

/** On what is chosen, on the link at the caret, or with its address as the text. */
function setLink(editor: Editor, href: string) {
  const chain = editor.chain().focus();
  if (editor.state.selection.empty && !editor.isActive("link")) {
    const marks = [{ type: "link", attrs: { href } }];
    chain.insertContent([{ type: "text", text: href.replace(/^mailto:/i, ""), marks }]).run();
  } else chain.extendMarkRange("link").setLink({ href }).run();
}

function useTools(editor: Editor): Tool[] {
  const t = useTranslations("messages.editor");
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      heading: now.isActive("heading", { level: 2 }),
      subheading: now.isActive("heading", { level: 3 }),
      bulletList: now.isActive("bulletList"),
      orderedList: now.isActive("orderedList"),
      quote: now.isActive("blockquote"),
      isInTable: isInTable(now),
      canUndo: now.can().undo(),
      canRedo: now.can().redo(),
    }),
  });
  const tool = (
    name: (keyof typeof state & Shortcut) | "undo" | "redo" | "table",
    look: Pick<Tool, "isOn" | "isOut">,
    run: () => void,
  ): Tool => ({
    name,
    icon: name,
    label: t(name === "table" ? "table.insert" : name),
    keys: name === "table" ? undefined : keysOf(name),
    ...look,
    run,
  });
  const chain = () => editor.chain().focus();
  const { isInTable: isOut, canUndo, canRedo, ...on } = state;
  return [
    tool("undo", { isOut: !canUndo }, () => editor.commands.undo()),
    tool("redo", { isOut: !canRedo }, () => editor.commands.redo()),
    tool("bold", { isOn: on.bold }, () => chain().toggleBold().run()),
    tool("italic", { isOn: on.italic }, () => chain().toggleItalic().run()),
    tool("heading", { isOn: on.heading }, () => chain().toggleHeading({ level: 2 }).run()),
    tool("subheading", { isOn: on.subheading }, () => chain().toggleHeading({ level: 3 }).run()),
    tool("bulletList", { isOn: on.bulletList }, () => chain().toggleBulletList().run()),
    tool("orderedList", { isOn: on.orderedList }, () => chain().toggleOrderedList().run()),
    tool("quote", { isOn: on.quote }, () => chain().toggleBlockquote().run()),
    tool("table", { isOut }, () => {
      insertTable(editor);
      editor.commands.focus();
    }),
  ];
}
