import { InputRule, Node, nodePasteRule } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { conditionIn, placeholderKey } from "@/lib/messages/body/rules";

const NAME = /\(\(([^()]{1,100})\)\)/;
const CONDITION = /\(\(([^()]{1,1200})\)\)/;
const look =
  "rounded-small bg-petrol-tint px-1.5 py-0.5 font-semibold text-petrol-dark [box-decoration-break:clone]";

/** Tells the editor which placeholders have no value, so that they look unfinished. */
export const gapsKey = new PluginKey<ReadonlySet<string>>("gaps");

/**
 * `((name))` as one piece: it is inserted, moved and deleted whole, and cannot be half a name.
 * Typed or pasted as text it becomes one too.
 */
export const PlaceholderNode = Node.create({
  name: "placeholder",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return {
      name: {
        default: "",
        parseHTML: (element) => element.getAttribute("data-placeholder") ?? "",
        renderHTML: ({ name }) => ({ "data-placeholder": String(name) }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "span[data-placeholder]" }];
  },

  renderHTML({ node, HTMLAttributes }) {
    return [
      "span",
      {
        ...HTMLAttributes,
        class: look,
      },
      String(node.attrs.name),
    ];
  },

  renderText({ node }) {
    return `((${String(node.attrs.name)}))`;
  },

  addInputRules() {
    return [
      new InputRule({
        find: new RegExp(`${NAME.source}$`),
        handler: ({ state, range, match }) => {
          const name = match[1]?.trim();
          if (name && conditionIn(name) === null)
            state.tr.replaceWith(range.from, range.to, this.type.create({ name }));
        },
      }),
    ];
  },

  addPasteRules() {
    return [
      nodePasteRule({
        find: new RegExp(NAME.source, "g"),
        type: this.type,
        getAttributes: ([, name = ""]) =>
          conditionIn(name) === null ? { name: name.trim() } : null,
      }),
    ];
  },

  addProseMirrorPlugins() {
    return [
      new Plugin<ReadonlySet<string>>({
        key: gapsKey,
        state: {
          init: () => new Set(),
          apply: (transaction, gaps) =>
            (transaction.getMeta(gapsKey) as ReadonlySet<string> | undefined) ?? gaps,
        },
        props: {
          decorations: (state) => {
            const gaps = gapsKey.getState(state) ?? new Set();
            const marks: Decoration[] = [];
            state.doc.descendants((node, position) => {
              if (node.type.name !== "placeholder" && node.type.name !== "conditional") return;
              if (!gaps.has(placeholderKey(String(node.attrs.name)))) return;
              marks.push(
                Decoration.node(position, position + node.nodeSize, {
                  class: "bg-attention-tint! text-attention!",
                }),
              );
            });
            return DecorationSet.create(state.doc, marks);
          },
        },
      }),
    ];
  },
});

/** `((name??text))` as one piece: text that is shown to those who answer yes. */
export const ConditionalNode = Node.create({
  name: "conditional",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return {
      name: {
        default: "",
        parseHTML: (element) => element.getAttribute("data-condition") ?? "",
        renderHTML: ({ name }) => ({ "data-condition": String(name) }),
      },
      text: {
        default: "",
        parseHTML: (element) => element.getAttribute("data-text") ?? "",
        renderHTML: ({ text }) => ({ "data-text": String(text) }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "span[data-condition]" }];
  },

  renderHTML({ node, HTMLAttributes }) {
    const { name, text } = node.attrs;
    const question = ["span", {}, `${String(name)}?`];
    const shown = ["span", { class: "font-normal text-ink" }, ` ${String(text)}`];
    return ["span", { ...HTMLAttributes, class: look }, question, shown];
  },

  renderText({ node }) {
    return `((${String(node.attrs.name)}??${String(node.attrs.text)}))`;
  },

  addInputRules() {
    return [
      new InputRule({
        find: new RegExp(`${CONDITION.source}$`),
        handler: ({ state, range, match }) => {
          const condition = conditionIn(match[1] ?? "");
          if (condition) state.tr.replaceWith(range.from, range.to, this.type.create(condition));
        },
      }),
    ];
  },

  addPasteRules() {
    return [
      nodePasteRule({
        find: new RegExp(CONDITION.source, "g"),
        type: this.type,
        getAttributes: ([, between = ""]) => conditionIn(between),
      }),
    ];
  },
});
