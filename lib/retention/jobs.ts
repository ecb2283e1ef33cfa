import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { log } from "@/lib/log";
import { readDueSoon, readPlanned, type PlannedThing, type Subject } from "@/lib/retention/data";
import { eraseNow } from "@/lib/retention/erasing/jobs";
import { removeFiles } from "@/lib/retention/files/jobs";
import { dueAt, eraseAt, isToBePlanned } from "@/lib/retention/rules";
import { ERASURE_KINDS, erasureKindSchema } from "@/lib/retention/schema";

const AT_ONCE = 200;

/**
 * One round: tells what will be erased, erases what was told long enough ago, and removes the files of what
 * was erased. Each thing in a transaction of its own, so that it can be stopped anywhere.
 */
export async function keepPolicies(actor: SystemActor, at = now()): Promise<void> {
  await planErasures(actor, at);
  await reviewPlans(actor, at);
  await eraseDue(actor, at);
  await removeFiles(actor, at);
}

/** Puts on the plan what comes to its end within the notice. */
async function planErasures(actor: SystemActor, at: Date): Promise<void> {
  for (const kind of ERASURE_KINDS) {
    let after: string | null = null;
    do {
      const found: PlannedThing[] = await withActor(actor, async (tx) => {
        const things = await readDueSoon(tx, kind, { now: at, after, most: AT_ONCE });
        await plan(tx, things, at);
        return things;
      });
      after = found.length < AT_ONCE ? null : (found.at(-1)?.subjectId ?? null);
    } while (after !== null);
  }
}

async function plan(tx: Transaction, things: readonly PlannedThing[], at: Date): Promise<void> {
  const data = things.flatMap(({ thing, ...subject }) => {
    const erasing = isToBePlanned(thing, at) ? eraseAt(thing, at) : null;
    return erasing ? [{ ...subject, plannedAt: at, dueAt: dueAt(thing), eraseAt: erasing }] : [];
  });
  if (data.length > 0) await tx.erasurePlan.createMany({ data, skipDuplicates: true });
}

/**
 * Puts the plan right where a policy was changed, something happened, or somebody holds it since. What leaves
 * the plan and comes back is told anew.
 */
async function reviewPlans(actor: SystemActor, at: Date): Promise<void> {
  for (const kind of ERASURE_KINDS) {
    let after: string | null = null;
    do {
      const rows: { subjectId: string }[] = await withActor(actor, async (tx) => {
        const planned = await tx.erasurePlan.findMany({
          where: { kind, ...(after !== null && { subjectId: { gt: after } }) },
          orderBy: { subjectId: "asc" },
          take: AT_ONCE,
        });
        for (const { subjectId } of planned) await review(tx, { kind, subjectId }, at);
        return planned;
      });
      after = rows.length < AT_ONCE ? null : (rows.at(-1)?.subjectId ?? null);
    } while (after !== null);
  }
}

/** Answers what is still to be erased, and when; null when it left the plan. */
async function review(tx: Transaction, { kind, subjectId }: Subject, at: Date) {
  const key = { kind_subjectId: { kind, subjectId } };
  const found = await readPlanned(tx, { kind, subjectId });
  const erasing = found && isToBePlanned(found.thing, at) ? eraseAt(found.thing, at) : null;
  if (!found || !erasing) {
    await tx.erasurePlan.deleteMany({ where: { kind, subjectId } });
    return null;
  }
  const due = dueAt(found.thing);
  const before = await tx.erasurePlan.findUniqueOrThrow({ where: key });
  const isSame =
    before.dueAt.getTime() === due.getTime() && before.eraseAt.getTime() === erasing.getTime();
  if (!isSame) {
    await tx.erasurePlan.update({ where: key, data: { dueAt: due, eraseAt: erasing } });
  }
  return { ...found, dueAt: due, eraseAt: erasing };
}

async function eraseDue(actor: SystemActor, at: Date): Promise<void> {
  const failed: string[] = [];
  for (;;) {
    const next = await withActor(actor, (tx) =>
      tx.erasurePlan.findFirst({
        where: { eraseAt: { lte: at }, subjectId: { notIn: failed } },
        orderBy: [{ eraseAt: "asc" }, { subjectId: "asc" }],
      }),
    );
    if (!next) return;
    const subject = { kind: erasureKindSchema.parse(next.kind), subjectId: next.subjectId };
    try {
      await withActor(actor, (tx) => eraseOne(tx, actor, subject, at));
    } catch (error) {
      // One that cannot be erased keeps nobody else's from it; it is tried again in the next round.
      failed.push(next.subjectId);
      const reason = error instanceof Error ? error.message : "unknown";
      log.error({ ...subject, error: reason }, "contents were not erased");
    }
  }
}

async function eraseOne(
  tx: Transaction,
  actor: SystemActor,
  subject: Subject,
  at: Date,
): Promise<void> {
  const row = await tx.erasurePlan.findUnique({ where: { kind_subjectId: subject } });
  if (!row) return;
  // Whoever places a hold waits for this, and a hold that was placed before is seen below.
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock_shared(portal.retention_lock(${row.organisationId}::uuid))::text`;
  const [mine] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "ErasurePlan" WHERE kind = ${subject.kind} AND "subjectId" = ${subject.subjectId}::uuid
    FOR UPDATE SKIP LOCKED`;
  if (!mine) return;
  const planned = await review(tx, subject, at);
  if (!planned || planned.eraseAt > at) return;
  await eraseNow(tx, actor, planned, at);
  await tx.erasurePlan.deleteMany({ where: subject });
}
