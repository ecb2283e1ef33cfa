import "server-only";
import { pageOf, readEdge } from "@/lib/address";
import { isSample } from "@/lib/audit/overview/rules";
import type { Overview, OverviewChoices, OverviewFilter } from "@/lib/audit/overview/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { brusselsMoment } from "@/lib/brussels";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { readDeliveryLines } from "@/lib/deliveries/data";
import { DELIVERY_STATES, type DeliveryLine } from "@/lib/deliveries/schema";
import { localizedSchema } from "@/lib/text/localized";
import { nextDay } from "@/lib/working-days";
import { Prisma } from "@/prisma/generated/client";

const PAGE_SIZE = 25;
const DAY = 86_400_000;

/** What was sent across the organisation, as it is filtered: a page or a sample of it, and its totals. */
export async function getOverview(actor: PersonActor, filter: OverviewFilter): Promise<Overview> {
  return withActor(actor, async (tx) => {
    const states = await readStates(tx, actor, filter);
    return {
      page: isSample(filter)
        ? { rows: await readSelection(tx, actor, filter, PAGE_SIZE), newer: null, older: null }
        : await readPage(tx, actor, filter),
      total: states.reduce((sum, { count }) => sum + count, 0),
      states,
      months: await readMonths(tx, actor, filter),
      choices: await readChoices(tx, actor),
      views: await tx.savedView.findMany({
        where: { personId: actor.personId },
        select: { id: true, name: true, query: true },
        orderBy: { name: "asc" },
      }),
    };
  });
}

/** The sample, or the newest of what is filtered, at most `limit` of these. */
export async function readSelection(
  tx: Transaction,
  actor: PersonActor,
  filter: OverviewFilter,
  limit: number,
): Promise<DeliveryLine[]> {
  const lines: DeliveryLine[] = [];
  const ids = await readSelectedIds(tx, actor, filter, limit);
  for (let at = 0; at < ids.length; at += 1000) {
    lines.push(...(await readDeliveryLines(tx, actor, ids.slice(at, at + 1000))));
  }
  return lines;
}

/**
 * A sample is the `size` deliveries with the lowest SHA-256 of `<seed>:<delivery id>`, in that order:
 * the same seed over the same deliveries draws the same ones, and anybody can draw them again.
 */
export async function readSelectedIds(
  tx: Transaction,
  actor: PersonActor,
  filter: OverviewFilter,
  limit: number,
): Promise<string[]> {
  const order = isSample(filter)
    ? Prisma.sql`sha256(convert_to(${filter.seed} || ':' || d.id::text, 'UTF8'))`
    : Prisma.sql`d."sentAt" DESC, d.id DESC`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.id::text AS id FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
    WHERE ${matching(actor, filter)} ORDER BY ${order}
    LIMIT ${isSample(filter) ? filter.size : limit}`;
  return rows.map(({ id }) => id);
}

async function readPage(tx: Transaction, actor: PersonActor, filter: OverviewFilter) {
  const isBackwards = filter.before !== null;
  const edge = readEdge(filter.before ?? filter.after);
  const further = !edge
    ? Prisma.sql`true`
    : isBackwards
      ? Prisma.sql`(d."sentAt", d.id) > (${edge.at}::timestamptz, ${edge.id}::uuid)`
      : Prisma.sql`(d."sentAt", d.id) < (${edge.at}::timestamptz, ${edge.id}::uuid)`;
  const order = isBackwards
    ? Prisma.sql`d."sentAt" ASC, d.id ASC`
    : Prisma.sql`d."sentAt" DESC, d.id DESC`;
  const asked = await tx.$queryRaw<{ id: string; at: Date }[]>`
    SELECT d.id::text AS id, d."sentAt" AS at FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
    WHERE ${matching(actor, filter)} AND ${further} ORDER BY ${order} LIMIT ${PAGE_SIZE + 1}`;
  const page = pageOf(asked, PAGE_SIZE, { isBackwards, isFurther: edge !== null }, (row) => row);
  const ids = page.rows.map(({ id }) => id);
  return { ...page, rows: await readDeliveryLines(tx, actor, ids) };
}

/** Tests to test citizens are no deliveries; row-level security stands behind the services. */
function matching(actor: PersonActor, filter: OverviewFilter): Prisma.Sql {
  const { from, to, service, type, choice, state, unopened } = filter;
  const on = [
    Prisma.sql`m."trialOfId" IS NULL AND d."organisationId" = ${actor.actingFor.organisationId}::uuid
      AND d."serviceId" = ANY (${[...actor.reads]}::uuid[])`,
    from && Prisma.sql`d."sentAt" >= ${brusselsMoment(from, "00:00")}::timestamptz`,
    to && Prisma.sql`d."sentAt" < ${brusselsMoment(nextDay(to), "00:00")}::timestamptz`,
    service && Prisma.sql`d."serviceId" = ${service}::uuid`,
    type && Prisma.sql`m."messageTypeId" = ${type}::uuid`,
    choice === "normal" && Prisma.sql`d."deliveryChoice" = 'normal'`,
    choice === "registered" && Prisma.sql`d."deliveryChoice" <> 'normal'`,
    state && Prisma.sql`d.state = ${state}`,
    unopened &&
      Prisma.sql`d."deliveryChoice" <> 'normal' AND d."openedAt" IS NULL
        AND d.state IN ('published', 'expired', 'on_paper')
        AND d."publishedAt" < ${new Date(now().getTime() - unopened * DAY)}::timestamptz`,
  ];
  return Prisma.join(
    on.flatMap((part) => (part ? [part] : [])),
    " AND ",
  );
}

async function readStates(tx: Transaction, actor: PersonActor, filter: OverviewFilter) {
  const rows = await tx.$queryRaw<{ state: string; count: number; registered: number }[]>`
    SELECT d.state, count(*)::int AS count,
      (count(*) FILTER (WHERE d."deliveryChoice" <> 'normal'))::int AS registered
    FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
    WHERE ${matching(actor, filter)} GROUP BY d.state`;
  return DELIVERY_STATES.flatMap((state) => {
    const found = rows.find((row) => row.state === state);
    return found ? [{ ...found, state }] : [];
  });
}

function readMonths(tx: Transaction, actor: PersonActor, filter: OverviewFilter) {
  return tx.$queryRaw<{ month: string; sent: number; opened: number }[]>`
    SELECT to_char(d."sentAt" AT TIME ZONE 'Europe/Brussels', 'YYYY-MM') AS month,
      (count(*) FILTER (WHERE d.state <> 'cancelled'))::int AS sent, count(d."openedAt")::int AS opened
    FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
    WHERE ${matching(actor, filter)} GROUP BY 1 ORDER BY 1 DESC LIMIT 12`;
}

async function readChoices(tx: Transaction, actor: PersonActor): Promise<OverviewChoices> {
  const organisationId = actor.actingFor.organisationId ?? "";
  const select = { id: true, name: true } as const;
  const services = await tx.service.findMany({ where: { organisationId }, select });
  const types = await tx.messageType.findMany({ where: { organisationId }, select });
  const named = ({ id, name }: { id: string; name: unknown }) => ({
    id,
    name: localizedSchema.parse(name),
  });
  return { services: services.map(named), types: types.map(named) };
}
