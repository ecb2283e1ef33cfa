import "server-only";
import { managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { brusselsMoment } from "@/lib/brussels";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { calendarDateOf, isCalendarDate } from "@/lib/format";
import { dueAt, eraseAt, listedUntil } from "@/lib/retention/rules";
import {
  erasureKindSchema,
  LINES_SHOWN,
  obstacleSchema,
  type Erasable,
  type ErasedMonth,
  type ErasureFilter,
  type ErasureKind,
  type ErasureLine,
  type ErasureList,
  type ForecastLine,
  type PlannedDay,
  type Retention,
} from "@/lib/retention/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";
import { nextDay } from "@/lib/working-days";

/** A row of portal.erasable, with what was planned of it. */
type ErasableRow = {
  kind: string;
  subjectId: string;
  organisationId: string;
  serviceId: string;
  endsAt: Date;
  dueDate: string | null;
  obstacle: string | null;
  isHeld: boolean;
  months: number | null;
  days: number | null;
  noticeDays: number;
  plannedAt: Date | null;
};

export type Subject = { kind: ErasureKind; subjectId: string };
export type PlannedThing = Subject & { organisationId: string; serviceId: string; thing: Erasable };

/**
 * Those of which the plan may have to be made: what is not over for about as long as it is kept is left out.
 * Nothing is over before it was sent, so that what was sent lately is not even looked at.
 */
export async function readDueSoon(
  tx: Transaction,
  kind: ErasureKind,
  { now, after, most }: { now: Date; after: string | null; most: number },
): Promise<PlannedThing[]> {
  const rows = await tx.$queryRaw<ErasableRow[]>`
    SELECT e.kind, e."subjectId"::text AS "subjectId", e."organisationId"::text AS "organisationId",
      e."serviceId"::text AS "serviceId", e."endsAt", e."dueDate", e.obstacle, e."isHeld", e.months, e.days,
      e."noticeDays", NULL::timestamptz AS "plannedAt"
    FROM portal.erasable e
    WHERE e.kind = ${kind} AND (${after}::uuid IS NULL OR e."subjectId" > ${after}::uuid)
      AND (e.kind NOT IN ('delivery', 'replies') OR e."sentAt" < (
        SELECT ${now}::timestamptz - make_interval(months => min(least(t."contentsKeptMonths", t."repliesKeptMonths")))
          + make_interval(days => (SELECT max("erasureNoticeDays") FROM "Organisation")) FROM "MessageType" t))
      AND e."endsAt" + make_interval(months => coalesce(e.months, 0), days => coalesce(e.days, 0) - e."noticeDays")
        < ${now}::timestamptz
      AND NOT e."isHeld" AND e.obstacle IS NULL
      AND NOT EXISTS (SELECT 1 FROM "ErasurePlan" p WHERE p.kind = e.kind AND p."subjectId" = e."subjectId")
    ORDER BY e."subjectId" LIMIT ${most}::int`;
  return rows.map(thingOf);
}

/** What was planned, as it stands now; null: there is nothing left to erase. */
export async function readPlanned(
  tx: Transaction,
  { kind, subjectId }: Subject,
): Promise<PlannedThing | null> {
  const [row] = await tx.$queryRaw<ErasableRow[]>`
    SELECT e.kind, e."subjectId"::text AS "subjectId", e."organisationId"::text AS "organisationId",
      e."serviceId"::text AS "serviceId", e."endsAt", e."dueDate", e.obstacle, e."isHeld", e.months, e.days,
      e."noticeDays", p."plannedAt"
    FROM portal.erasable e LEFT JOIN "ErasurePlan" p ON p.kind = e.kind AND p."subjectId" = e."subjectId"
    WHERE e.kind = ${kind} AND e."subjectId" = ${subjectId}::uuid`;
  return row ? thingOf(row) : null;
}

function thingOf(row: ErasableRow): PlannedThing {
  const { subjectId, organisationId, serviceId } = row;
  return {
    kind: erasureKindSchema.parse(row.kind),
    subjectId,
    organisationId,
    serviceId,
    thing: erasableOf(row),
  };
}

function erasableOf(
  row: Omit<ErasableRow, "kind" | "subjectId" | "organisationId" | "serviceId">,
): Erasable {
  const { endsAt, dueDate, isHeld, months, days, noticeDays, plannedAt } = row;
  return {
    ...{ endsAt, isHeld, noticeDays, plannedAt },
    payBy: dueDate !== null && isCalendarDate(dueDate) ? dueDate : null,
    obstacle: obstacleSchema.nullable().parse(row.obstacle),
    kept: months === null ? { days: days ?? 0 } : { months },
  };
}

/** Everything on the page of what is erased; null for who does not manage it. */
export async function getRetention(actor: PersonActor): Promise<Retention | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const names = await readNames(tx, organisationId);
    const types = await tx.messageType.findMany({
      where: { organisationId },
      orderBy: { code: "asc" },
      select: { id: true, contentsKeptMonths: true, repliesKeptMonths: true },
    });
    const house = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    return {
      types: types.map(({ id, contentsKeptMonths, repliesKeptMonths }) => ({
        id,
        name: names.type(id),
        policy: { contentsMonths: contentsKeptMonths, repliesMonths: repliesKeptMonths },
      })),
      house: {
        lockNumber: house.lockNumber,
        draftsDays: house.draftsKeptDays,
        recipientFilesDays: house.recipientFilesKeptDays,
        noticeDays: house.erasureNoticeDays,
      },
      planned: await readPlannedDays(tx, names),
      ...(await readForecast(tx, names)),
      erased: await readErased(tx, organisationId),
    };
  });
}

