import "server-only";
import { environment } from "@/lib/env";

/** How the cookies of sessions are set, whoever's they are. */
export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
}

export function isSecure(): boolean {
  return environment().PORTAL_URL.startsWith("https:");
}
