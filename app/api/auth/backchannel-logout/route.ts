import type { NextRequest } from "next/server";
import { textOf } from "@/lib/auth/gate";
import { receiveLogout } from "@/lib/auth/backchannel";
import { readForm } from "@/lib/request-body";
import { now } from "@/lib/clock";

/** CSAM calls this from its own servers: no cookie, no origin, only a signed token. */
export async function POST(request: NextRequest): Promise<Response> {
  const form = await readForm(request);
  const received = await receiveLogout(textOf(form, "logout_token"), now());
  return new Response(null, {
    status: received.ok ? 200 : 400,
    headers: { "cache-control": "no-store" },
  });
}