type Names = { type: (id: string) => Localized; service: (id: string) => Localized };

async function readNames(tx: Transaction, organisationId: string): Promise<Names> {
  const where = { organisationId };
  const types = await tx.messageType.findMany({ where, select: { id: true, name: true } });
  const services = await tx.service.findMany({ where, select: { id: true, name: true } });
  const nameIn = (rows: readonly { id: string; name: unknown }[]) => {
    const names = new Map(rows.map(({ id, name }) => [id, localizedSchema.parse(name)]));
    return (id: string) => names.get(id) ?? { nl: "", fr: "", de: "", en: "" };
  };
  return { type: nameIn(types), service: nameIn(services) };
}

async function readPlannedDays(tx: Transaction, names: Names): Promise<PlannedDay[]> {
  const rows = await tx.$queryRaw<
    { day: string; kind: string; serviceId: string; count: bigint }[]
  >`SELECT to_char(day, 'YYYY-MM-DD') AS day, kind, "serviceId"::text AS "serviceId", count
    FROM portal.planned_erasures()`;
  return rows.map(({ day, kind, serviceId, count }) => ({
    day,
    kind: erasureKindSchema.parse(kind),
    service: names.service(serviceId),
    count: Number(count),
  }));
}

/** So many lines tell the months to come; what comes later is told as one number. */
const MONTHS_TOLD = 24;

async function readForecast(
  tx: Transaction,
  names: Names,
): Promise<{ forecast: ForecastLine[]; later: number }> {
  const rows = await tx.$queryRaw<
    {
      kind: string;
      serviceId: string;
      messageTypeId: string;
      month: string;
      count: bigint;
      held: bigint;
      kept: bigint;
    }[]
  >`SELECT kind, "serviceId"::text AS "serviceId", "messageTypeId"::text AS "messageTypeId", month,
      sum(count)::bigint AS count, sum(held)::bigint AS held, sum(kept)::bigint AS kept
    FROM portal.erasure_forecast() GROUP BY 1, 2, 3, 4 ORDER BY month, kind, 2, 3`;
  const current = calendarDateOf(now()).slice(0, 7);
  const isOver = (month: string) => month < current;
  const months = [...new Set(rows.map(({ month }) => month))].filter((month) => !isOver(month));
  const told = new Set(months.slice(0, MONTHS_TOLD));
  const shown = rows.filter(({ month }) => isOver(month) || told.has(month));
  const sum = (some: typeof rows) => some.reduce((all, { count }) => all + Number(count), 0);
  return {
    forecast: shown.map((row) => ({
      month: isOver(row.month) ? null : row.month,
      kind: erasureKindSchema.parse(row.kind),
      type: names.type(row.messageTypeId),
      service: names.service(row.serviceId),
      count: Number(row.count),
      held: Number(row.held),
      waits: Number(row.kept),
    })),
    later: sum(rows) - sum(shown),
  };
}

