import "server-only";
import { cache } from "react";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { findSession, type SessionFound, type SignedIn } from "@/lib/auth/data";
import { touchSession } from "@/lib/auth/mutations";
import { sessionCookieName } from "@/lib/auth/next-auth";
import { may, safeReturnPath } from "@/lib/auth/rules";
import type { Permission, PersonActor } from "@/lib/auth/schema";
import { notFound } from "next/navigation";
import { now } from "@/lib/clock";

/** The gate of pages: who is looking, once per request. */
export const currentSession = cache(async (): Promise<SessionFound> => {
  const token = (await cookies()).get(sessionCookieName())?.value;
  return token ? findSession(token) : { state: "none" };
});

/** For layouts: signed in, with or without a role; otherwise to the sign-in page and back here later. */
export async function requireSignedIn(): Promise<SignedIn> {
  const found = await currentSession();
  if (found.state !== "signed_in") {
    const path = safeReturnPath((await headers()).get("x-portal-path"));
    const query = new URLSearchParams({ to: path });
    if (found.state !== "none") query.set("ended", found.state);
    redirect(`/sign-in?${query}`);
  }
  await touch(found.signedIn);
  return found.signedIn;
}

/** For pages: an actor who may do this here; everybody else is told that there is no such page. */
export async function requireActor(permission?: Permission): Promise<PersonActor> {
  const { actor } = await requireSignedIn();
  if (!actor) redirect("/no-access");
  if (permission && !may(actor, permission)) notFound();
  return actor;
}

/** Looking at pages is being there; once a minute is exact enough. */
export async function touch(signedIn: SignedIn): Promise<void> {
  if (now().getTime() - signedIn.lastSeenAt.getTime() > 60_000) {
    await touchSession(signedIn.sessionId);
  }
}
