import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { fullName } from "@/lib/auth/rules";
import { withActor, type Transaction } from "@/lib/db";
import { languagesOf, mayWriteTemplate, sameContent } from "@/lib/templates/rules";
import { contentSchema, type Content, type TemplateLanguage } from "@/lib/templates/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";

export type TemplateLine = {
  id: string;
  name: string;
  folder: string;
  /** null: for messages of any type. */
  type: Localized | null;
  languages: TemplateLanguage[];
  /** 0 while nothing is published. */
  version: number;
  hasUnpublished: boolean;
  savedAt: Date;
  isOfOrganisation: boolean;
  mayWrite: boolean;
};

export type VersionLine = {
  number: number;
  note: string;
  restoredFrom: number | null;
  publishedAt: Date;
  /** null: the portal itself, or somebody who is gone. */
  publishedBy: string | null;
  languages: TemplateLanguage[];
};

export type Template = TemplateLine & {
  lockNumber: number;
  isArchived: boolean;
  messageTypeId: string | null;
  savedBy: string | null;
  /** The next version while it is written; who may not write it sees the newest version here. */
  content: Content;
  newest: Content | null;
};

/** The templates one can see from where one acts, archived ones or the others. */
export async function listTemplates(
  actor: PersonActor,
  { isArchived }: { isArchived: boolean },
): Promise<TemplateLine[]> {
  return withActor(actor, async (tx) => {
    const rows = await tx.template.findMany({
      where: { ...visible(actor), archivedAt: isArchived ? { not: null } : null },
      include: { messageType: { select: { name: true } }, versions: NEWEST },
      orderBy: { name: "asc" },
    });
    return rows.map((row) => lineOf(actor, row)).filter(isForReader);
  });
}

export async function getTemplate(
  actor: PersonActor,
  templateId: string,
): Promise<Template | null> {
  return withActor(actor, async (tx) => {
    const row = await tx.template.findFirst({
      where: { id: templateId, ...visible(actor) },
      include: { messageType: { select: { name: true } }, versions: NEWEST },
    });
    if (!row) return null;
    const line = lineOf(actor, row);
    if (!isForReader(line)) return null;
    const newest = newestOf(row);
    return {
      ...line,
      lockNumber: row.lockNumber,
      isArchived: row.archivedAt !== null,
      messageTypeId: row.messageTypeId,
      savedBy: (await namesOf(tx, [row.savedById])).get(row.savedById) ?? null,
      content: line.mayWrite || !newest ? contentSchema.parse(row.content) : newest,
      newest,
    };
  });
}

/** Newest first. */
export async function listTemplateVersions(
  actor: PersonActor,
  templateId: string,
): Promise<VersionLine[]> {
  return withActor(actor, async (tx) => {
    const rows = await tx.templateVersion.findMany({
      where: { templateId, template: visible(actor) },
      orderBy: { number: "desc" },
    });
    const names = await namesOf(
      tx,
      rows.map(({ publishedById }) => publishedById),
    );
    return rows.map((row) => ({
      number: row.number,
      note: row.note,
      restoredFrom: row.restoredFrom,
      publishedAt: row.publishedAt,
      publishedBy: names.get(row.publishedById) ?? null,
      languages: languagesOf(contentSchema.parse(row.content)),
    }));
  });
}

export async function getTemplateVersion(
  actor: PersonActor,
  templateId: string,
  number: number,
): Promise<Content | null> {
  const row = await withActor(actor, (tx) =>
    tx.templateVersion.findFirst({ where: { templateId, number, template: visible(actor) } }),
  );
  return row && contentSchema.parse(row.content);
}

export type TemplateUse = { version: number; messages: number; lastAt: Date };

/** Messages begun with it in all services, newest version first; those thrown away do not count. */
export async function listTemplateUse(
  actor: PersonActor,
  templateId: string,
): Promise<TemplateUse[]> {
  const rows = await withActor(
    actor,
    (tx) =>
      tx.$queryRaw<{ version: number; messages: bigint; last_at: Date }[]>`
        SELECT version, messages, last_at FROM portal.template_use(${templateId}::uuid)`,
  );
  return rows.map(({ version, messages, last_at }) => ({
    version,
    messages: Number(messages),
    lastAt: last_at,
  }));
}

export type TemplateChoice = {
  id: string;
  name: string;
  messageTypeId: string | null;
  languages: TemplateLanguage[];
  isOfOrganisation: boolean;
};

