/** Puts the stand-ins together behind one address. */
import { chmodSync, mkdirSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { boxRoutes } from "./box/routes";
import { createFaults } from "./control/faults";
import { openJournal } from "./control/journal";
import { controlRoutes } from "./control/routes";
import { handleCsam } from "./csam/handler";
import { createProvider } from "./csam/provider";
import { dispatch } from "./dispatcher";
import type { Environment } from "./environment";
import { federationRoutes } from "./federation/service";
import { openFileStore } from "./file-store";
import { homePage } from "./home-page";
import { jsonAnswer } from "./http/answer";
import { route } from "./http/router";
import { openKeyFolder } from "./key-folder";
import { openKeyValueLog } from "./key-value-log";
import { oauthRoutes } from "./oauth/service";
import { openMail } from "./mail/routes";
import { createTokens } from "./oauth/tokens";
import { watchRegistrations } from "./registrations";
import { registryRoutes } from "./registry/routes";
import { revocationRoutes } from "./revocation/service";
import { serviceOf } from "./services";
import { openState } from "./state";
import { openTimeStampAuthority } from "./tsa/service";
import { openWitness } from "./witness/service";

export interface Sandbox {
  url: string;
  close(): Promise<void>;
}

interface Entrance {
  handler?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

// Longer than callers keep their idle connections: a line closed by us at the moment it is used again
// would look to them like a fault nobody ordered.
const KEEP_ALIVE_MS = 65_000;

export async function startSandbox(environment: Environment): Promise<Sandbox> {
  const { dataFolder } = environment;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  // A folder that was there before keeps its mode otherwise.
  chmodSync(dataFolder, 0o700);
  const keys = openKeyFolder(path.join(dataFolder, "keys"));
  const store = openKeyValueLog(path.join(dataFolder, "values.log"));
  const state = openState(dataFolder);
  const files = openFileStore(path.join(dataFolder, "files"));
  const journal = openJournal(dataFolder);
  const faults = createFaults();
  const registrations = watchRegistrations(environment.registrationsPath);
  const tokens = createTokens(store, environment.tokenSeconds);

  // The port must be known before the issuer can be named: the handler comes after the listening.
  const entrance: Entrance = {};
  const server = createServer((request, response) => {
    if (entrance.handler === undefined) return void response.writeHead(503).end();
    entrance.handler(request, response).catch((error: unknown) => {
      console.error("sandbox:", error);
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(environment.port, environment.host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : environment.port;
  const publicUrl = environment.publicUrl ?? `http://localhost:${port}`;

  const provider = await createProvider({ keys, store, registrations, publicUrl });
  const tsa = await openTimeStampAuthority(keys, store);
  const mail = await openMail(environment);
  const witness = await openWitness(keys, store, registrations);
  const routes = [
    ...oauthRoutes({
      registrations,
      store,
      tokens,
      publicUrl,
      tokenSeconds: environment.tokenSeconds,
    }),
    ...registryRoutes({ state, files, tokens }),
    ...federationRoutes({ state, tokens }),
    ...tsa.routes,
    ...revocationRoutes({
      timestamp: tsa.authority,
      sealFolder: environment.sealAuthorityFolder,
    }),
    ...witness.routes,
    ...mail.routes,
    ...boxRoutes({ state, files }),
    ...controlRoutes({ state, files, store, faults, journal, provider }),
    route("GET", "/", homePage),
    route("GET", "/health", () => jsonAnswer(200, { status: "UP" })),
  ];
  const context = { routes, faults, journal, tokens, maximumBytes: environment.maximumBytes };
  entrance.handler = async (request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
    const service = serviceOf(url.pathname);
    if (service === "csam")
      return handleCsam(request, response, url.pathname, { provider, faults, journal });
    return dispatch(request, response, url, service, context);
  };

  return {
    url: publicUrl,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await mail.close();
      state.close();
      journal.close();
      store.close();
    },
  };
}
