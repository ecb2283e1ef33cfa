import "server-only";
import { z } from "zod";
import { mintRecipientActor } from "@/lib/auth/actor";
import type { CsamIdentity } from "@/lib/auth/csam";
import { tokenHash } from "@/lib/auth/data";
import { RECIPIENT_SESSION_HOURS, assuranceLevel, sessionEnd } from "@/lib/auth/rules";
import type { RecipientActor } from "@/lib/auth/schema";
import { isSecure } from "@/lib/auth/session-cookie";
import { now } from "@/lib/clock";
import { withoutActor } from "@/lib/db";
import { decryptBytes, encryptBytes, hashNumber } from "@/lib/number-vault";

/**
 * Recipients: signed in through CSAM like persons of the portal, with a session of another kind in
 * another cookie. It opens the reply page and nothing of the portal; theirs opens no reply page.
 */
export function recipientCookieName(): string {
  return isSecure() ? "__Host-portal-recipient" : "portal-recipient";
}

const identitySchema = z.object({
  givenName: z.string(),
  surname: z.string(),
  nationalNumber: z.string(),
  enterpriseNumbers: z.array(z.string()).default([]),
});

export async function openRecipientSession(token: string, identity: CsamIdentity): Promise<Date> {
  const at = now();
  const expiresAt = new Date(at.getTime() + RECIPIENT_SESSION_HOURS * 3_600_000);
  const told = identitySchema.parse(identity);
  await withoutActor(null, async (tx) => {
    // What is over tells nothing that the evidence does not tell better.
    await tx.recipientSession.updateMany({
      where: { endedAt: null, expiresAt: { lt: at } },
      data: { endedAt: at, endReason: "absolute", idToken: "", identity: new Uint8Array() },
    });
    await tx.recipientSession.create({
      data: {
        tokenHash: tokenHash(token),
        csamSubject: identity.subject,
        csamSession: identity.session,
        idToken: identity.idToken,
        level: identity.fasLevel,
        method: identity.method,
        identity: encryptBytes(Buffer.from(JSON.stringify(told), "utf8")),
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
      },
    });
  });
  return expiresAt;
}

/** Ends it for good, and forgets who it was; answers what the sign-out at CSAM needs. */
export async function endRecipientSession(
  token: string,
  reason: string,
): Promise<{ idToken: string } | null> {
  return withoutActor(null, async (tx) => {
    const found = await tx.recipientSession.findFirst({
      where: { tokenHash: tokenHash(token), endedAt: null },
      select: { id: true, idToken: true },
    });
    if (!found) return null;
    await tx.recipientSession.updateMany({
      where: { id: found.id, endedAt: null },
      data: { endedAt: now(), endReason: reason, idToken: "", identity: new Uint8Array() },
    });
    return { idToken: found.idToken };
  });
}

/** The recipient of this cookie, before this link; null when nobody is signed in any more. */
export async function findRecipient(
  cookie: string | undefined,
  link: string,
): Promise<RecipientActor | null> {
  if (!cookie) return null;
  const at = now();
  const session = await withoutActor(null, async (tx) => {
    const found = await tx.recipientSession.findUnique({ where: { tokenHash: tokenHash(cookie) } });
    if (!found || sessionEnd(found, at)) return null;
    await tx.recipientSession.updateMany({
      where: { id: found.id, endedAt: null },
      data: { lastSeenAt: at },
    });
    return found;
  });
  if (!session) return null;
  const { level, method, createdAt } = session;
  const identity = identitySchema.parse(
    JSON.parse(Buffer.from(decryptBytes(session.identity)).toString("utf8")),
  );
  const numbers = [identity.nationalNumber, ...identity.enterpriseNumbers];
  return mintRecipientActor({
    sessionId: session.id,
    givenName: identity.givenName,
    surname: identity.surname,
    signIn: { method, fasLevel: level, level: assuranceLevel(level), at: createdAt },
    numberHashes: numbers.map((number) => Buffer.from(hashNumber(number)).toString("hex")),
    tokenHash: Buffer.from(tokenHash(link)).toString("hex"),
  });
}
