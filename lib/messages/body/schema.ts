import { z } from "zod";

/**
 * The text of a message as the editor keeps it: ProseMirror's JSON, reduced to what a letter can
 * print. Unknown nodes and marks are refused; unknown attributes are dropped.
 */
export const DEPTH_LIMIT = 20;
export const SIZE_LIMIT = 200_000;
export const CHARACTER_LIMIT = 20_000;
export const PLACEHOLDER_NAME_LIMIT = 100;

export type Mark =
  { type: "bold" } | { type: "italic" } | { type: "link"; attrs: { href: string } };
export type Text = { type: "text"; text: string; marks?: Mark[] };
export type Placeholder = { type: "placeholder"; attrs: { name: string }; marks?: Mark[] };
export type Inline = Text | Placeholder | { type: "hardBreak" };
export type ListItem = { type: "listItem"; content: Block[] };
export type Block =
  | { type: "paragraph"; content?: Inline[] }
  | { type: "heading"; attrs: { level: 2 | 3 }; content?: Inline[] }
  | { type: "bulletList"; content: ListItem[] }
  | { type: "orderedList"; attrs?: { start: number }; content: ListItem[] }
  | { type: "blockquote"; content: Block[] }
  | { type: "horizontalRule" };
export type Document = { type: "doc"; content: Block[] };

/** Control characters and halves of surrogate pairs come in by pasting; PostgreSQL refuses to store them. */
const textSchema = z
  .string()
  .min(1, "node_not_allowed")
  .transform((text) =>
    text
      .replace(/\p{Cc}/gu, " ")
      .replace(/\p{Cs}/gu, "\uFFFD")
      .replace(/(\p{M}{4})\p{M}+/gu, "$1"),
  );

const hrefSchema = z.string().trim().max(2000, "link_invalid").refine(isLink, "link_invalid");

/** A name in front of the host (`https://bank.be@elsewhere.example`) only serves to deceive. */
function isLink(href: string): boolean {
  if (!/^(https:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(href) || !URL.canParse(href)) return false;
  const { protocol, username, password, pathname } = new URL(href);
  return protocol === "mailto:" ? pathname.includes("@") : username === "" && password === "";
}

const markSchema: z.ZodType<Mark, Mark> = z.discriminatedUnion(
  "type",
  [
    z.object({ type: z.literal("bold") }),
    z.object({ type: z.literal("italic") }),
    z.object({ type: z.literal("link"), attrs: z.object({ href: hrefSchema }) }),
  ],
  "node_not_allowed",
);
const marksSchema = z.array(markSchema).max(3, "node_not_allowed").optional();

const inlineSchema: z.ZodType<Inline, Inline> = z.discriminatedUnion(
  "type",
  [
    z.object({ type: z.literal("text"), text: textSchema, marks: marksSchema }),
    z.object({
      type: z.literal("placeholder"),
      attrs: z.object({
        name: z
          .string()
          .trim()
          .max(PLACEHOLDER_NAME_LIMIT, "placeholder_name_invalid")
          .regex(/^[^()\p{Cc}\p{Cs}]+$/u, "placeholder_name_invalid"),
      }),
      marks: marksSchema,
    }),
    z.object({ type: z.literal("hardBreak") }),
  ],
  "node_not_allowed",
);
const lineSchema = z.array(inlineSchema).optional();

const blocksSchema: z.ZodType<Block[], Block[]> = z.lazy(() => z.array(blockSchema).min(1));
const itemsSchema = z
  .array(z.object({ type: z.literal("listItem", "node_not_allowed"), content: blocksSchema }))
  .min(1);

const blockSchema: z.ZodType<Block, Block> = z.discriminatedUnion(
  "type",
  [
    z.object({ type: z.literal("paragraph"), content: lineSchema }),
    z.object({
      type: z.literal("heading"),
      attrs: z.object({ level: z.literal([2, 3], "node_not_allowed") }),
      content: lineSchema,
    }),
    z.object({ type: z.literal("bulletList"), content: itemsSchema }),
    z.object({
      type: z.literal("orderedList"),
      attrs: z.object({ start: z.int().min(0).max(9999) }).optional(),
      content: itemsSchema,
    }),
    z.object({ type: z.literal("blockquote"), content: blocksSchema }),
    z.object({ type: z.literal("horizontalRule") }),
  ],
  "node_not_allowed",
);

const structureSchema: z.ZodType<Document, Document> = z.object({
  type: z.literal("doc", "node_not_allowed"),
  content: blocksSchema,
});

/** Depth is looked at first and without recursion: the parser itself would not survive a hostile one. */
export const documentSchema = z
  .custom<Document>()
  .refine((value) => depthOf(value) <= DEPTH_LIMIT, "document_too_deep")
  .pipe(structureSchema)
  .refine(
    (document) => new TextEncoder().encode(JSON.stringify(document)).length <= SIZE_LIMIT,
    "document_too_large",
  )
  .refine((document) => countCharacters(document) <= CHARACTER_LIMIT, "text_too_long");

/** A document whose placeholders were all filled: what a letter is made of. */
export const resolvedDocumentSchema = documentSchema.refine(
  (document) => !hasPlaceholder(document),
  "placeholder_without_value",
);

function hasPlaceholder(node: Document | Block | ListItem | Inline): boolean {
  return node.type === "placeholder" || childrenOf(node).some(hasPlaceholder);
}

function childrenOf(
  node: Document | Block | ListItem | Inline,
): readonly (Block | ListItem | Inline)[] {
  return "content" in node ? (node.content ?? []) : [];
}

function depthOf(value: unknown): number {
  let level = [value];
  for (let depth = 0; depth <= DEPTH_LIMIT; depth += 1) {
    if (level.length === 0) return depth;
    level = level.flatMap(contentOf);
  }
  return DEPTH_LIMIT + 1;
}

function contentOf(node: unknown): unknown[] {
  if (typeof node !== "object" || node === null || !("content" in node)) return [];
  return Array.isArray(node.content) ? (node.content as unknown[]) : [];
}

/** Characters as people count them, code points, of the text alone; a placeholder counts by its name. */
export function countCharacters(node: Document | Block | ListItem | Inline): number {
  if (node.type === "text") return Array.from(node.text).length;
  if (node.type === "placeholder") return Array.from(node.attrs.name).length;
  return childrenOf(node).reduce((sum, child) => sum + countCharacters(child), 0);
}
