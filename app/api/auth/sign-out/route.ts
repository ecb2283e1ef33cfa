import type { NextRequest } from "next/server";
import { isSameOrigin, problem } from "@/lib/auth/gate";
import { signOut } from "@/lib/auth/sign-out";

export async function POST(request: NextRequest): Promise<Response> {
  return isSameOrigin(request) ? signOut(request) : problem({ code: "wrong_origin" });
}
