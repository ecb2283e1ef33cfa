/**
 * A sandbox of a test's own, as a process beside it: the product meets the outside world over HTTP
 * in tests as everywhere else. Points `lib/env` at it.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  sandboxEnvironment,
  nameWitness,
  trustTimestamps,
  writeRegistrations,
  type Composition,
} from "./composition";
import { DEMONSTRATION_ORGANISATIONS, ensureKeys } from "./keys";
import { rootDirectory } from "./paths";

export type JournalEntry = {
  service: string;
  method: string;
  path: string;
  /** Absent when the line was broken instead of an answer. */
  status?: number;
  idempotencyKey?: string;
  recipient?: string;
  messageId?: string;
};

/** What came by mail; contents of attachments are base64. */
export type SandboxMail = {
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  attachments: { name: string; mediaType: string; content: string }[];
};

export type TestSandbox = {
  url: string;
  /** Calls the control endpoint and gives what it answers. */
  control: (method: string, path: string, body?: object) => Promise<unknown>;
  journal: () => Promise<JournalEntry[]>;
  mails: () => Promise<SandboxMail[]>;
  close: () => Promise<void>;
};

export async function startTestSandbox(dataDir: string): Promise<TestSandbox> {
  const sandboxPort = await freePort();
  const url = `http://localhost:${sandboxPort}`;
  const own: Composition = {
    mode: "test",
    dataDir,
    keysDir: process.env.KEYS_DIR ?? join(dataDir, "keys"),
    port: 3000,
    host: "127.0.0.1",
    portalUrl: process.env.PORTAL_URL ?? "http://localhost:3000",
    sandboxPort,
    mailPort: 0,
    sandboxUrl: url,
  };
  const secrets = await ensureKeys({
    keysDir: own.keysDir,
    portalUrl: own.portalUrl,
    organisations: DEMONSTRATION_ORGANISATIONS,
  });
  await writeRegistrations(own, secrets, DEMONSTRATION_ORGANISATIONS);
  Object.assign(process.env, {
    CSAM_ISSUER: `${url}/fas/oauth2`,
    MAILBOX_URL: `${url}/REST/ebox/enterprise/messageRegistry/v3`,
    MAILBOX_TOKEN_URL: `${url}/REST/oauth/v5/token`,
    MAILBOX_FEDERATION_URL: `${url}/REST/ebox/enterprise/federation/v1`,
    TIMESTAMP_URL: `${url}/tsa`,
  });
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts"], {
    cwd: rootDirectory,
    env: sandboxEnvironment(own),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("sandbox ready")) resolve();
    });
  });
  await trustTimestamps(own);
  await nameWitness(own);
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
  const mail = (await control("GET", "/mail")) as { port: number };
  process.env.SMTP_URL = `smtp://127.0.0.1:${mail.port}`;
  return {
    url,
    control,
    mails: async () => ((await control("GET", "/mail")) as { items: SandboxMail[] }).items,
    journal: async () =>
      ((await control("GET", "/journal?pageSize=10000")) as { items: JournalEntry[] }).items,
    close: async () => {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
