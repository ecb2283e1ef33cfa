/** MessageRegistry v3, as far as a sender and reader of its own box meets it. */
import type { FileStore } from "../file-store";
import { route, type Route } from "../http/router";
import { guarded, scopes } from "../oauth/guard";
import type { Tokens } from "../oauth/tokens";
import type { State } from "../state";
import { publish } from "./publish";
import { searchMessageStatus } from "./status";

export const REGISTRY_PATH = "/REST/ebox/enterprise/messageRegistry/v3";
export const PUBLISH_PATH = `${REGISTRY_PATH}/ebox/messages`;

export interface RegistryContext {
  state: State;
  files: FileStore;
  tokens: Tokens;
}

export function registryRoutes(context: RegistryContext): Route[] {
  const { state, tokens } = context;
  const statusRoute = (path: string) =>
    route("POST", `${REGISTRY_PATH}${path}`, (request) =>
      guarded(request, tokens, scopes.publish, (grant) =>
        searchMessageStatus(request, grant.enterpriseNumber, state),
      ),
    );
  return [
    route("POST", PUBLISH_PATH, (request) =>
      guarded(request, tokens, scopes.publish, (grant) =>
        publish(request, grant.enterpriseNumber, context),
      ),
    ),
    statusRoute("/ebox/searchMessageStatus"),
    statusRoute("/searchMessageStatus"),
  ];
}
