import type { Extensions } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { PlaceholderNode } from "@/components/messages/editor/placeholder-node";

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
    dropcursor: false,
    gapcursor: false,
    horizontalRule: false,
    strike: false,
    trailingNode: false,
    underline: false,
  }),
  PlaceholderNode,
];

export function isLinkAddress(address: string): boolean {
  return /^(https:\/\/|mailto:)\S+$/i.test(address) && URL.canParse(address);
}
