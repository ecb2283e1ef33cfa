/** The examples that every organisation begins with: its own to change, or to leave in the archive. */
import { systemActor } from "@/lib/auth/actor";
import { withActor, type Transaction } from "@/lib/db";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { documentSchema, type Block, type Document } from "@/lib/messages/body/schema";
import { contentSchema, type Content, type TemplateLanguage } from "@/lib/templates/schema";
import { EXAMPLES, type SeedTemplate } from "./template-texts";

/** For organisations that have none yet, published as version 1 in the portal's own name. */
export async function layTemplates(tx: Transaction, organisationId: string): Promise<void> {
  const types = await tx.messageType.findMany({ where: { organisationId } });
  for (const example of EXAMPLES) {
    const type = types.find(({ code }) => code === example.type);
    const content = contentOf(example);
    const at = new Date();
    const { id } = await tx.template.create({
      data: {
        organisationId,
        name: example.name,
        folder: example.folder,
        messageTypeId: type?.id ?? null,
        content,
        version: 1,
        createdAt: at,
        savedAt: at,
      },
      select: { id: true },
    });
    await tx.templateVersion.create({
      data: { templateId: id, number: 1, organisationId, content, publishedAt: at },
    });
    if (type && example.isDefault)
      await tx.messageType.update({ where: { id: type.id }, data: { defaultTemplateId: id } });
  }
}

/** For an organisation that was there before there were templates. */
export async function layMissingTemplates(): Promise<void> {
  await withActor(systemActor("seed"), async (tx) => {
    const without = await tx.organisation.findMany({ where: { templates: { none: {} } } });
    for (const { id } of without) await layTemplates(tx, id);
  });
}

export function contentOf({ texts, samples }: SeedTemplate): Content {
  const written = (language: TemplateLanguage) => ({
    subject: texts[language].subject,
    body: documentOf(texts[language].text),
  });
  return contentSchema.parse({
    texts: { nl: written("nl"), fr: written("fr"), de: written("de") },
    samples,
  });
}

/** Paragraphs parted by empty lines; `## ` begins a heading, `- ` the items of a list. */
function documentOf(text: string): Document {
  const content = text
    .trim()
    .split(/\n\n+/)
    .map((block): Block => {
      if (block.startsWith("- ")) {
        const items = block.split("\n").map((item) => item.slice(2));
        return {
          type: "bulletList",
          content: items.map((item) => ({
            type: "listItem",
            content: documentFromPlainText(item).content,
          })),
        };
      }
      const [paragraph] = documentFromPlainText(block.replace(/^## /, "")).content;
      const inlines = paragraph?.type === "paragraph" ? (paragraph.content ?? []) : [];
      return block.startsWith("## ")
        ? { type: "heading", attrs: { level: 2 }, content: inlines }
        : { type: "paragraph", content: inlines };
    });
  return documentSchema.parse({ type: "doc", content });
}
