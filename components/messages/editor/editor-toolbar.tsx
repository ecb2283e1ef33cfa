"use client";

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { PlaceholderChoice } from "@/components/messages/editor/letter-editor";
import { LinkPanel } from "@/components/messages/editor/link-panel";
import { PlaceholderPanel } from "@/components/messages/editor/placeholder-panel";
import { ToolButton } from "@/components/messages/editor/tool-button";

/** Arrow keys move within the toolbar, which is one stop of the Tab key. */
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
  const [panel, setPanel] = useState<"placeholder" | "link" | null>(null);
  const [stop, setStop] = useState(0);
  const marks = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      heading: now.isActive("heading"),
      bulletList: now.isActive("bulletList"),
      orderedList: now.isActive("orderedList"),
      blockquote: now.isActive("blockquote"),
      link: now.isActive("link"),
    }),
  });
  const chain = () => editor.chain().focus();
  const close = () => {
    setPanel(null);
    editor.commands.focus();
  };

  useEffect(() => {
    if (panel === null) return;
    // Opened by mouse, the caret is still in the text: Escape is heard there too.
    const { dom } = editor.view;
    const escape = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape") setPanel(null);
    };
    dom.addEventListener("keydown", escape);
    return () => dom.removeEventListener("keydown", escape);
  }, [editor, panel]);

  const tools = [
    { name: "bold", isOn: marks.bold, run: () => chain().toggleBold().run() },
    { name: "italic", isOn: marks.italic, run: () => chain().toggleItalic().run() },
    { name: "heading", isOn: marks.heading, run: () => chain().toggleHeading({ level: 2 }).run() },
    { name: "bulletList", isOn: marks.bulletList, run: () => chain().toggleBulletList().run() },
    { name: "orderedList", isOn: marks.orderedList, run: () => chain().toggleOrderedList().run() },
    { name: "quote", isOn: marks.blockquote, run: () => chain().toggleBlockquote().run() },
  ] as const;
  const places = tools.length + 2;

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLButtonElement)) return;
    const next = (stop + step + places) % places;
    setStop(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
    event.preventDefault();
  };

  return (
    <>
      <div
        role="toolbar"
        aria-label={label}
        aria-controls={panelId}
        onKeyDown={move}
        className="flex flex-wrap items-center gap-1 border-b border-line px-2 py-1.5"
      >
        {tools.map(({ name, isOn, run }, place) => (
          <ToolButton
            key={name}
            place={place}
            stop={stop}
            onStop={setStop}
            label={t(name)}
            icon={name}
            isPressed={isOn}
            onPress={run}
          />
        ))}
        <ToolButton
          place={tools.length}
          stop={stop}
          onStop={setStop}
          label={t("link")}
          icon="link"
          isPressed={marks.link}
          isExpanded={panel === "link"}
          onPress={() => setPanel(panel === "link" ? null : "link")}
        />
        <span className="flex-1" />
        <ToolButton
          place={tools.length + 1}
          stop={stop}
          onStop={setStop}
          label={t("insert")}
          isExpanded={panel === "placeholder"}
          onPress={() => setPanel(panel === "placeholder" ? null : "placeholder")}
        />
      </div>
      <div id={panelId} onKeyDown={(event) => event.key === "Escape" && close()}>
        {panel === "placeholder" && (
          <PlaceholderPanel
            choices={choices}
            onChoose={(name) => {
              setPanel(null);
              chain()
                .insertContent([{ type: "placeholder", attrs: { name } }])
                .run();
            }}
          />
        )}
        {panel === "link" && (
          <LinkPanel
            address={String(editor.getAttributes("link").href ?? "")}
            onSet={(href) => {
              setPanel(null);
              chain().extendMarkRange("link").setLink({ href }).run();
            }}
            onRemove={() => {
              setPanel(null);
              chain().extendMarkRange("link").unsetLink().run();
            }}
          />
        )}
      </div>
    </>
  );
}
