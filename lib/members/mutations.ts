import "server-only";
import { record } from "@/lib/audit/mutations";
import { managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { calendarDateOf, formatDate } from "@/lib/format";
import { listMembers, listRightServices } from "@/lib/members/data";
import {
  FEWEST_ADMINISTRATORS,
  isSameRight,
  lastingAdministrators,
  overlap,
  periodOf,
  rightState,
} from "@/lib/members/rules";
import { rightSchema, type Right, type RightGiven } from "@/lib/members/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { tableDownload } from "@/lib/spreadsheet/download";
import type { ExportFormat } from "@/lib/spreadsheet/schema";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

/** Gives somebody of the organisation a role, for good or for a time; nobody gives one to themselves. */
export async function giveRight(
  actor: PersonActor,
  { personId, right, from, until, deputyForId }: RightGiven,
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  if (personId === actor.personId) return refuse({ code: "right_of_oneself" });
  const period = periodOf({ from, until }, now());
  if (period.endsAt && period.endsAt <= period.startsAt) {
    return refuse({ code: "invalid_input", fields: { until: "until_past" } });
  }
  return withActor(actor, async (tx) => {
    await oneAtATime(tx, organisationId);
    const held = await tx.membership.findMany({ where: { organisationId, personId } });
    if (held.length === 0 || !(await isOurs(tx, organisationId, right, deputyForId))) {
      return refuse({ code: "not_found" as const });
    }
    const isHeld = held.some(
      (row) =>
        isSameRight(rightSchema.parse(row), right) &&
        rightState(row, now()) !== "over" &&
        overlap(row, period),
    );
    if (isHeld) return refuse({ code: "right_held" as const });
    const { id } = await tx.membership.create({
      data: {
        ...{ personId, organisationId, ...right, ...period, deputyForId },
        givenById: actor.personId,
      },
      select: { id: true },
    });
    await record(tx, actor, {
      act: "right_given",
      subjectKind: "person",
      subjectId: personId,
      ...(right.serviceId ? { serviceId: right.serviceId } : {}),
      detail: {
        membershipId: id,
        role: right.role,
        from: period.startsAt.toISOString(),
        until: period.endsAt?.toISOString() ?? null,
        deputyFor: deputyForId,
      },
    });
    return ok(null);
  });
}

/** Takes one role away, at once: the next click of who held it is refused. */
export async function takeRight(
  actor: PersonActor,
  { membershipId }: { membershipId: string },
): Promise<Result<{ personId: string }, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await oneAtATime(tx, organisationId);
    const row = await tx.membership.findFirst({ where: { id: membershipId, organisationId } });
    if (!row) return refuse({ code: "not_found" as const });
    const ended = await endRights(tx, actor, organisationId, row.personId, [membershipId]);
    if (!ended.ok) return ended;
    return ok({ personId: row.personId });
  });
}

/** Takes everything away that somebody holds here, and ends what they are signed in with. */
export async function deactivatePerson(
  actor: PersonActor,
  { personId }: { personId: string },
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await oneAtATime(tx, organisationId);
    const held = await tx.membership.findMany({ where: { organisationId, personId } });
    if (held.length === 0) return refuse({ code: "not_found" as const });
    const open = held.filter((row) => rightState(row, now()) !== "over").map(({ id }) => id);
    const ended = await endRights(tx, actor, organisationId, personId, open);
    if (!ended.ok) return ended;
    const sessions = await tx.session.updateMany({
      where: {
        ...{ personId, endedAt: null },
        OR: [{ organisationId }, { organisationId: null }],
      },
      data: { endedAt: now(), endReason: "deactivated" },
    });
    await record(tx, actor, {
      act: "person_deactivated",
      subjectKind: "person",
      subjectId: personId,
      detail: { rights: open.length, sessions: sessions.count },
    });
    return ok(null);
  });
}

/** One line for each right that counts now or will; that the list was taken out goes on record. */
export async function exportMembers(
  actor: PersonActor,
  { format, language }: { format: ExportFormat; language: Language },
): Promise<Result<Download, Problem>> {
  const members = await listMembers(actor);
  if (!members) return refuse({ code: "not_found" });
  const services = await listRightServices(actor);
  const t = translator(language, "members");
  const day = (moment: Date | null) => (moment ? formatDate(moment, language) : "");
  const rows = members.flatMap(({ name, email, rights, lastSignInAt }) =>
    rights.map(({ role, serviceId, startsAt, endsAt, deputyFor }) => [
      name,
      email ?? "",
      t(`role.${role}`),
      serviceId === null
        ? t("wholeOrganisation")
        : (services.find(({ id }) => id === serviceId)?.name[language] ?? ""),
      day(startsAt),
      // It ends with the last moment of its last day.
      day(endsAt && new Date(endsAt.getTime() - 1)),
      deputyFor ?? "",
      day(lastSignInAt),
    ]),
  );
  await withActor(actor, (tx) =>
    record(tx, actor, {
      act: "people_exported",
      subjectKind: "organisation",
      subjectId: actor.actingFor.organisationId,
      detail: { format, rows: rows.length },
    }),
  );
  const header = EXPORTED.map((column) => t(`export.${column}`));
  const fileName = `${t("export.fileName")}-${calendarDateOf(now())}`;
  return ok(await tableDownload(fileName, { header, rows }, format));
}

const EXPORTED = [
  "name",
  "email",
  "role",
  "service",
  "from",
  "until",
  "deputyFor",
  "lastSignIn",
] as const;

/** Ends those that are not over, each with its record; those that somebody else ended meanwhile stay as they are. */
async function endRights(
  tx: Transaction,
  actor: PersonActor,
  organisationId: string,
  personId: string,
  ids: readonly string[],
): Promise<Result<null, Problem>> {
  const administrators = await tx.membership.findMany({
    where: { organisationId, role: "administrator", endedAt: null },
  });
  const before = lastingAdministrators(administrators, now());
  const left = lastingAdministrators(
    administrators.filter(({ id }) => !ids.includes(id)),
    now(),
  );
  if (left.size < before.size && left.size < FEWEST_ADMINISTRATORS) {
    return refuse({ code: "administrators_too_few" });
  }
  for (const id of ids) {
    const { count } = await tx.membership.updateMany({
      where: { id, organisationId, personId, endedAt: null },
      data: { endedAt: now(), endedById: actor.personId },
    });
    if (count === 0) continue;
    const row = await tx.membership.findUniqueOrThrow({ where: { id } });
    await record(tx, actor, {
      act: "right_taken",
      subjectKind: "person",
      subjectId: personId,
      ...(row.serviceId ? { serviceId: row.serviceId } : {}),
      detail: { membershipId: id, role: row.role, since: row.startsAt.toISOString() },
    });
  }
  return ok(null);
}

/** Two administrators who take each other's rights at the same moment come one after the other. */
export async function oneAtATime(tx: Transaction, organisationId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Organisation" WHERE id = ${organisationId}::uuid FOR UPDATE`;
}

async function isOurs(
  tx: Transaction,
  organisationId: string,
  { serviceId }: Right,
  deputyForId: string | null,
): Promise<boolean> {
  const services = serviceId
    ? await tx.service.count({ where: { id: serviceId, organisationId } })
    : 1;
  const others = deputyForId
    ? await tx.membership.count({ where: { personId: deputyForId, organisationId } })
    : 1;
  return services > 0 && others > 0;
}
