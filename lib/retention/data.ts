import "server-only";
import type { Transaction } from "@/lib/db";
import { isCalendarDate } from "@/lib/format";
import {
  erasureKindSchema,
  obstacleSchema,
  type Erasable,
  type ErasureKind,
} from "@/lib/retention/schema";

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

/** Those of which the plan may have to be made: what is not over for about as long as it is kept is left out. */
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
      AND (e."sentAt" IS NULL OR e."sentAt" < ${now}::timestamptz)
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

export function erasableOf(
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
