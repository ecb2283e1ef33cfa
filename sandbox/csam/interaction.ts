/** The page on which a test person and a means of identification are chosen. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { pageAnswer } from "../http/page";
import { html } from "../http/html";
import { readBody } from "../http/request";
import { people } from "../people";
import { subjectOf } from "./accounts";
import { levelUrn, means, requiredLevel } from "./levels";
import { pickerPage } from "./pages";

const MAXIMUM_FORM = 10_000;

export async function handleInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  if (interaction === undefined) return sendExpired(response);
  if (request.method !== "POST") {
    const page = pickerPage({
      action: request.url ?? "",
      clientId: interaction.params.client_id ?? "",
      requiredLevel: requiredLevel(interaction.params.acr_values),
    });
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
    });
    response.end(page);
    return;
  }
  const body = await readBody(request, MAXIMUM_FORM);
  const form = new URLSearchParams(body?.toString("utf8"));
  if (form.get("decision") === "cancel") {
    return provider.interactionFinished(request, response, {
      error: "access_denied",
      error_description: "the person cancelled",
    });
  }
  const person = people.find(({ niss }) => niss === form.get("niss"));
  const chosen = means.find(({ id }) => id === form.get("means"));
  if (person === undefined || chosen === undefined) {
    response.writeHead(303, { location: request.url ?? "/" }).end();
    return;
  }
  const level = levelUrn(chosen.level);
  return provider.interactionFinished(request, response, {
    login: { accountId: subjectOf(person.niss), amr: [chosen.id, level], acr: level },
  });
}

function sendExpired(response: ServerResponse): void {
  const answer = pageAnswer({
    title: "This sign-in has expired",
    status: 400,
    content: html`<p>Go back to the service and start again.</p>`,
  });
  response.writeHead(answer.status, answer.headers).end(answer.body);
}
