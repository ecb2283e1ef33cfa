import { NextResponse, type NextRequest } from "next/server";
import { isSameOrigin, problem, textOf } from "@/lib/auth/gate";
import { actFor } from "@/lib/auth/mutations";
import { actingForSchema } from "@/lib/auth/schema";
import { currentSession } from "@/lib/auth/session";
import { readForm } from "@/lib/request-body";
import { environment } from "@/lib/env";

/** Switches organisation and service, and goes home: the page one stood on belongs to the other. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request)) return problem({ code: "wrong_origin" });
  const found = await currentSession();
  if (found.state !== "signed_in") return problem({ code: "session_ended" });
  const form = await readForm(request);
  const [organisationId, serviceId] = textOf(form, "actingFor").split("/");
  const chosen = actingForSchema.safeParse({
    organisationId: organisationId || null,
    serviceId: serviceId || null,
  });
  if (!chosen.success) return problem({ code: "invalid_input" });
  const { sessionId, personId } = found.signedIn;
  const switched = await actFor({ id: sessionId, personId }, chosen.data);
  if (!switched.ok) return problem({ code: switched.refusal });
  return NextResponse.redirect(new URL("/", environment().PORTAL_URL), 303);
}
