import type { Extensions } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { PastedText } from "@/components/messages/editor/pasted-parser";
import { ConditionalNode, PlaceholderNode } from "@/components/messages/editor/placeholder-node";
import { tableExtensions } from "@/components/messages/editor/tables";

/** What a letter can print, and nothing else: pasting brings in no more than this. */
export const letterExtensions: Extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    link: {
      openOnClick: false,
      autolink: false,
      linkOnPaste: true,
      defaultProtocol: "https",
      protocols: ["mailto"],
      isAllowedUri: (address) => isLinkAddress(address),
      HTMLAttributes: { class: "text-link", target: null, rel: null },
    },
    code: false,
    codeBlock: false,
    document: false,
    dropcursor: false,
    gapcursor: false,
    horizontalRule: false,
    strike: false,
    trailingNode: false,
    underline: false,
  }),
  ...tableExtensions,
  PlaceholderNode,
  ConditionalNode,
  PastedText,
];

export function isLinkAddress(address: string): boolean {
  return /^(https:\/\/|mailto:)\S+$/i.test(address) && URL.canParse(address);
}
