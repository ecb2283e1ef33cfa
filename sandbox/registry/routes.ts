/** MessageRegistry v3, as far as a sender and reader of its own box meets it. */
import { route, type Route } from "../http/router";
import { guarded, scopes } from "../oauth/guard";
import type { TokenGrant, Tokens } from "../oauth/tokens";
import type { Answer } from "../http/answer";
import type { SandboxRequest } from "../http/request";
import * as consult from "./consult";
import type { Message } from "./message";
import { REGISTRY_PATH } from "./paths";
import { publish } from "./publish";
import { collections, getLogo, getOne, listCollection } from "./reference-data";
import { searchMessageStatus } from "./status";

interface RegistryContext extends consult.ConsultContext {
  tokens: Tokens;
}

type GuardedHandler = (
  request: SandboxRequest,
  grant: TokenGrant,
  parameters: Record<string, string>,
) => Answer | Promise<Answer>;

export function registryRoutes(context: RegistryContext): Route[] {
  const { state, tokens } = context;
  const guardedRoute = (
    method: string,
    path: string,
    accepted: readonly string[],
    handler: GuardedHandler,
  ) =>
    route(method, `${REGISTRY_PATH}${path}`, (request, parameters) =>
      guarded(request, tokens, accepted, (grant) => handler(request, grant, parameters)),
    );
  const messageRoute = (
    path: string,
    use: (
      message: Message,
      request: SandboxRequest,
      parameters: Record<string, string>,
    ) => Answer | Promise<Answer>,
  ) =>
    guardedRoute(
      "GET",
      `/ebox/messages/:messageId${path}`,
      scopes.consult,
      (request, grant, parameters) =>
        consult.withOwnMessage(state, grant.enterpriseNumber, parameters.messageId, (message) =>
          use(message, request, parameters),
        ),
    );

  return [
    guardedRoute("POST", "/ebox/messages", scopes.publish, (request, grant) =>
      publish(request, grant.enterpriseNumber, context),
    ),
    // v2.1 has this search at the root, v3 beside the messages.
    ...["/ebox/searchMessageStatus", "/searchMessageStatus"].map((path) =>
      guardedRoute("POST", path, scopes.publish, (request, grant) =>
        searchMessageStatus(request, grant.enterpriseNumber, state),
      ),
    ),
    guardedRoute("GET", "/ebox", scopes.summary, (_request, grant) =>
      consult.getSummary(grant.enterpriseNumber, state),
    ),
    guardedRoute("GET", "/ebox/messages", scopes.consult, (request, grant) =>
      consult.listMessages(request, grant.enterpriseNumber, state),
    ),
    guardedRoute("PATCH", "/ebox/messages", scopes.consult, (request, grant) =>
      consult.patchMessages(request, grant.enterpriseNumber, state),
    ),
    messageRoute("", (message, request) => consult.getMessage(request, message)),
    messageRoute("/attachments", (message, request) => consult.getAttachments(request, message)),
    messageRoute("/attachments/:attachmentId", (message, request, parameters) =>
      consult.getAttachment(request, message, parameters.attachmentId),
    ),
    messageRoute("/attachments/:attachmentId/content", (message, _request, parameters) =>
      consult.getAttachmentContent(message, parameters.attachmentId, context),
    ),
    messageRoute("/body", (message) => consult.getBody(message, state)),
    messageRoute("/paymentData", (message) => consult.getPaymentData(message)),
    ...Object.entries(collections).flatMap(([name, collection]) => [
      guardedRoute("GET", `/refData/${name}`, scopes.referenceData, (request) =>
        listCollection(collection, request),
      ),
      guardedRoute("GET", `/refData/${name}/:id`, scopes.referenceData, (request, _grant, { id }) =>
        getOne(collection, request, id),
      ),
    ]),
    ...["senderOrganizations", "senderApplications"].map((name) =>
      guardedRoute(
        "GET",
        `/refData/${name}/:id/images/:imageId/content`,
        scopes.referenceData,
        (_request, _grant, { id, imageId }) => getLogo(id, imageId),
      ),
    ),
  ];
}
