import "server-only";
import { pageOf, readEdge, type Edge } from "@/lib/address";
import { AUDIT_ACTS, LOOKS, type AuditEntry } from "@/lib/audit/schema";
import { actsOf } from "@/lib/audit/trail/rules";
import type {
  AuditChoices,
  AuditFilter,
  AuditLine,
  AuditPage,
  AuditWho,
} from "@/lib/audit/trail/schema";
import { fullName, may } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { brusselsMoment } from "@/lib/brussels";
import { withActor, type Transaction } from "@/lib/db";
import { nextDay } from "@/lib/working-days";
import { localizedSchema } from "@/lib/text/localized";
import type { AuditRecord, Prisma } from "@/prisma/generated/client";
import { z } from "zod";

const PAGE_SIZE = 50;

/** One page of the organisation's audit trail, newest first. */
export async function listAuditRecords(
  actor: PersonActor,
  filter: AuditFilter,
): Promise<AuditPage> {
  const isBackwards = filter.before !== null;
  const edge = readEdge(filter.before ?? filter.after);
  return withActor(actor, async (tx) => {
    const asked = await readRows(tx, actor, filter, edge, PAGE_SIZE + 1);
    const page = pageOf(asked, PAGE_SIZE, { isBackwards, isFurther: edge !== null }, (row) => row);
    return { ...page, rows: await toLines(tx, page.rows) };
  });
}

/** Many of them one after the other, for a file: at most `limit`, newest first. */
export async function readAuditLines(
  tx: Transaction,
  actor: PersonActor,
  filter: AuditFilter,
  limit: number,
): Promise<AuditLine[]> {
  const lines: AuditLine[] = [];
  let edge: Edge | null = null;
  while (lines.length < limit) {
    const size = Math.min(1000, limit - lines.length);
    const rows = await readRows(tx, actor, { ...filter, before: null }, edge, size);
    lines.push(...(await toLines(tx, rows)));
    edge = rows.at(-1) ?? null;
    if (rows.length < size) break;
  }
  return lines;
}

/** One record, with the bytes that tell whom it is about; null where there is none to be seen. */
export async function readAuditRecord(
  tx: Transaction,
  actor: PersonActor,
  id: string,
): Promise<{ line: AuditLine; row: AuditRecord } | null> {
  const row = await tx.auditRecord.findFirst({ where: { id, ...scopeOf(actor) } });
  if (!row) return null;
  const [line] = await toLines(tx, [row]);
  return line ? { line, row } : null;
}

/** Of whom and of which services there may be records: for the filters. */
export async function listAuditChoices(actor: PersonActor): Promise<AuditChoices> {
  const organisationId = actor.actingFor.organisationId ?? "";
  return withActor(actor, async (tx) => {
    const held = await tx.membership.findMany({
      where: { organisationId },
      select: { personId: true },
    });
    const people = await tx.person.findMany({
      where: { id: { in: held.map(({ personId }) => personId) } },
      select: { id: true, givenName: true, surname: true },
      orderBy: [{ surname: "asc" }, { givenName: "asc" }],
    });
    const services = await tx.service.findMany({
      where: { organisationId },
      select: { id: true, name: true },
      orderBy: { partition: "asc" },
    });
    return {
      people: people.map((person) => ({ id: person.id, name: fullName(person) })),
      services: services.map(({ id, name }) => ({ id, name: localizedSchema.parse(name) })),
    };
  });
}

/** What has this reference, a delivery or a message of the organisation; null when nothing has. */
export async function findByReference(
  actor: PersonActor,
  reference: string,
): Promise<string | null> {
  const found = await withActor(actor, (tx) => readReferences(tx, [], reference));
  return [...found.keys()][0] ?? null;
}

/** An auditor all of it; who administers and does not audit, who looked at what. */
export function seesWholeTrail({ roles }: Pick<PersonActor, "roles">): boolean {
  return may({ roles }, "audit:prove");
}

function scopeOf(actor: PersonActor): Prisma.AuditRecordWhereInput {
  return {
    organisationId: actor.actingFor.organisationId ?? "",
    ...(seesWholeTrail(actor) ? {} : { act: { in: [...LOOKS] } }),
  };
}

