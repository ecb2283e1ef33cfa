import type { NextRequest } from "next/server";
import { isSameOrigin, problem } from "@/lib/auth/gate";
import { touchSession } from "@/lib/auth/mutations";
import { currentSession } from "@/lib/auth/session";
import { idleEnd } from "@/lib/auth/rules";
import { now } from "@/lib/clock";

/** "Stay signed in": for anyone with a session, role or not. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request)) return problem({ code: "wrong_origin" });
  const found = await currentSession();
  if (found.state !== "signed_in") return problem({ code: "session_ended" });
  await touchSession(found.signedIn.sessionId);
  return Response.json(
    {
      idleEndsAt: idleEnd(now()).toISOString(),
      absoluteEndsAt: found.signedIn.expiresAt.toISOString(),
    },
    { headers: { "cache-control": "no-store" } },
  );
}
