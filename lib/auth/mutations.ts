import "server-only";
import { now } from "@/lib/clock";
import { withoutActor, type Transaction } from "@/lib/db";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { tokenHash } from "@/lib/auth/data";
import { SESSION_HOURS, actingOptions, countsAt, sameActingFor } from "@/lib/auth/rules";
import type { ActingFor, Role } from "@/lib/auth/schema";
import type { CsamIdentity } from "@/lib/auth/csam";
import { ok, refuse, type Result } from "@/lib/result";

/** Finds the person behind a CSAM identity, or enters them, with the names CSAM gives today. */
export async function rememberPerson(identity: CsamIdentity): Promise<{ id: string }> {
  const names = {
    givenName: identity.givenName,
    surname: identity.surname,
    email: identity.email,
    language: identity.language,
  };
  const numberHash = hashNumber(identity.nationalNumber);
  return withoutActor(null, (tx) =>
    tx.person.upsert({
      where: { numberHash },
      update: names,
      create: { ...names, numberHash, numberEncrypted: encryptNumber(identity.nationalNumber) },
      select: { id: true },
    }),
  );
}

export async function openSession(
  token: string,
  personId: string,
  identity: CsamIdentity,
): Promise<Date> {
  const at = now();
  const expiresAt = new Date(at.getTime() + SESSION_HOURS * 3_600_000);
  await withoutActor(personId, async (tx) => {
    const session = await tx.session.create({
      data: {
        tokenHash: tokenHash(token),
        personId,
        csamSubject: identity.subject,
        csamSession: identity.session,
        idToken: identity.idToken,
        level: identity.fasLevel,
        method: identity.method,
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
      },
    });
    await tx.auditRecord.createMany({
      data: {
        personId,
        sessionId: session.id,
        act: "signed_in",
        subjectKind: "session",
        subjectId: session.id,
        detail: { method: identity.method, level: identity.fasLevel },
      },
    });
  });
  return expiresAt;
}

/** Ends a session for good; answers what the sign-out at CSAM needs, null when it had ended already. */
export async function endSession(
  token: string,
  reason: string,
): Promise<{ idToken: string } | null> {
  const found = await withoutActor(null, (tx) =>
    tx.session.findUnique({ where: { tokenHash: tokenHash(token) }, select: ENDING }),
  );
  if (!found) return null;
  return withoutActor(found.personId, (tx) => endFound(tx, found, reason));
}

const ENDING = { id: true, personId: true, idToken: true } as const;

/** Ends it once, and records that in the same transaction; null when somebody was faster. */
async function endFound(
  tx: Transaction,
  session: { id: string; personId: string; idToken: string },
  reason: string,
): Promise<{ idToken: string } | null> {
  const { count } = await tx.session.updateMany({
    where: { id: session.id, endedAt: null },
    data: { endedAt: now(), endReason: reason },
  });
  if (count === 0) return null;
  await tx.auditRecord.createMany({
    data: {
      personId: session.personId,
      sessionId: session.id,
      act: "signed_out",
      subjectKind: "session",
      subjectId: session.id,
      detail: { reason },
    },
  });
  return { idToken: session.idToken };
}

/**
 * CSAM says that a person signed out there: ends the sessions it names, by its own session when it
 * names one, else by person. Its token counts once: null when it was used before. A token is used
 * up only together with what it ends.
 */
export async function endSessionsOf(
  whose: { session?: string; subject?: string },
  token: { id: string; keepUntil: Date },
): Promise<number | null> {
  const found = await withoutActor(null, (tx) =>
    tx.session.findMany({
      where: {
        endedAt: null,
        ...(whose.session ? { csamSession: whose.session } : { csamSubject: whose.subject ?? "" }),
      },
      select: ENDING,
    }),
  );
  return withoutActor(found[0]?.personId ?? null, async (tx) => {
    await tx.logoutToken.deleteMany({ where: { expiresAt: { lt: now() } } });
    const { count } = await tx.logoutToken.createMany({
      data: { jti: token.id, expiresAt: token.keepUntil },
      skipDuplicates: true,
    });
    if (count === 0) return null;
    const recipients = await tx.recipientSession.updateMany({
      where: {
        endedAt: null,
        ...(whose.session ? { csamSession: whose.session } : { csamSubject: whose.subject ?? "" }),
      },
      data: {
        endedAt: now(),
        endReason: "signed_out_at_csam",
        idToken: "",
        identity: new Uint8Array(),
      },
    });
    let ended = recipients.count;
    // One session of CSAM, or one subject, is one person.
    for (const session of found) {
      if (await endFound(tx, session, "signed_out_at_csam")) ended += 1;
    }
    return ended;
  });
}

/** Called at each act of the person, not by pages that refresh themselves. */
export async function touchSession(sessionId: string): Promise<void> {
  await withoutActor(null, (tx) =>
    tx.session.updateMany({ where: { id: sessionId, endedAt: null }, data: { lastSeenAt: now() } }),
  );
}

export async function actFor(
  session: { id: string; personId: string },
  actingFor: ActingFor,
): Promise<Result<null, "not_found">> {
  return withoutActor(session.personId, async (tx) => {
    const held = await tx.membership.findMany({
      where: { personId: session.personId, ...countsAt(now()) },
    });
    const options = actingOptions(held.map((row) => ({ ...row, role: row.role as Role })));
    if (!options.some((option) => sameActingFor(option, actingFor))) return refuse("not_found");
    await tx.session.updateMany({ where: { id: session.id }, data: actingFor });
    await tx.auditRecord.createMany({
      data: {
        personId: session.personId,
        sessionId: session.id,
        act: "acting_for_changed",
        subjectKind: "session",
        subjectId: session.id,
        detail: actingFor,
      },
    });
    return ok(null);
  });
}
