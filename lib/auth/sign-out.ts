import "server-only";
import type { NextRequest } from "next/server";
import { environment } from "@/lib/env";
import { csamUrls } from "@/lib/auth/csam";
import { endSession } from "@/lib/auth/mutations";
import { sessionCookieName } from "@/lib/auth/next-auth";
import { sessionCookieOptions } from "@/lib/auth/session-cookie";
import { NextResponse } from "next/server";

/** Ends the session here and sends the browser to CSAM to end it there too. */
export async function signOut(request: NextRequest): Promise<Response> {
  const env = environment();
  const token = request.cookies.get(sessionCookieName())?.value;
  const ended = token ? await endSession(token, "signed_out") : null;
  const target = new URL(
    ended ? csamUrls().endSession : `${env.PORTAL_URL}/sign-in?ended=signed_out`,
  );
  if (ended) {
    target.searchParams.set("id_token_hint", ended.idToken);
    target.searchParams.set("post_logout_redirect_uri", `${env.PORTAL_URL}/sign-in`);
    target.searchParams.set("state", "signed_out");
  }
  const response = NextResponse.redirect(target, 303);
  response.cookies.set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
  // What was typed and not saved may hold numbers: who signs out leaves nothing on this computer.
  response.headers.set("cache-control", "no-store");
  response.headers.set("clear-site-data", '"storage"');
  return response;
}