/** The last twelve months of the audit trail, each kind once. */
async function readErased(tx: Transaction, organisationId: string): Promise<ErasedMonth[]> {
  const rows = await tx.$queryRaw<{ month: string; kind: string; count: bigint }[]>`
    SELECT to_char(at AT TIME ZONE 'Europe/Brussels', 'YYYY-MM') AS month,
      CASE WHEN act = 'replies_erased' THEN 'replies' WHEN act = 'recipient_file_erased' THEN 'recipient_file'
        WHEN "subjectKind" = 'delivery' THEN 'delivery' ELSE 'draft' END AS kind, count(*) AS count
    FROM "AuditRecord"
    WHERE "organisationId" = ${organisationId}::uuid
      AND act IN ('contents_erased', 'replies_erased', 'recipient_file_erased')
      AND at > ${now()}::timestamptz - interval '1 year'
      AND (act <> 'contents_erased' OR "subjectKind" = 'delivery' OR NOT detail ? 'leafIndex')
    GROUP BY 1, 2 ORDER BY 1 DESC, 2`;
  return rows.map(({ month, kind, count }) => ({
    month,
    kind: erasureKindSchema.parse(kind),
    count: Number(count),
  }));
}

/** What would be erased until a day, one by one; null for who does not manage it. */
export async function listErasures(
  actor: PersonActor,
  { until }: ErasureFilter,
  most = LINES_SHOWN,
): Promise<ErasureList | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const { erasureNoticeDays } = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
    });
    const last = until ?? listedUntil(now(), erasureNoticeDays);
    const names = await readNames(tx, organisationId);
    const end = brusselsMoment(nextDay(last), "00:00");
    const rows = await tx.$queryRaw<(ErasableRow & ListedColumns)[]>`
      SELECT kind, "subjectId"::text AS "subjectId", '' AS "organisationId", "serviceId"::text AS "serviceId",
        "messageTypeId"::text AS "messageTypeId", reference, "sentAt", "endsAt", "dueDate", obstacle, "isHeld",
        months, days, "noticeDays", "plannedAt"
      FROM portal.erasures_until(${end}::timestamptz, ${most + 1}::int)`;
    const lines = rows.map((row) => lineOf(row, names)).filter(({ dueAt: due }) => due < end);
    return { until: last, lines: lines.slice(0, most), isMore: rows.length > most };
  });
}

type ListedColumns = { messageTypeId: string; reference: string; sentAt: Date | null };

function lineOf(row: ErasableRow & ListedColumns, names: Names): ErasureLine {
  const thing = erasableOf(row);
  const { isHeld, obstacle, plannedAt, endsAt } = thing;
  const open = plannedAt ? "planned" : "coming";
  return {
    kind: erasureKindSchema.parse(row.kind),
    subjectId: row.subjectId,
    reference: row.reference,
    type: names.type(row.messageTypeId),
    service: names.service(row.serviceId),
    sentAt: row.sentAt,
    endsAt,
    dueAt: dueAt(thing),
    eraseAt: eraseAt(thing, now()),
    state: isHeld ? "held" : obstacle ? "waits" : open,
    obstacle: isHeld ? null : obstacle,
  };
}
