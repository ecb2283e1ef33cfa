import { z } from "zod";
import { conditionIn } from "@/lib/messages/body/condition";

/**
 * The text of a message as the editor keeps it: ProseMirror's JSON, reduced to what a letter can
 * print. Unknown nodes and marks are refused; unknown attributes are dropped.
 */
export const DEPTH_LIMIT = 20;
export const SIZE_LIMIT = 200_000;
export const CHARACTER_LIMIT = 20_000;
export const PLACEHOLDER_NAME_LIMIT = 100;
export const CONDITIONAL_TEXT_LIMIT = 1000;
/** What still fits across a page of paper, and what one reads as a table rather than as a file. */
export const TABLE_COLUMN_LIMIT = 8;
export const TABLE_ROW_LIMIT = 100;

export type Mark =
  { type: "bold" } | { type: "italic" } | { type: "link"; attrs: { href: string } };
export type Text = { type: "text"; text: string; marks?: Mark[] };
export type Placeholder = { type: "placeholder"; attrs: { name: string }; marks?: Mark[] };
/** `((name??text))`: text for those recipients alone whose value of that name is yes. */
export type Conditional = {
  type: "conditional";
  attrs: { name: string; text: string };
  marks?: Mark[];
};
export type Inline = Text | Placeholder | Conditional | { type: "hardBreak" };
export type ListItem = { type: "listItem"; content: Block[] };
export type Paragraph = { type: "paragraph"; content?: Inline[] };
export type TableCell = { type: "tableCell" | "tableHeader"; content: Paragraph[] };
export type TableRow = { type: "tableRow"; content: TableCell[] };
/** As many cells in each row; the first row alone may be a header, and then it is one throughout. */
export type Table = { type: "table"; content: TableRow[] };
/** A table stands in the letter itself, never within a list or a quotation. */
export type Block =
  | Paragraph
  | { type: "heading"; attrs: { level: 2 | 3 }; content?: Inline[] }
  | { type: "bulletList"; content: ListItem[] }
  | { type: "orderedList"; attrs?: { start: number }; content: ListItem[] }
  | { type: "blockquote"; content: Block[] }
  | { type: "horizontalRule" }
  | Table;
export type Document = { type: "doc"; content: Block[] };
/** Anything a document is made of. */
export type Part = Document | Block | ListItem | TableRow | TableCell | Inline;

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
export function isLink(href: string): boolean {
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

/** One line without brackets, so that it can be written as `((name))` again. */
const chipText = (limit: number) =>
  z
    .string()
    .trim()
    .max(limit, "placeholder_name_invalid")
    .regex(/^[^()\p{Cc}\p{Cs}]+$/u, "placeholder_name_invalid");
const chipName = chipText(PLACEHOLDER_NAME_LIMIT);

const inlineSchema: z.ZodType<Inline, Inline> = z.discriminatedUnion(
  "type",
  [
    z.object({ type: z.literal("text"), text: textSchema, marks: marksSchema }),
    z.object({
      type: z.literal("placeholder"),
      attrs: z.object({
        name: chipName.refine((name) => conditionIn(name) === null, "placeholder_name_invalid"),
      }),
      marks: marksSchema,
    }),
    z.object({
      type: z.literal("conditional"),
      attrs: z
        .object({ name: chipName, text: chipText(CONDITIONAL_TEXT_LIMIT) })
        .refine(
          ({ name, text }) => conditionIn(`${name}??${text}`)?.name === name,
          "placeholder_name_invalid",
        ),
      marks: marksSchema,
    }),
    z.object({ type: z.literal("hardBreak") }),
  ],
  "node_not_allowed",
);
const lineSchema = z.array(inlineSchema).optional();

const paragraphSchema = z.object({ type: z.literal("paragraph"), content: lineSchema });

const blocksSchema: z.ZodType<Block[], Block[]> = z.lazy(() => z.array(blockSchema).min(1));
const itemsSchema = z
  .array(z.object({ type: z.literal("listItem", "node_not_allowed"), content: blocksSchema }))
  .min(1);

const blockKinds = [
  paragraphSchema,
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
] as const;
const blockSchema: z.ZodType<Block, Block> = z.discriminatedUnion(
  "type",
  blockKinds,
  "node_not_allowed",
);

const cellSchema = z.object({
  type: z.enum(["tableCell", "tableHeader"], "node_not_allowed"),
  content: z
    .array(z.discriminatedUnion("type", [paragraphSchema], "node_not_allowed"))
    .min(1, "node_not_allowed"),
});
const rowSchema = z.object({
  type: z.literal("tableRow", "node_not_allowed"),
  content: z
    .array(cellSchema)
    .min(1, "node_not_allowed")
    .max(TABLE_COLUMN_LIMIT, "table_too_large"),
});
const tableSchema = z.object({
  type: z.literal("table"),
  content: z
    .array(rowSchema)
    .min(1, "node_not_allowed")
    .max(TABLE_ROW_LIMIT, "table_too_large")
    .refine(isGrid, "node_not_allowed"),
});

function isGrid(rows: TableRow[]): boolean {
  const columns = rows[0]?.content.length;
  return rows.every(({ content }, place) => {
    const headers = content.filter(({ type }) => type === "tableHeader").length;
    return content.length === columns && (headers === 0 || (place === 0 && headers === columns));
  });
}

const structureSchema: z.ZodType<Document, Document> = z.object({
  type: z.literal("doc", "node_not_allowed"),
  content: z
    .array(z.discriminatedUnion("type", [...blockKinds, tableSchema], "node_not_allowed"))
    .min(1),
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

/** Nodes alone: text that looks like a placeholder may be somebody's value. */
export function hasPlaceholder(node: Part): boolean {
  return (
    node.type === "placeholder" ||
    node.type === "conditional" ||
    childrenOf(node).some(hasPlaceholder)
  );
}

function childrenOf(node: Part): readonly Part[] {
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

/** Characters as people count them, code points, of the text alone; a placeholder counts by its name, conditional text as if it were shown. */
export function countCharacters(node: Part): number {
  if (node.type === "text") return Array.from(node.text).length;
  if (node.type === "placeholder") return Array.from(node.attrs.name).length;
  if (node.type === "conditional") return Array.from(node.attrs.text).length;
  return childrenOf(node).reduce((sum, child) => sum + countCharacters(child), 0);
}
