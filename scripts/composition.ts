/** How the processes of a demonstration find each other: addresses, secrets and the sandbox's guests. */
import { testRecipients } from "./demonstration";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DEMONSTRATION_ORGANISATIONS, Secrets } from "./keys";

export type Composition = {
  mode: "demo" | "dev" | "test";
  dataDir: string;
  keysDir: string;
  port: number;
  host: string;
  portalUrl: string;
  sandboxPort: number;
  /** Where the sandbox takes mail. */
  mailPort: number;
  sandboxUrl: string;
};

const scopes = [
  "scope:document:management:consult:ws-eboxrestentreprise:publicationsender",
  "scope:document:management:consult:ws-eboxrestentreprise:documentconsumer",
  "scope:document:management:consult:ws-eboxrestentreprise:messagesfull",
  "scope:document:management:consult:ws-eboxrestentreprise:summaryownebox",
  "scope:document:management:consult:ws-eboxrestentreprise:referencedata",
  "scope:documentmanagement:ebox:enterprise:federation-rest:preference",
];

async function writeWhole(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export function sandboxEnvironment(own: Composition): NodeJS.ProcessEnv {
  const data = join(own.dataDir, "sandbox");
  return {
    ...inherited(),
    NODE_ENV: "production",
    SANDBOX_PORT: String(own.sandboxPort),
    SANDBOX_MAIL_PORT: String(own.mailPort),
    SANDBOX_HOST: own.host,
    SANDBOX_URL: own.sandboxUrl,
    SANDBOX_DATA: data,
    SANDBOX_REGISTRATIONS: join(data, "registrations.json"),
    SANDBOX_SEAL_AUTHORITY: own.keysDir,
  };
}

/** Tells the sandbox who may sign in through it and who may publish, as a contract would. */
export async function writeRegistrations(
  own: Composition,
  secrets: Secrets,
  organisations: typeof DEMONSTRATION_ORGANISATIONS,
): Promise<void> {
  const mailboxClients = await Promise.all(
    organisations.map(async ({ enterpriseNumber }) => {
      const stem = join(own.keysDir, "mailbox", enterpriseNumber);
      const clientId = (await readFile(`${stem}.client-id`, "utf8")).trim();
      const certificatePem = await readFile(`${stem}.cert.pem`, "utf8");
      return { clientId, certificatePem, enterpriseNumber, scopes };
    }),
  );
  const oidcClient = {
    clientId: secrets.CSAM_CLIENT_ID,
    clientSecret: secrets.CSAM_CLIENT_SECRET,
    redirectUris: [`${own.portalUrl}/api/auth/callback/csam`],
    postLogoutRedirectUris: [`${own.portalUrl}/sign-in`, `${own.portalUrl}/reply`],
    backchannelLogoutUri: `${own.portalUrl}/api/auth/backchannel-logout`,
  };
  const logKeys = await linesOf(
    join(own.keysDir, "log.vkey"),
    join(own.keysDir, "log.older-vkeys"),
  );
  await mkdir(join(own.dataDir, "sandbox"), { recursive: true, mode: 0o700 });
  await writeWhole(
    join(own.dataDir, "sandbox", "registrations.json"),
    JSON.stringify({ oidcClients: [oidcClient], mailboxClients, logKeys }, null, 2),
  );
}

async function linesOf(...files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return texts.flatMap((text) => text.split("\n").filter((line) => line !== ""));
}

/** An operator lays the root of its time-stamp authority into the key folder; here it is the sandbox's. */
export async function trustTimestamps(own: Composition): Promise<void> {
  const answer = await fetch(`${own.sandboxUrl}/tsa/ca.pem`);
  if (!answer.ok) throw new Error(`The sandbox's time-stamp certificate: HTTP ${answer.status}`);
  await writeWhole(join(own.keysDir, "timestamp-ca.pem"), await answer.text());
}

/** And names the witnesses that it agreed with: the sandbox's. */
export async function nameWitness(own: Composition): Promise<void> {
  const address = `${own.sandboxUrl}/witness`;
  const answer = await fetch(`${address}/key`);
  if (!answer.ok) throw new Error(`The sandbox's witness key: HTTP ${answer.status}`);
  const key = (await answer.text()).trim();
  await writeWhole(join(own.keysDir, "log.witnesses"), `${key} ${address}\n`);
}

/** The person's own environment, without what must not reach a child by accident. */
function inherited(): NodeJS.ProcessEnv {
  const apart =
    /^(npm_|DATABASE_|NEXTAUTH_|CSAM_|MAILBOX_|TIMESTAMP_|NUMBER_|REVOCATION_|LOG_WITNESSES|SMTP_|MAIL_|SEAL_|SANDBOX_|VITEST)/;
  const kept = Object.entries(process.env).filter(([name]) => !apart.test(name));
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    NO_COLOR: "1",
    NODE_ENV: undefined,
  } as unknown as NodeJS.ProcessEnv;
}

/** The portal's own key folder: it runs without the keys that seal evidence and sign the log. */
export function portalKeysDir(own: Composition): string {
  return join(own.dataDir, "portal-keys");
}

/** Each process reads its secrets from its own key folder. */
export function portalEnvironment(own: Composition, appUrl: string): NodeJS.ProcessEnv {
  return {
    ...inherited(),
    NODE_ENV: own.mode === "dev" ? "development" : "production",
    PORTAL_ENVIRONMENT: "test",
    PORT: String(own.port),
    HOSTNAME: own.host,
    PORTAL_URL: own.portalUrl,
    DATA_DIR: own.dataDir,
    KEYS_DIR: portalKeysDir(own),
    STORAGE_DIR: join(own.dataDir, "files"),
    DATABASE_APP_URL: appUrl,
    CSAM_ISSUER: `${own.sandboxUrl}/fas/oauth2`,
    MAILBOX_URL: `${own.sandboxUrl}/REST/ebox/enterprise/messageRegistry/v3`,
    MAILBOX_TOKEN_URL: `${own.sandboxUrl}/REST/oauth/v5/token`,
    MAILBOX_FEDERATION_URL: `${own.sandboxUrl}/REST/ebox/enterprise/federation/v1`,
    TIMESTAMP_URL: `${own.sandboxUrl}/tsa`,
    MAIL_FROM: "portal@sandbox.example",
    TEST_RECIPIENTS: JSON.stringify(testRecipients),
  };
}

/** The worker, and the seed, also act as the owner of the database. */
export function workerEnvironment(
  own: Composition,
  urls: { ownerUrl: string; appUrl: string },
): NodeJS.ProcessEnv {
  return {
    ...portalEnvironment(own, urls.appUrl),
    KEYS_DIR: own.keysDir,
    DATABASE_URL: urls.ownerUrl,
    SMTP_URL: `smtp://${own.host === "0.0.0.0" ? "127.0.0.1" : own.host}:${own.mailPort}`,
    REVOCATION_LIST_URLS: ["seal", "timestamp"]
      .map((authority) => `${own.sandboxUrl}/crl/${authority}`)
      .join(" "),
    SANDBOX_URL: own.sandboxUrl,
  };
}
