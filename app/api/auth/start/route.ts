import type { NextRequest } from "next/server";
import { isSameOrigin, problem, textOf } from "@/lib/auth/gate";
import type { RefusalCode } from "@/lib/errors";
import { readForm } from "@/lib/request-body";
import { startSignIn } from "@/lib/auth/next-auth";
import { allowSignIn } from "@/lib/auth/rate-limit";
import { replyTokenOf } from "@/lib/auth/rules";

/** Asked by a plain form: a person stands behind it and wants a page, not an answer in JSON. */
function refusedForm(code: RefusalCode, to: string): Response {
  const link = replyTokenOf(to);
  const page = link === null ? "/sign-in" : `/reply/${link}`;
  return new Response(null, { status: 303, headers: { location: `${page}?error=${code}` } });
}

export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request)) return problem({ code: "wrong_origin" });
  // The last entry is the one our own proxy added; those before it are the caller's word.
  const address =
    request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? "direct";
  const to = textOf(await readForm(request), "to");
  if (!(await allowSignIn(address))) return refusedForm("too_many_requests", to);
  return startSignIn(to);
}
