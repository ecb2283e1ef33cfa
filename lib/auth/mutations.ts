import "server-only";
import { now } from "@/lib/clock";
import { withoutActor } from "@/lib/db";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { tokenHash } from "@/lib/auth/data";
import { SESSION_HOURS, actingOptions, sameActingFor } from "@/lib/auth/rules";
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
  return withoutActor(null, async (tx) => {
    const where = { tokenHash: tokenHash(token) };
    const ended = await tx.session.updateMany({
      where: { ...where, endedAt: null },
      data: { endedAt: now(), endReason: reason },
    });
    if (ended.count === 0) return null;
    return tx.session.findUnique({ where, select: { idToken: true } });
  });
}

/** CSAM says that a person signed out there: by its session when it names one, else by person. */
export async function endSessionsOf(whose: {
  session?: string;
  subject?: string;
}): Promise<number> {
  const { count } = await withoutActor(null, (tx) =>
    tx.session.updateMany({
      where: {
        endedAt: null,
        ...(whose.session ? { csamSession: whose.session } : { csamSubject: whose.subject ?? "" }),
      },
      data: { endedAt: now(), endReason: "signed_out_at_csam" },
    }),
  );
  return count;
}

/** True the first time a logout token is seen. */
export async function useLogoutToken(jti: string, expiresAt: Date): Promise<boolean> {
  return withoutActor(null, async (tx) => {
    await tx.logoutToken.deleteMany({ where: { expiresAt: { lt: now() } } });
    const { count } = await tx.logoutToken.createMany({
      data: { jti, expiresAt },
      skipDuplicates: true,
    });
    return count === 1;
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
      where: { personId: session.personId, endedAt: null },
    });
    const options = actingOptions(held.map((row) => ({ ...row, role: row.role as Role })));
    if (!options.some((option) => sameActingFor(option, actingFor))) return refuse("not_found");
    await tx.session.updateMany({ where: { id: session.id }, data: actingFor });
    return ok(null);
  });
}
