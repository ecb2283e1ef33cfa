"use client";

import { EditorContent, useEditor } from "@tiptap/react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { EditorFooter } from "@/components/messages/editor/editor-footer";
import { EditorToolbar } from "@/components/messages/editor/editor-toolbar";
import { letterExtensions } from "@/components/messages/editor/extensions";
import { gapsKey } from "@/components/messages/editor/placeholder-node";
import {
  PlaceholderSuggestions,
  type SuggestionKeys,
} from "@/components/messages/editor/placeholder-suggestions";
import { SourceField } from "@/components/messages/editor/source-field";
import type { PlaceholderChoice } from "@/components/messages/suggestions";
import { classNames } from "@/components/ui/class-names";
import { placeholderKey } from "@/lib/messages/body/rules";
import { documentFromSource, sourceOf } from "@/lib/messages/body/source";
import type { Document } from "@/lib/messages/body/schema";

/** The text of the letter. Knows only what a letter can print; the keyboard reaches everything. */
export default function LetterEditor({
  id,
  label,
  describedBy,
  isInvalid,
  language,
  document,
  choices,
  gaps,
  onChange,
}: {
  id: string;
  label: string;
  describedBy: string;
  isInvalid: boolean;
  /** The letter's, for the browser's spelling checker. */
  language: string | undefined;
  document: Document;
  choices: readonly PlaceholderChoice[];
  /** Placeholders without a value. */
  gaps: readonly string[];
  onChange: (document: Document) => void;
}) {
  const t = useTranslations("messages.editor");
  const emitted = useRef(JSON.stringify(document));
  /** The text with its signs while it is written so; null while it is written with tools. */
  const [source, setSource] = useState<string | null>(null);
  const isSource = source !== null;
  const suggestionKeys = useRef<SuggestionKeys>(null);
  const latestChange = useRef(onChange);
  useEffect(() => {
    latestChange.current = onChange;
  });

  const editorProps = useMemo(
    () => ({
      attributes: {
        // Of the two forms of the text, the one that is seen is the field.
        ...(isSource ? {} : { id }),
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        "aria-describedby": describedBy,
        ...(isInvalid ? { "aria-invalid": "true" } : {}),
        ...(language === undefined ? {} : { lang: language }),
        class: look,
      },
      handleKeyDown: (_view: unknown, event: KeyboardEvent) =>
        suggestionKeys.current?.(event) ?? false,
    }),
    [id, label, describedBy, isInvalid, language, isSource],
  );
  const editor = useEditor({
    extensions: letterExtensions,
    content: document,
    immediatelyRender: false,
    injectCSS: false,
    editorProps,
    onUpdate: ({ editor: changed }) => {
      emitted.current = JSON.stringify(changed.getJSON());
      // By way of the text, because ProseMirror's attributes are objects that no action may carry.
      latestChange.current(JSON.parse(emitted.current) as Document);
    },
  });

  // The editor's own options are set anew when its parent renders, and lose the attributes by which
  // the field has its name: they are given again after each render.
  useEffect(() => {
    editor?.view.setProps(editorProps);
  });

  useEffect(() => {
    // Answers that came from elsewhere: typed earlier, or saved by somebody else.
    const text = JSON.stringify(document);
    if (editor === null || text === emitted.current) return;
    emitted.current = text;
    editor.commands.setContent(document, { emitUpdate: false });
    setSource((shown) => (shown === null ? null : sourceOf(document)));
  }, [editor, document]);

  const gapText = gaps.map(placeholderKey).join("\n");
  useEffect(() => {
    if (editor === null) return;
    const keys = new Set(gapText.split("\n").filter(Boolean));
    editor.view.dispatch(editor.state.tr.setMeta(gapsKey, keys).setMeta("addToHistory", false));
  }, [editor, gapText]);

  const changeSource = (written: string) => {
    setSource(written);
    const changed = documentFromSource(written);
    emitted.current = JSON.stringify(changed);
    onChange(changed);
  };

  const switchForm = () => {
    if (isSource) editor?.commands.setContent(document, { emitUpdate: false });
    setSource(isSource ? null : sourceOf(document));
  };

  if (editor === null) return null;
  return (
    <div
      className={classNames(
        "relative rounded border-[1.5px] bg-paper has-[.ProseMirror:focus,textarea:focus]:outline-3 has-[.ProseMirror:focus,textarea:focus]:outline-offset-2 has-[.ProseMirror:focus,textarea:focus]:outline-focus [&_textarea]:outline-none",
        isInvalid ? "border-failed" : "border-field",
      )}
    >
      {source !== null && (
        <SourceField
          {...{ id, label, describedBy, isInvalid, language }}
          source={source}
          onChange={changeSource}
        />
      )}
      <div hidden={isSource}>
        <EditorToolbar editor={editor} choices={choices} label={t("toolbar")} />
        <EditorContent editor={editor} />
        <PlaceholderSuggestions
          editor={editor}
          choices={choices}
          label={t("suggestions")}
          keys={suggestionKeys}
        />
      </div>
      <EditorFooter document={document} isSource={isSource} onSwitch={switchForm} />
    </div>
  );
}

const look = [
  "min-h-80 px-4.5 py-4 whitespace-pre-wrap break-words outline-none! shadow-none!",
  "[&_p]:mb-4 [&_li>p]:mb-1 [&_h2]:mb-2 [&_h2]:text-h2 [&_h2]:font-semibold [&_h3]:mb-2 [&_h3]:font-semibold",
  "[&_ul]:mb-4 [&_ul]:list-disc [&_ul]:pl-6 [&_ol]:mb-4 [&_ol]:list-decimal [&_ol]:pl-6",
  "[&_blockquote]:mb-4 [&_blockquote]:border-l-3 [&_blockquote]:border-line-strong [&_blockquote]:pl-4",
  "[&_.tableWrapper]:mb-4 [&_.tableWrapper]:overflow-x-auto [&_table]:w-full [&_table]:border-collapse",
  "[&_:is(td,th)]:min-w-16 [&_:is(td,th)]:border [&_:is(td,th)]:border-line-strong [&_:is(td,th)]:px-2.5 [&_:is(td,th)]:py-1.5 [&_:is(td,th)]:text-left [&_:is(td,th)]:align-top",
  "[&_th]:bg-sheet [&_th]:font-semibold [&_:is(td,th)_p]:mb-0 [&_.selectedCell]:bg-petrol-tint",
  "[&_.ProseMirror-selectednode]:outline-2 [&_.ProseMirror-selectednode]:outline-focus",
].join(" ");
