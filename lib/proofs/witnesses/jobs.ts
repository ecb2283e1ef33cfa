import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { openWitnessClient, type WitnessClient, type WitnessFailure } from "@/lib/gateways/witness";
import { log } from "@/lib/log";
import { formatLogKey, parseCheckpoint } from "@/lib/proofs/checkpoint";
import { findCosignature, type WitnessKey } from "@/lib/proofs/cosignature";
import { readRanges, readWitnesses, unstampedSince } from "@/lib/proofs/data";
import { consistencyRanges } from "@/lib/proofs/merkle";
import { pauseAfter, isTimely } from "@/lib/proofs/witnesses/rules";
import { ok, refuse, type Result } from "@/lib/result";

export type AskedWitness = { key: WitnessKey; client: WitnessClient };

type Refusal =
  | WitnessFailure
  /** What it answered holds no signature of its own over what we sent, or an old one. */
  | { code: "witness_answer_wrong"; detail: string }
  /** It has seen more than was ever signed here: the database was set back, or another signs in our name. */
  | { code: "witness_ahead"; size: number };

type Outcome = "nothing_new" | "cosigned" | "failed" | "pausing";

/** Failures in a row, and until when nothing is asked; forgotten when the worker ends. */
const troubles = new Map<string, { failures: number; until: Date }>();

/**
 * Shows each witness the newest checkpoint and keeps what it signs. Never in anybody's way: a witness
 * that is slow, away or lying lacks its line, and is asked again later and later. Answers what came of
 * each, in their order.
 */
export async function askWitnesses(
  actor: SystemActor,
  witnesses?: readonly AskedWitness[],
): Promise<Outcome[]> {
  return Promise.all((witnesses ?? (await openWitnesses())).map((one) => askInTurn(actor, one)));
}

/** Read anew each time: a witness is added without a restart. */
async function openWitnesses(): Promise<AskedWitness[]> {
  return (await readWitnesses()).flatMap(({ key, url }) =>
    url === null ? [] : [{ key, client: openWitnessClient({ url }) }],
  );
}

async function askInTurn(actor: SystemActor, witness: AskedWitness): Promise<Outcome> {
  const { name } = witness.key;
  const trouble = troubles.get(name);
  if (trouble && now() < trouble.until) return "pausing";
  const asked = await askOne(actor, witness);
  if (asked.ok) {
    troubles.delete(name);
    return asked.value;
  }
  const failures = (trouble?.failures ?? 0) + 1;
  troubles.set(name, { failures, until: new Date(now().getTime() + pauseAfter(failures)) });
  log.error({ witness: name, failures, ...asked.refusal }, "no cosignature");
  return "failed";
}

async function askOne(
  actor: SystemActor,
  { key: witness, client }: AskedWitness,
): Promise<Result<Outcome, Refusal>> {
  const key = await formatLogKey(witness, "witness");
  const due = await withActor(actor, (tx) => findDue(tx, key));
  if (!due) return ok("nothing_new");
  const { checkpoint, newestSize } = due;
  const submit = async (oldSize: number) => {
    const ranges = consistencyRanges(oldSize, checkpoint.size);
    const proof = await withActor(actor, (tx) => readRanges(tx, ranges));
    return client.addCheckpoint({ oldSize, proof, note: checkpoint.note });
  };
  let answer = await submit(due.seenSize);
  if (!answer.ok && answer.refusal.code === "witness_elsewhere") {
    const { size } = answer.refusal;
    if (size > newestSize) return refuse({ code: "witness_ahead", size });
    // Another worker showed it a newer one meanwhile.
    if (size > checkpoint.size) return ok("nothing_new");
    answer = await submit(size);
  }
  if (!answer.ok) return answer;
  const signed = parseCheckpoint(checkpoint.note);
  const found = signed.ok && (await findCosignature(answer.value, signed.value, witness));
  const receivedAt = now();
  if (!found) return wrong("no signature of its own over this checkpoint");
  if (!isTimely(found.at, receivedAt)) return wrong(`signed at ${found.at.toISOString()}`);
  const data = {
    checkpointId: checkpoint.id,
    key,
    line: found.line,
    cosignedAt: found.at,
    receivedAt,
  };
  await withActor(actor, (tx) => tx.witnessCosignature.createMany({ data, skipDuplicates: true }));
  return ok("cosigned");
}

function wrong(detail: string): Result<never, Refusal> {
  return refuse({ code: "witness_answer_wrong", detail });
}

/**
 * What to show: the newest that is time-stamped, so that proofs find both on one state, unless the stamp
 * is overdue. Null when this witness has signed it.
 */
async function findDue(tx: Transaction, key: string) {
  const newestFirst = { orderBy: { size: "desc" } } as const;
  const newest = await tx.checkpoint.findFirst(newestFirst);
  const stamped = await tx.checkpoint.findFirst({
    where: { stamps: { some: {} } },
    ...newestFirst,
  });
  const waitingSince = await unstampedSince(tx);
  const isLate = waitingSince && now().getTime() - waitingSince.getTime() > STAMP_WITHIN_MS;
  const shown = isLate ? newest : stamped;
  const last = await tx.witnessCosignature.findFirst({
    where: { key },
    orderBy: { receivedAt: "desc" },
    include: { checkpoint: { select: { size: true } } },
  });
  const seenSize = Number(last?.checkpoint.size ?? 0);
  if (!newest || !shown || Number(shown.size) <= seenSize) return null;
  const { id, note } = shown;
  const checkpoint = { id, note, size: Number(shown.size) };
  return { checkpoint, seenSize, newestSize: Number(newest.size) };
}

/** Longer than a stamp takes when its authority is there. */
const STAMP_WITHIN_MS = 60_000;
