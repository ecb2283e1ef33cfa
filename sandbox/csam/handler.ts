/** CSAM on the line: the OpenID provider writes its own answers, so faults take hold of the response itself. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type Provider from "oidc-provider";
import type { Effect, Faults } from "../control/faults";
import type { Journal } from "../control/journal";
import { handleInteraction } from "./interaction";
import { CSAM_PATH } from "./provider";

declare module "node:http" {
  interface IncomingMessage {
    /** Tells the provider below which path it is mounted. */
    originalUrl?: string;
  }
}

interface CsamHandlerContext {
  provider: Provider;
  faults: Faults;
  journal: Journal;
}

export async function handleCsam(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { provider, faults, journal }: CsamHandlerContext,
): Promise<void> {
  const method = request.method ?? "GET";
  const effect = faults.take({ service: "csam", method, path });
  const isBroken =
    effect?.kind === "dropBefore" ||
    effect?.kind === "down" ||
    effect?.kind === "acceptThenTimeout";
  const at = new Date().toISOString();
  response.once("close", () =>
    journal.record({
      at,
      service: "csam",
      method,
      path,
      fault: effect?.kind,
      status: isBroken ? undefined : response.statusCode,
    }),
  );
  if (!(await applyEffect(effect, response))) return;

  if (path.startsWith(`${CSAM_PATH}/interaction/`))
    return handleInteraction(provider, request, response);
  request.originalUrl = request.url;
  request.url = request.url?.slice(CSAM_PATH.length) || "/";
  return provider.callback()(request, response);
}

/** True when the provider is still to work. */
async function applyEffect(effect: Effect | undefined, response: ServerResponse): Promise<boolean> {
  switch (effect?.kind) {
    case "delay":
      await wait(effect.ms);
      return true;
    case "status":
      if (effect.retryAfter !== undefined) response.setHeader("retry-after", effect.retryAfter);
      response.writeHead(effect.status).end();
      return false;
    case "answer":
      response.writeHead(effect.status, {
        "content-type": effect.mediaType,
        ...(effect.location === undefined ? {} : { location: effect.location }),
      });
      response.end(effect.body);
      return false;
    case "dropBefore":
    case "down":
      response.destroy();
      return false;
    case "acceptThenTimeout": {
      const { ms = 0 } = effect;
      response.end = () => {
        setTimeout(() => response.destroy(), ms);
        return response;
      };
      return true;
    }
    case "tokenExpired":
    case undefined:
      return true;
  }
}
