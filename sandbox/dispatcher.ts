/** From a request on the line to an answer on the line: routing, faults and the journal. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Effect, Faults } from "./control/faults";
import type { Journal, JournalEntry } from "./control/journal";
import { jsonAnswer, type Answer } from "./http/answer";
import { readBody, headerOf, type SandboxRequest } from "./http/request";
import { matchRoute, type Route } from "./http/router";
import { bearerOf, unauthorizedAnswer } from "./oauth/guard";
import type { Tokens } from "./oauth/tokens";
import { peekRecipient } from "./registry/publish";
import { PUBLISH_PATH } from "./registry/paths";
import { refusalAnswer } from "./registry/status-message";
import type { Service } from "./services";

interface DispatcherContext {
  routes: readonly Route[];
  faults: Faults;
  journal: Journal;
  tokens: Tokens;
  maximumBytes: number;
}

/** `service` is undefined for the sandbox's own pages, which know no faults and keep no journal. */
export async function dispatch(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: URL,
  service: Service | undefined,
  context: DispatcherContext,
): Promise<void> {
  const body = await readBody(incoming, context.maximumBytes);
  const request: SandboxRequest = {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: body ?? Buffer.alloc(0),
    origin: url.origin,
  };
  const work = async () =>
    body === undefined ? tooLarge(context.maximumBytes) : handle(request, context);
  if (service === undefined) return send(outgoing, await work());

  const entry = newEntry(request, service);
  const effect = context.faults.take(entry);
  entry.fault = effect?.kind;
  try {
    const answer = await applyEffect(effect, request, entry, work, context);
    if (answer === undefined) outgoing.destroy();
    else {
      entry.status = answer.status;
      send(outgoing, answer);
    }
  } finally {
    context.journal.record(entry);
  }
}

function newEntry(request: SandboxRequest, service: Service): Omit<JournalEntry, "id"> {
  const isPublication =
    request.method === "POST" && request.path.replace(/\/$/, "") === PUBLISH_PATH;
  return {
    at: new Date().toISOString(),
    service,
    method: request.method,
    path: request.path,
    idempotencyKey: headerOf(request, "idempotency-key"),
    recipient: isPublication ? peekRecipient(request) : undefined,
  };
}

/** The answer to send, or undefined when the line is to be broken. */
async function applyEffect(
  effect: Effect | undefined,
  request: SandboxRequest,
  entry: Omit<JournalEntry, "id">,
  work: () => Promise<Answer>,
  context: DispatcherContext,
): Promise<Answer | undefined> {
  const workAndNote = async () => {
    const answer = await work();
    entry.messageId = answer.messageId;
    entry.code = answer.code;
    return answer;
  };
  switch (effect?.kind) {
    case undefined:
      return workAndNote();
    case "delay":
      await wait(effect.ms);
      return workAndNote();
    case "status":
      return refusalAnswer(
        { status: effect.status, code: "UNAVAILABLE", message: "Ordered by the sandbox" },
        effect.retryAfter === undefined ? {} : { "retry-after": String(effect.retryAfter) },
      );
    case "answer":
      if (effect.isAccepted) await workAndNote();
      return {
        status: effect.status,
        headers: {
          "content-type": effect.mediaType,
          ...(effect.location === undefined ? {} : { location: effect.location }),
        },
        body: effect.body,
      };
    case "acceptThenTimeout":
      await workAndNote();
      await wait(effect.ms ?? 0);
      return undefined;
    case "tokenExpired":
      return expireToken(entry.service, request, workAndNote, context.tokens);
    case "dropBefore":
    case "down":
      return undefined;
  }
}

async function expireToken(
  service: string,
  request: SandboxRequest,
  work: () => Promise<Answer>,
  tokens: Tokens,
): Promise<Answer> {
  if (service === "oauth") {
    const answer = await work();
    const token = /"access_token":"([^"]+)"/.exec(String(answer.body))?.[1];
    if (token !== undefined) tokens.revoke(token);
    return answer;
  }
  tokens.revoke(bearerOf(request) ?? "");
  return unauthorizedAnswer("Access token is invalid or expired");
}

async function handle(request: SandboxRequest, { routes }: DispatcherContext): Promise<Answer> {
  const match = matchRoute(routes, request.method, request.path);
  if (match === undefined) {
    return refusalAnswer({ status: 404, code: "NOT_FOUND", message: "Nothing is at this address" });
  }
  if (Array.isArray(match)) {
    return jsonAnswer(405, { code: "METHOD_NOT_ALLOWED" }, { allow: match.join(", ") });
  }
  try {
    return await match.route.handler(request, match.parameters);
  } catch (error) {
    console.error(`sandbox: ${request.method} ${request.path}`, error);
    return refusalAnswer({
      status: 500,
      code: "INTERNAL_ERROR",
      message: "The sandbox failed; see its output",
    });
  }
}

function tooLarge(maximumBytes: number): Answer {
  return refusalAnswer({
    status: 413,
    code: "PAYLOAD_TOO_LARGE",
    message: `The request is larger than ${maximumBytes} bytes`,
  });
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers).end(body);
}
