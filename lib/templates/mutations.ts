import "server-only";
import { record } from "@/lib/audit/mutations";
import type { AuditAct } from "@/lib/audit/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { ok, refuse, type Result } from "@/lib/result";
import { emptyContent, mayWriteTemplate, publishRefusal, withText } from "@/lib/templates/rules";
import {
  contentSchema,
  type Arrangement,
  type Content,
  type NewTemplate,
  type WrittenText,
} from "@/lib/templates/schema";

/** What a form gets back after a save: the number to save on, and when it was. */
export type SavedTemplate = { lockNumber: number; savedAt: string };
type Ref = { templateId: string; lockNumber: number };

export async function createTemplate(
  actor: PersonActor,
  { name, folder, messageTypeId, copyOf }: NewTemplate,
): Promise<Result<{ id: string }, Problem>> {
  const { organisationId, serviceId } = actor.actingFor;
  if (!organisationId || !mayWriteTemplate(actor, { organisationId, serviceId }))
    return refuse({ code: "not_allowed" });
  return withActor(actor, async (tx) => {
    if (!(await isOwnType(tx, organisationId, messageTypeId))) return refuse(UNKNOWN_TYPE);
    const content = copyOf === null ? emptyContent() : await contentToCopy(tx, actor, copyOf);
    if (!content) return refuse({ code: "not_found" });
    const at = now();
    const created = await tx.template.create({
      data: {
        organisationId,
        serviceId,
        name,
        folder,
        messageTypeId,
        content,
        createdAt: at,
        savedAt: at,
        savedById: actor.personId,
      },
      select: { id: true },
    });
    await note(tx, actor, copyOf === null ? "template_created" : "template_copied", created.id, {
      ...(copyOf === null ? {} : { from: copyOf }),
    });
    return ok(created);
  });
}

/** One's own as it is being written; another's as it was published. */
async function contentToCopy(
  tx: Transaction,
  actor: PersonActor,
  templateId: string,
): Promise<Content | null> {
  const row = await tx.template.findFirst({
    where: { id: templateId, OR: [{ serviceId: null }, { serviceId: { in: [...actor.writes] } }] },
    include: { versions: { orderBy: { number: "desc" }, take: 1 } },
  });
  if (!row) return null;
  if (mayWriteTemplate(actor, row)) return contentSchema.parse(row.content);
  const [newest] = row.versions;
  return newest ? contentSchema.parse(newest.content) : null;
}

/** Another name, another folder, another type: told at once, and no new version. */
export async function arrangeTemplate(
  actor: PersonActor,
  { name, folder, messageTypeId, ...ref }: Arrangement,
): Promise<Result<SavedTemplate, Problem>> {
  return change(actor, ref, async (tx, { organisationId }) =>
    (await isOwnType(tx, organisationId, messageTypeId))
      ? ok({ name, folder, messageTypeId })
      : refuse(UNKNOWN_TYPE),
  );
}

/** The next version while it is written: one language at a time, the others stay as they are. */
export async function writeTemplate(
  actor: PersonActor,
  { language, subject, body, samples, names, ...ref }: WrittenText,
): Promise<Result<SavedTemplate, Problem>> {
  return change(actor, ref, async (_tx, { content }) =>
    ok({ content: withText(content, language, { subject, body }, samples, names) }),
  );
}

export async function publishTemplate(
  actor: PersonActor,
  { note: words, ...ref }: Ref & { note: string },
): Promise<Result<SavedTemplate & { number: number }, Problem>> {
  let number = 0;
  const saved = await change(actor, ref, async (tx, template) => {
    const newest = await newestContent(tx, template.id, template.version);
    const refusal = publishRefusal(template.content, newest);
    if (refusal) return refuse({ code: refusal });
    number = template.version + 1;
    await addVersion(tx, actor, template, { number, content: template.content, note: words });
    return ok({ version: number });
  });
  return saved.ok ? ok({ ...saved.value, number }) : saved;
}

/** Goes back to an older version by publishing it again: what was in between stays on record. */
export async function restoreTemplateVersion(
  actor: PersonActor,
  { number: older, ...ref }: Ref & { number: number },
): Promise<Result<SavedTemplate & { number: number }, Problem>> {
  let number = 0;
  const saved = await change(actor, ref, async (tx, template) => {
    const content = await newestContent(tx, template.id, older);
    if (!content) return refuse({ code: "not_found" });
    if (older === template.version) return refuse({ code: "template_unchanged" });
    number = template.version + 1;
    await addVersion(tx, actor, template, { number, content, note: "", restoredFrom: older });
    return ok({ version: number, content });
  });
  return saved.ok ? ok({ ...saved.value, number }) : saved;
}

