import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/content-security-policy";
import { environment } from "@/lib/env";

/** Runs before every page: a fresh nonce with its policy, and the address for the way back. */
export function proxy(request: NextRequest) {
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString("base64"),
    signInOrigin: new URL(environment().CSAM_ISSUER).origin,
    isDevelopment: process.env.NODE_ENV === "development",
  });

  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the policy on the request.
  headers.set("content-security-policy", policy);
  // Whoever must sign in first comes back to this page afterwards.
  headers.set("x-portal-path", request.nextUrl.pathname + request.nextUrl.search);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Next cuts the body of every request that passes here at 10 MiB, silently: uploads go to /api,
  // which must stay out.
  matcher: ["/((?!api/|_next/).*)"],
};
