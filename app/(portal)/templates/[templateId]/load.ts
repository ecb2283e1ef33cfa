import { notFound } from "next/navigation";
import type { PersonActor } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { getTemplate, type Template } from "@/lib/templates/data";
import { templateIdSchema } from "@/lib/templates/schema";

export type TemplateProps = {
  params: Promise<{ templateId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What every page of a template asks first: the template, and somebody who may read it. */
export async function loadTemplate(
  params: Promise<{ templateId: string }>,
): Promise<{ actor: PersonActor; template: Template }> {
  const actor = await requireActor("template:read");
  const id = templateIdSchema.safeParse((await params).templateId);
  const template = id.success ? await getTemplate(actor, id.data) : null;
  if (!template) notFound();
  return { actor, template };
}

/** For pages that change it: everybody else is told that there is no such page. */
export async function loadOwnTemplate(
  params: Promise<{ templateId: string }>,
): Promise<{ actor: PersonActor; template: Template }> {
  const loaded = await loadTemplate(params);
  if (!loaded.template.mayWrite) notFound();
  return loaded;
}