export async function archiveTemplate(
  actor: PersonActor,
  ref: Ref,
): Promise<Result<SavedTemplate, Problem>> {
  return change(actor, ref, async (tx, template) => {
    await note(tx, actor, "template_archived", template.id);
    return ok({ archivedAt: now() });
  });
}

export async function bringBackTemplate(
  actor: PersonActor,
  ref: Ref,
): Promise<Result<SavedTemplate, Problem>> {
  return change(actor, ref, async (tx, template) => {
    await note(tx, actor, "template_brought_back", template.id);
    return ok({ archivedAt: null });
  });
}

/** All that lies in it moves along, archived templates too. */
export async function renameFolder(
  actor: PersonActor,
  { folder, name }: { folder: string; name: string },
): Promise<Result<{ count: number }, Problem>> {
  const { organisationId, serviceId } = actor.actingFor;
  if (!organisationId || !mayWriteTemplate(actor, { organisationId, serviceId }))
    return refuse({ code: "not_allowed" });
  const { count } = await withActor(actor, (tx) =>
    tx.template.updateMany({
      where: { organisationId, serviceId, folder },
      data: { folder: name, lockNumber: { increment: 1 } },
    }),
  );
  return count > 0 ? ok({ count }) : refuse({ code: "not_found" });
}

type Found = {
  id: string;
  organisationId: string;
  serviceId: string | null;
  version: number;
  content: Content;
};
type Change = {
  name?: string;
  folder?: string;
  messageTypeId?: string | null;
  content?: Content;
  version?: number;
  archivedAt?: Date | null;
};

/**
 * Changes a template on condition that nobody saved it since: the loser of a race changes nothing and
 * is told so. The row is held from the first look on, so that what is decided by it still holds.
 */
async function change(
  actor: PersonActor,
  { templateId, lockNumber }: Ref,
  decide: (tx: Transaction, template: Found) => Promise<Result<Change, Problem>>,
): Promise<Result<SavedTemplate, Problem>> {
  const write = async (tx: Transaction): Promise<Result<SavedTemplate, Problem>> => {
    const savedAt = now();
    const { organisationId, serviceId } = actor.actingFor;
    const own = { id: templateId, organisationId: organisationId ?? "", serviceId };
    if (!organisationId || !mayWriteTemplate(actor, { organisationId, serviceId }))
      return refuse({ code: "not_found" });
    const { count } = await tx.template.updateMany({
      where: { ...own, lockNumber },
      data: { lockNumber: { increment: 1 }, savedAt, savedById: actor.personId },
    });
    const row = await tx.template.findFirst({ where: own });
    if (!row) return refuse({ code: "not_found" });
    if (count === 0) return refuse({ code: "conflict" });
    const decided = await decide(tx, { ...row, content: contentSchema.parse(row.content) });
    if (!decided.ok) throw new Refused(decided.refusal);
    await tx.template.updateMany({ where: own, data: decided.value });
    return ok({ lockNumber: lockNumber + 1, savedAt: savedAt.toISOString() });
  };
  return withActor(actor, write).catch((error: unknown) => {
    if (error instanceof Refused) return refuse(error.problem);
    throw error;
  });
}

/** Undoes the transaction that a refusal was found in. */
class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

const UNKNOWN_TYPE: Problem = { code: "invalid_input", fields: { messageTypeId: "type_unknown" } };

async function isOwnType(
  tx: Transaction,
  organisationId: string,
  messageTypeId: string | null,
): Promise<boolean> {
  if (messageTypeId === null) return true;
  return (await tx.messageType.count({ where: { id: messageTypeId, organisationId } })) === 1;
}

async function newestContent(
  tx: Transaction,
  templateId: string,
  number: number,
): Promise<Content | null> {
  const row = await tx.templateVersion.findFirst({ where: { templateId, number } });
  return row && contentSchema.parse(row.content);
}

async function addVersion(
  tx: Transaction,
  actor: PersonActor,
  { id: templateId, organisationId, serviceId }: Found,
  version: { number: number; content: Content; note: string; restoredFrom?: number },
): Promise<void> {
  await tx.templateVersion.createMany({
    data: {
      ...version,
      templateId,
      organisationId,
      serviceId,
      publishedAt: now(),
      publishedById: actor.personId,
    },
  });
  const { number, restoredFrom } = version;
  await note(
    tx,
    actor,
    restoredFrom === undefined ? "template_published" : "template_restored",
    templateId,
    { number, ...(restoredFrom === undefined ? {} : { restoredFrom }) },
  );
}

async function note(
  tx: Transaction,
  actor: PersonActor,
  act: AuditAct,
  subjectId: string,
  detail: Record<string, string | number> = {},
): Promise<void> {
  await record(tx, actor, { act, subjectKind: "template", subjectId, detail });
}
