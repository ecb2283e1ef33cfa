import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { csamUrls } from "@/lib/auth/csam";
import { isOurAction, isSameOrigin, problem } from "@/lib/auth/gate";
import { allowWrite } from "@/lib/auth/rate-limit";
import {
  endRecipientSession,
  findRecipient,
  recipientCookieName,
} from "@/lib/auth/recipient-session";
import type { RecipientActor } from "@/lib/auth/schema";
import { sessionCookieOptions } from "@/lib/auth/session-cookie";
import { environment } from "@/lib/env";
import type { Problem } from "@/lib/errors";
import { refuse, type Result } from "@/lib/result";

/** The gate of the reply page, once per request; null: to be asked to sign in. */
export const currentRecipient = cache(async (link: string): Promise<RecipientActor | null> => {
  return findRecipient((await cookies()).get(recipientCookieName())?.value, link);
});

type Work<Input, T> = (actor: RecipientActor, input: Input) => Promise<Result<T, Problem>>;

/** Wraps a mutation for the form of the reply page. `link` is the token in its address. */
export function recipientAction<Input, T>(work: Work<Input, T>) {
  return async (link: string, input: Input): Promise<Result<T, Problem>> => {
    if (!isOurAction(await headers())) return refuse({ code: "wrong_origin" });
    const actor = await currentRecipient(link);
    if (!actor) return refuse({ code: "session_ended" });
    if (!(await allowWrite(actor.sessionId))) return refuse({ code: "too_many_requests" });
    return work(actor, input);
  };
}

/** Wraps a route handler of the reply page, for downloads. */
export function recipientRoute<P extends { token: string }>(
  handler: (actor: RecipientActor, params: P) => Promise<Response>,
) {
  return async (request: NextRequest, context: { params: Promise<P> }): Promise<Response> => {
    const params = await context.params;
    const cookie = request.cookies.get(recipientCookieName())?.value;
    const actor = await findRecipient(cookie, params.token);
    if (!actor) return problem({ code: "session_ended" });
    if (!(await allowWrite(actor.sessionId))) return problem({ code: "too_many_requests" });
    return handler(actor, params);
  };
}

/** Ends the session here and at CSAM, so that somebody else may sign in on this page. */
export async function signOutRecipient(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request)) return problem({ code: "wrong_origin" });
  const { PORTAL_URL } = environment();
  const cookie = request.cookies.get(recipientCookieName())?.value;
  const ended = cookie ? await endRecipientSession(cookie, "signed_out") : null;
  const target = new URL(ended ? csamUrls().endSession : `${PORTAL_URL}/reply`);
  if (ended) {
    target.searchParams.set("id_token_hint", ended.idToken);
    target.searchParams.set("post_logout_redirect_uri", `${PORTAL_URL}/reply`);
    target.searchParams.set("state", "signed_out");
  }
  const response = NextResponse.redirect(target, 303);
  response.cookies.set(recipientCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
  response.headers.set("cache-control", "no-store");
  response.headers.set("clear-site-data", '"storage"');
  return response;
}
