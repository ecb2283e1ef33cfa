import { Extension } from "@tiptap/core";
import { DOMParser, Fragment, Slice, type ParseOptions, type Schema } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { documentFromPasted, paragraphsFromPasted } from "@/lib/messages/body/pasted";
import type { PastedNode } from "@/lib/messages/body/pasted-tree";
import type { Block } from "@/lib/messages/body/schema";

/** No page nests deeper; below, text is taken without its form. */
const deepest = 300;

/** Everything pasted or dropped goes through the letter's own reading of HTML. */
export const PastedText = Extension.create({
  name: "pastedText",
  addProseMirrorPlugins() {
    return [new Plugin({ props: { clipboardParser: new PastedParser(this.editor.schema) } })];
  },
});

class PastedParser extends DOMParser {
  constructor(schema: Schema) {
    super(schema, DOMParser.fromSchema(schema).rules);
  }

  override parseSlice(dom: globalThis.Node, options: ParseOptions = {}): Slice {
    // Only the editor's own copies and plain text keep their spaces: they need no reading.
    if (options.preserveWhitespace) return super.parseSlice(dom, options);
    const isInCell = /cell$/.test(String(options.context?.node(-1).type.spec.tableRole ?? ""));
    const nodes = [...dom.childNodes].flatMap((child) => treeOf(child, 0));
    return new Slice(Fragment.fromJSON(this.schema, blocksOf(nodes, isInCell)), 0, 0);
  }
}

/** In a cell stand paragraphs; a table pasted there fills the cells around. */
function blocksOf(nodes: PastedNode[], isInCell: boolean): Block[] {
  const blocks = documentFromPasted(nodes)?.content ?? [];
  const isTable = blocks.length === 1 && blocks[0]?.type === "table";
  return isInCell && !isTable ? paragraphsFromPasted(nodes) : blocks;
}

function treeOf(node: globalThis.Node, depth: number): PastedNode[] {
  if (node.nodeType === globalThis.Node.TEXT_NODE) return [node.nodeValue ?? ""];
  if (!(node.nodeType === globalThis.Node.ELEMENT_NODE && "attributes" in node)) return [];
  const element = node as Element;
  const attributes = Object.fromEntries(
    [...element.attributes].map(({ name, value }) => [name, value]),
  );
  const children =
    depth >= deepest
      ? [element.textContent]
      : [...element.childNodes].flatMap((child) => treeOf(child, depth + 1));
  return [{ name: element.nodeName.toLowerCase(), attributes, children }];
}
