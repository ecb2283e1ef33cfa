/**
 * A sandbox of a test's own, as a process beside it: the product meets the outside world over HTTP
 * in tests as everywhere else. Points `lib/env` at it.
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { ensureKeys } from "./keys";
import { rootDirectory } from "./paths";

/** The organisations that the sandbox knows. */
const ORGANISATIONS = [
  { enterpriseNumber: "0000000097", name: "Stad Maanrode" },
  { enterpriseNumber: "0000000196", name: "Agence des Marées" },
];

const SCOPES = [
  "scope:document:management:consult:ws-eboxrestentreprise:publicationsender",
  "scope:document:management:consult:ws-eboxrestentreprise:documentconsumer",
  "scope:document:management:consult:ws-eboxrestentreprise:messagesfull",
  "scope:document:management:consult:ws-eboxrestentreprise:summaryownebox",
  "scope:document:management:consult:ws-eboxrestentreprise:referencedata",
  "scope:documentmanagement:ebox:enterprise:federation-rest:preference",
];

export type JournalEntry = {
  service: string;
  method: string;
  path: string;
  status: number | null;
  idempotencyKey?: string;
  recipient?: string;
  messageId?: string;
};

export type TestSandbox = {
  url: string;
  /** Calls the control endpoint and gives what it answers. */
  control: (method: string, path: string, body?: object) => Promise<unknown>;
  journal: () => Promise<JournalEntry[]>;
  close: () => Promise<void>;
};

export async function startTestSandbox(dataDir: string): Promise<TestSandbox> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const keysDir = process.env.KEYS_DIR ?? join(dataDir, "keys");
  const portalUrl = process.env.PORTAL_URL ?? "http://localhost:3000";
  await ensureKeys({ keysDir, portalUrl, organisations: ORGANISATIONS });
  Object.assign(process.env, {
    CSAM_ISSUER: `${url}/fas/oauth2`,
    MAILBOX_URL: `${url}/REST/ebox/enterprise/messageRegistry/v3`,
    MAILBOX_TOKEN_URL: `${url}/REST/oauth/v5/token`,
    MAILBOX_FEDERATION_URL: `${url}/REST/ebox/enterprise/federation/v1`,
    TIMESTAMP_URL: `${url}/tsa`,
  });
  const sandboxData = join(dataDir, "sandbox");
  await mkdir(sandboxData, { recursive: true });
  const registrations = join(sandboxData, "registrations.json");
  writeFileSync(
    registrations,
    JSON.stringify({ oidcClients: [], mailboxClients: clients(keysDir) }),
  );
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts"], {
    cwd: rootDirectory,
    env: {
      ...process.env,
      SANDBOX_PORT: String(port),
      SANDBOX_DATA: sandboxData,
      SANDBOX_REGISTRATIONS: registrations,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("sandbox ready")) resolve();
    });
  });
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/control${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : ((await response.json()) as unknown);
  };
  return {
    url,
    control,
    journal: async () =>
      ((await control("GET", "/journal?pageSize=10000")) as { items: JournalEntry[] }).items,
    close: async () => {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

function clients(keysDir: string) {
  return ORGANISATIONS.map(({ enterpriseNumber }) => {
    const file = (extension: string) =>
      readFileSync(join(keysDir, "mailbox", `${enterpriseNumber}.${extension}`), "utf8");
    return {
      clientId: file("client-id").trim(),
      certificatePem: file("cert.pem"),
      enterpriseNumber,
      scopes: SCOPES,
    };
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
