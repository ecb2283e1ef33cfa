/** Pasted HTML as the transformation reads it: elements and text, whoever parsed them. */
export type PastedElement = {
  /** In small letters, with its prefix: `o:p`. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly PastedNode[];
};
export type PastedNode = string | PastedElement;

/** One declaration of the element's own `style`, in small letters; empty when it has none. */
export function styleOf({ attributes }: PastedElement, property: string): string {
  const declaration = (attributes.style ?? "")
    .split(";")
    .map((part) => part.split(":"))
    .findLast(([name = ""]) => name.trim().toLowerCase() === property);
  return (declaration ?? []).slice(1).join(":").trim().toLowerCase();
}

export function hasClass({ attributes }: PastedElement, pattern: RegExp): boolean {
  return (attributes.class ?? "").split(/\s+/).some((name) => pattern.test(name));
}

/** What a reader would not have seen where it was copied, and what is no text at all. */
export function isLeftOut(element: PastedElement): boolean {
  return (
    WITHOUT_TEXT.has(element.name) ||
    "hidden" in element.attributes ||
    styleOf(element, "display") === "none" ||
    styleOf(element, "visibility") === "hidden" ||
    styleOf(element, "mso-hide") === "all" ||
    /^(comment|comment-list)$/.test(styleOf(element, "mso-element")) ||
    hasClass(element, /^(MsoCommentReference|msocomanchor)$/i)
  );
}

/** `del` is what a word processor's tracked changes took away. */
const WITHOUT_TEXT = new Set(
  [
    "applet audio base canvas col colgroup datalist del embed frame frameset head iframe img input",
    "link map meta noembed noframes noscript object param picture rp script select source style",
    "svg template title track video xml",
  ].flatMap((names) => names.split(" ")),
);

/** All its visible text as it stands there. */
export function textIn(node: PastedNode): string {
  if (typeof node === "string") return node;
  return isLeftOut(node) ? "" : node.children.map(textIn).join("");
}

export function findElement(
  node: PastedNode,
  isWanted: (element: PastedElement) => boolean,
): PastedElement | null {
  if (typeof node === "string" || isLeftOut(node)) return null;
  if (isWanted(node)) return node;
  for (const child of node.children) {
    const found = findElement(child, isWanted);
    if (found !== null) return found;
  }
  return null;
}
