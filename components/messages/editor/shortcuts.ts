/** The keys of the editor, in the order in which its help tells them; `Mod` is Ctrl, or ⌘ on a Mac. */
export const shortcuts = {
  undo: "Mod+Z",
  redo: "Mod+Shift+Z",
  bold: "Mod+B",
  italic: "Mod+I",
  heading: "Mod+Alt+2",
  subheading: "Mod+Alt+3",
  bulletList: "Mod+Shift+8",
  orderedList: "Mod+Shift+7",
  quote: "Mod+Shift+B",
  lineBreak: "Shift+Enter",
  placeholder: "((",
  toolbar: "Alt+F10",
  nextCell: "Tab",
  previousCell: "Shift+Tab",
  rowBelow: "Mod+Enter",
} as const;
export type Shortcut = keyof typeof shortcuts;

/** As they are written on the keyboard in front of the reader. */
export function keysOf(name: Shortcut): string {
  const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return shortcuts[name].replace("Mod", isMac ? "⌘" : "Ctrl");
}
