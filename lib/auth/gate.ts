import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { environment } from "@/lib/env";
import { statusOf, type Problem } from "@/lib/errors";
import { log } from "@/lib/log";
import { findSession, type SignedIn } from "@/lib/auth/data";
import { touchSession } from "@/lib/auth/mutations";
import { sessionCookieName } from "@/lib/auth/next-auth";
import { allowWrite } from "@/lib/auth/rate-limit";
import { may } from "@/lib/auth/rules";
import { currentSession } from "@/lib/auth/session";
import type { Permission, PersonActor } from "@/lib/auth/schema";
import { refuse, type Result } from "@/lib/result";

/** The gate of actions and route handlers: session, permission, rate and shape, before any work. */
type Work<Input, T> = (actor: PersonActor, input: Input) => Promise<Result<T, Problem>>;

/** Wraps a mutation for forms: `export const saveText = action("message:write", schema, mutation)`. */
export function action<S extends z.ZodType, T>(
  permission: Permission,
  schema: S,
  work: Work<z.output<S>, T>,
) {
  return async (input: z.input<S>): Promise<Result<T, Problem>> => {
    if (!isOurAction(await headers())) return refuse({ code: "wrong_origin" });
    const found = await currentSession();
    if (found.state !== "signed_in") return refuse({ code: "session_ended" });
    const { actor, sessionId } = found.signedIn;
    if (!actor || !may(actor, permission)) return refuse({ code: "not_allowed" });
    if (!(await allowWrite(actor.personId))) return refuse({ code: "too_many_requests" });
    const parsed = schema.safeParse(input);
    if (!parsed.success) return refuse({ code: "invalid_input", fields: fieldsOf(parsed.error) });
    await touchSession(sessionId);
    return work(actor, parsed.data);
  };
}

/** The same for who has signed in and may have no role yet: `work` gets the person, and no permission was asked. */
export function signedInAction<S extends z.ZodType, T>(
  schema: S,
  work: (signedIn: SignedIn, input: z.output<S>) => Promise<Result<T, Problem>>,
) {
  return async (input: z.input<S>): Promise<Result<T, Problem>> => {
    if (!isOurAction(await headers())) return refuse({ code: "wrong_origin" });
    const found = await currentSession();
    if (found.state !== "signed_in") return refuse({ code: "session_ended" });
    const { signedIn } = found;
    if (!(await allowWrite(signedIn.personId))) return refuse({ code: "too_many_requests" });
    const parsed = schema.safeParse(input);
    if (!parsed.success) return refuse({ code: "invalid_input", fields: fieldsOf(parsed.error) });
    await touchSession(signedIn.sessionId);
    return work(signedIn, parsed.data);
  };
}

/**
 * An action that a browser calls, by script or as a plain form, tells where it comes from; one that a
 * page calls while it is made has nothing to tell, and was asked for by GET.
 */
export function isOurAction(sent: Headers): boolean {
  const origin = sent.get("origin");
  if (origin !== null) return origin === portalOrigin();
  return !sent.has("next-action") && !sent.has("content-type");
}

function portalOrigin(): string {
  return new URL(environment().PORTAL_URL).origin;
}

/** Zod's issues by field; the message is the schema's own code. */
export function fieldsOf(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

type RouteOptions = { write?: boolean; live?: boolean };
type Handler<P> = (actor: PersonActor, request: NextRequest, params: P) => Promise<Response>;

/**
 * Wraps a route handler. `write`: the request changes something, so it must come from our own
 * pages. `live`: a page refreshing itself, which is no sign of somebody being there.
 */
export function route<P = Record<string, never>>(
  permission: Permission,
  handler: Handler<P>,
  options: RouteOptions = {},
) {
  return async (request: NextRequest, context: { params: Promise<P> }): Promise<Response> => {
    if (options.write && !isSafe(request) && !isSameOrigin(request))
      return problem({ code: "wrong_origin" });
    const token = request.cookies.get(sessionCookieName())?.value;
    const found = token ? await findSession(token) : ({ state: "none" } as const);
    if (found.state !== "signed_in") return problem({ code: "session_ended" });
    const { actor, sessionId } = found.signedIn;
    // Told as "not found", so that nobody learns what exists beyond their own door.
    if (!actor || !may(actor, permission)) return problem({ code: "not_found" });
    if (options.write && !(await allowWrite(actor.personId)))
      return problem({ code: "too_many_requests" });
    if (!options.live) await touchSession(sessionId);
    return handler(actor, request, await context.params);
  };
}

/** A form's field as text; a file in its place counts as nothing. */
export function textOf(form: unknown, name: string): string {
  // An action is called with whatever the caller likes.
  const value = form instanceof FormData ? form.get(name) : null;
  return typeof value === "string" ? value : "";
}

/** Methods that change nothing: with them browsers send no Origin, not even to their own site. */
function isSafe(request: Request): boolean {
  return ["GET", "HEAD", "OPTIONS"].includes(request.method);
}

/** Our own pages send Origin with every unsafe request; a missing one is refused. */
export function isSameOrigin(request: Request): boolean {
  return request.headers.get("origin") === portalOrigin();
}

/**
 * The same for a link that a person follows: it leads to the address that says why, in their language. A
 * program is told as everywhere.
 */
export function problemOnPage(request: Request, refusal: Problem, address: string): Response {
  if (!request.headers.get("accept")?.includes("text/html")) return problem(refusal);
  const headers = { location: address, "cache-control": "no-store" };
  return new Response(null, { status: 303, headers });
}

/** An answer of application/problem+json (RFC 9457, Belgif) for a refusal. */
export function problem({ code, fields }: Problem): Response {
  const status = statusOf(code);
  const instance = `urn:uuid:${randomUUID()}`;
  if (status >= 500) log.error({ code, instance }, "refused for our own sake");
  return Response.json(
    {
      type: `urn:problem-type:ebox-sender-portal:${code}`,
      title: code,
      status,
      instance,
      code,
      fields,
    },
    {
      status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    },
  );
}