/** What a new message of this service can begin with: published and not archived. */
export async function listTemplateChoices(actor: PersonActor): Promise<TemplateChoice[]> {
  return withActor(actor, async (tx) => {
    const rows = await tx.template.findMany({
      where: { ...visible(actor), archivedAt: null, version: { gt: 0 } },
      include: { versions: NEWEST },
      orderBy: { name: "asc" },
    });
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      messageTypeId: row.messageTypeId,
      languages: languagesOf(newestOf(row) ?? { texts: {} }),
      isOfOrganisation: row.serviceId === null,
    }));
  });
}

export type TypeChoice = { id: string; name: Localized };

/** The message types that a template can be for. */
export async function listTemplateTypes(actor: PersonActor): Promise<TypeChoice[]> {
  const rows = await withActor(actor, (tx) =>
    tx.messageType.findMany({
      where: { organisationId: actor.actingFor.organisationId ?? "" },
      orderBy: { code: "asc" },
    }),
  );
  return rows.map(({ id, name }) => ({ id, name: localizedSchema.parse(name) }));
}

/** For a message that begins with it, inside the message's own transaction. */
export async function readNewestVersion(
  tx: Transaction,
  actor: PersonActor,
  templateId: string,
  messageTypeId: string,
): Promise<{ number: number; content: Content } | null> {
  const row = await tx.template.findFirst({
    where: {
      id: templateId,
      ...visible(actor),
      archivedAt: null,
      version: { gt: 0 },
      OR: [{ messageTypeId: null }, { messageTypeId }],
    },
    include: { versions: NEWEST },
  });
  const content = row && newestOf(row);
  return row && content ? { number: row.version, content } : null;
}

/** What a draft knows of the template it was begun from. */
export type TemplateOfDraft = {
  id: string;
  name: string;
  version: number;
  content: Content;
  /** Which placeholders are one value, as the newest version says it. */
  names: NonNullable<Content["names"]>;
  /** null: there is none, or it is not offered any more. */
  newer: { number: number; content: Content } | null;
};

/** Null too where the template cannot be read any more. */
export async function readTemplateOfDraft(
  tx: Transaction,
  actor: PersonActor,
  message: { templateId: string | null; templateVersion: number | null },
): Promise<TemplateOfDraft | null> {
  const { templateId, templateVersion: version } = message;
  if (templateId === null || version === null) return null;
  const row = await tx.template.findFirst({
    where: { id: templateId, ...visible(actor) },
    include: { versions: NEWEST },
  });
  const taken = await tx.templateVersion.findFirst({ where: { templateId, number: version } });
  if (!row || !taken) return null;
  const newest = newestOf(row);
  return {
    id: templateId,
    name: row.name,
    version,
    content: contentSchema.parse(taken.content),
    names: newest?.names ?? [],
    newer:
      newest && row.version > version && row.archivedAt === null
        ? { number: row.version, content: newest }
        : null,
  };
}

const NEWEST = { orderBy: { number: "desc" }, take: 1 } as const;

type Row = {
  id: string;
  organisationId: string;
  serviceId: string | null;
  name: string;
  folder: string;
  version: number;
  content: unknown;
  savedAt: Date;
  messageType: { name: unknown } | null;
  versions: { content: unknown }[];
};

/** Those of the service one acts for and those of its organisation; of no other service. */
function visible({ actingFor, writes }: PersonActor) {
  const { organisationId } = actingFor;
  return {
    organisationId: organisationId ?? "00000000-0000-0000-0000-000000000000",
    OR: [{ serviceId: null }, { serviceId: { in: [...writes] } }],
  };
}

function newestOf({ versions }: { versions: { content: unknown }[] }): Content | null {
  const [newest] = versions;
  return newest ? contentSchema.parse(newest.content) : null;
}

function lineOf(actor: PersonActor, row: Row): TemplateLine {
  const newest = newestOf(row);
  const content = contentSchema.parse(row.content);
  const mayWrite = mayWriteTemplate(actor, row);
  return {
    id: row.id,
    name: row.name,
    folder: row.folder,
    type: row.messageType && localizedSchema.parse(row.messageType.name),
    languages: languagesOf(mayWrite ? content : (newest ?? content)),
    version: row.version,
    hasUnpublished: newest === null || !sameContent(content, newest),
    savedAt: row.savedAt,
    isOfOrganisation: row.serviceId === null,
    mayWrite,
  };
}

/** What was never published is its writers' business. */
function isForReader({ mayWrite, version }: TemplateLine): boolean {
  return mayWrite || version > 0;
}

async function namesOf(
  tx: Transaction,
  ids: readonly (string | null)[],
): Promise<Map<string | null, string>> {
  const people = await tx.person.findMany({
    where: { id: { in: ids.filter((id) => id !== null) } },
    select: { id: true, givenName: true, surname: true },
  });
  return new Map(people.map((one) => [one.id, fullName(one)]));
}