function readRows(
  tx: Transaction,
  actor: PersonActor,
  filter: AuditFilter,
  edge: Edge | null,
  take: number,
): Promise<AuditRecord[]> {
  const direction = filter.before === null ? "desc" : "asc";
  return tx.auditRecord.findMany({
    where: {
      ...scopeOf(actor),
      AND: [...conditions(filter), ...(edge ? [beyond(edge, direction)] : [])],
    },
    orderBy: [{ at: direction }, { id: direction }],
    take,
  });
}

function beyond({ at, id }: Edge, direction: "asc" | "desc"): Prisma.AuditRecordWhereInput {
  return direction === "asc"
    ? { at: { gte: at }, OR: [{ at: { gt: at } }, { at, id: { gt: id } }] }
    : { at: { lte: at }, OR: [{ at: { lt: at } }, { at, id: { lt: id } }] };
}

function conditions(filter: AuditFilter): Prisma.AuditRecordWhereInput[] {
  const { kind, act, person, service, n, subject, from, to } = filter;
  return [
    ...(kind ? [{ act: { in: [...actsOf(kind)] } }] : []),
    ...(act ? [{ act }] : []),
    ...(person ? [byWhom(person)] : []),
    ...(service ? [{ serviceId: service }] : []),
    ...(n ? [{ numberHash: new Uint8Array(Buffer.from(n, "hex")) }] : []),
    ...(subject ? [{ subjectId: subject }] : []),
    ...(from ? [{ at: { gte: brusselsMoment(from, "00:00") } }] : []),
    ...(to ? [{ at: { lt: brusselsMoment(nextDay(to), "00:00") } }] : []),
  ];
}

/** Recipients have a session and no person, the portal itself neither. */
function byWhom(person: string): Prisma.AuditRecordWhereInput {
  if (person === "portal") return { personId: null, sessionId: null };
  if (person === "recipient") return { personId: null, sessionId: { not: null } };
  return { personId: person };
}

const detailSchema = z.record(z.string(), z.unknown()).catch({});

async function toLines(tx: Transaction, rows: readonly AuditRecord[]): Promise<AuditLine[]> {
  const people = await tx.person.findMany({
    where: { id: { in: idsOf(rows, "personId") } },
    select: { id: true, givenName: true, surname: true },
  });
  const services = await tx.service.findMany({
    where: { id: { in: idsOf(rows, "serviceId") } },
    select: { id: true, name: true },
  });
  const references = await readReferences(tx, idsOf(rows, "subjectId"), null);
  const names = new Map(people.map((person) => [person.id, fullName(person)]));
  const places = new Map(services.map(({ id, name }) => [id, localizedSchema.parse(name)]));
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    act: AUDIT_ACTS.find((act) => act === row.act) ?? null,
    actCode: row.act,
    who: whoOf(row, names),
    service: places.get(row.serviceId ?? "") ?? null,
    subjectKind: row.subjectKind as AuditEntry["subjectKind"],
    subjectId: row.subjectId,
    reference: references.get(row.subjectId ?? "") ?? null,
    isAboutSomebody: row.numberHash !== null,
    detail: detailSchema.parse(row.detail),
  }));
}

function whoOf(
  { personId, sessionId }: Pick<AuditRecord, "personId" | "sessionId">,
  names: ReadonlyMap<string, string>,
): AuditWho {
  if (personId) return { kind: "person", id: personId, name: names.get(personId) ?? personId };
  return { kind: sessionId ? "recipient" : "portal" };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idsOf(
  rows: readonly AuditRecord[],
  field: "personId" | "serviceId" | "subjectId",
): string[] {
  return [
    ...new Set(rows.flatMap((row) => (UUID.test(row[field] ?? "") ? [row[field] ?? ""] : []))),
  ];
}

async function readReferences(
  tx: Transaction,
  ids: readonly string[],
  wanted: string | null,
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    SELECT id::text AS id, reference FROM portal.references_of(${[...ids]}::uuid[], ${wanted})`;
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}
