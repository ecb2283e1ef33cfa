import type { NextRequest } from "next/server";
import { isSameOrigin, problem, textOf } from "@/lib/auth/gate";
import { startSignIn } from "@/lib/auth/next-auth";
import { allowSignIn } from "@/lib/auth/rate-limit";

export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request)) return problem({ code: "wrong_origin" });
  // The last entry is the one our own proxy added; those before it are the caller's word.
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "direct";
  if (!(await allowSignIn(address))) return problem({ code: "too_many_requests" });
  const form = await request.formData();
  return startSignIn(textOf(form, "to"));
}
