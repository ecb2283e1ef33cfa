import "server-only";
import { managedOrganisation } from "@/lib/auth/rules";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { brusselsMoment } from "@/lib/brussels";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { guessKind, parseRecipientNumber } from "@/lib/recipients/rules";
import { ok, refuse, type Result } from "@/lib/result";
import type { HoldInput, HoldLift } from "@/lib/retention/holds/schema";
import { nextDay } from "@/lib/working-days";

/** Keeps something from being erased until the hold is lifted. Only administrators do: auditors change nothing. */
export async function placeHold(
  actor: PersonActor,
  hold: HoldInput,
): Promise<Result<{ holdId: string }, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const found = await columnsOf(tx, hold, organisationId);
    if (!found.ok) return found;
    const { id } = await tx.legalHold.create({
      data: {
        ...{ organisationId, kind: hold.kind, reason: hold.reason, placedAt: now() },
        ...{ placedById: actor.personId, ...found.value },
      },
      select: { id: true },
    });
    const { numberHash, serviceId } = found.value;
    await record(tx, actor, {
      act: "hold_placed",
      subjectKind: "hold",
      subjectId: id,
      ...(numberHash && { numberHash }),
      detail: {
        ...{ kind: hold.kind, reason: hold.reason, deliveryId: found.value.deliveryId ?? null },
        ...(hold.kind === "period" && {
          from: hold.from,
          to: hold.to,
          ofService: serviceId ?? null,
        }),
      },
    });
    return ok({ holdId: id });
  });
}

type Columns = {
  deliveryId?: string;
  numberEncrypted?: Uint8Array<ArrayBuffer>;
  numberHash?: Uint8Array<ArrayBuffer>;
  fromAt?: Date;
  untilAt?: Date;
  serviceId?: string | null;
};

const wrong = (field: string, code: string) =>
  refuse<Problem>({ code: "invalid_input", fields: { [field]: code } });

async function columnsOf(
  tx: Transaction,
  hold: HoldInput,
  organisationId: string,
): Promise<Result<Columns, Problem>> {
  switch (hold.kind) {
    case "delivery": {
      const deliveryId = await findDelivery(tx, hold.reference);
      return deliveryId ? ok({ deliveryId }) : wrong("reference", "reference_unknown");
    }
    case "recipient": {
      const number = parseRecipientNumber(guessKind(hold.number) ?? "citizen", hold.number, now());
      if (!number.ok) return wrong("number", "number_invalid");
      const { value } = number;
      return ok({ numberEncrypted: encryptNumber(value), numberHash: hashNumber(value) });
    }
    case "period": {
      const { serviceId, from, to } = hold;
      const isOwn =
        serviceId === null ||
        (await tx.service.count({ where: { id: serviceId, organisationId } })) > 0;
      if (!isOwn) return wrong("serviceId", "service_unknown");
      return ok({
        fromAt: brusselsMoment(from, "00:00"),
        untilAt: brusselsMoment(nextDay(to), "00:00"),
        serviceId,
      });
    }
  }
}

/** By its reference, which is all that administrators know of it. */
async function findDelivery(tx: Transaction, reference: string): Promise<string | null> {
  const wanted = reference.toUpperCase();
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    SELECT id::text AS id, reference FROM portal.references_of('{}'::uuid[], ${wanted})`;
  // A message has a reference too; a delivery's tells the recipient's place after it.
  return rows.find((row) => row.reference === wanted && wanted.includes("/"))?.id ?? null;
}

/** Lets the policies have their way again; what is due by then is told anew first. */
export async function liftHold(
  actor: PersonActor,
  { holdId, reason }: HoldLift,
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const where = { id: holdId, organisationId };
    const held = await tx.legalHold.findFirst({ where });
    if (!held) return refuse({ code: "not_found" as const });
    const { count } = await tx.legalHold.updateMany({
      where: { ...where, liftedAt: null },
      data: { liftedAt: now(), liftedById: actor.personId, liftReason: reason },
    });
    if (count === 0) return refuse({ code: "conflict" as const });
    await record(tx, actor, {
      act: "hold_lifted",
      subjectKind: "hold",
      subjectId: holdId,
      ...(held.numberHash && { numberHash: new Uint8Array(held.numberHash) }),
      detail: { kind: held.kind, reason },
    });
    return ok(null);
  });
}
