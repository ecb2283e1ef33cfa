/**
 * Makes every key and secret that a fresh installation needs and does not have yet, in KEYS_DIR.
 * What exists is never touched: a key laid there by an administrator wins. Run by `npm run keys`
 * and before development, test and demonstration servers start.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  webcrypto,
} from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { formatLogKey } from "@/lib/proofs/checkpoint";
import {
  generateEcKeyPair,
  generateRsaKeyPair,
  issueCertificate,
  privateKeyPem,
  toPem,
  type DistinguishedName,
} from "./certificates";

export type KeyHolder = {
  enterpriseNumber: string;
  name: string;
  /** The eBox's `senderApplicationId`, which the client certificate carries as common name. */
  senderApplicationId?: string;
};

export type KeysOrder = {
  keysDir: string;
  /** The log takes its name from the portal's host: names never change, so choose it once. */
  portalUrl: string;
  organisations: readonly KeyHolder[];
  /** Who seals evidence; without it the first organisation does. */
  sealHolder?: KeyHolder;
};

export type Secrets = Record<(typeof SECRET_NAMES)[number], string>;

const SECRET_NAMES = [
  "NEXTAUTH_SECRET",
  "NUMBER_ENCRYPTION_KEY",
  "NUMBER_SEARCH_KEY",
  "CSAM_CLIENT_ID",
  "CSAM_CLIENT_SECRET",
  "DATABASE_PASSWORD",
  "DATABASE_APP_PASSWORD",
] as const;

const SEAL_YEARS = 3;
const AUTHORITY_YEARS = 10;
const LOCK_STALE_AFTER_MS = 60_000;
/** Certificates start a little in the past, so that a clock a minute behind still accepts them. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** Creates what is missing and answers the secrets. Safe to run from several processes at once. */
export async function ensureKeys(order: KeysOrder): Promise<Secrets> {
  await mkdir(join(order.keysDir, "mailbox"), { recursive: true, mode: 0o700 });
  await chmod(order.keysDir, 0o700);
  return withLock(join(order.keysDir, ".lock"), async () => {
    await ensureSeal(order);
    await ensureLog(order);
    await ensureMailboxAuthority(order.keysDir);
    for (const organisation of order.organisations) await ensureMailbox(order, organisation);
    return ensureSecrets(order.keysDir);
  });
}

async function ensureSeal(order: KeysOrder): Promise<void> {
  const holder = order.sealHolder ?? order.organisations[0];
  if (existsSync(join(order.keysDir, "seal.key.pem"))) return;
  if (!holder) throw new Error("A seal needs an organisation to name: give one.");
  const [authority, seal] = [await generateEcKeyPair(), await generateEcKeyPair()];
  const authorityName: DistinguishedName = [
    ["country", "BE"],
    ["organization", "eBox Sender Portal"],
    ["commonName", `Seal authority of ${new URL(order.portalUrl).host}`],
  ];
  const notBefore = new Date(Date.now() - CLOCK_SLACK_MS);
  const issuer = { name: authorityName, ...authority };
  const authorityDer = await issueCertificate({
    subject: authorityName,
    publicKey: authority.publicKey,
    issuer,
    notBefore,
    years: AUTHORITY_YEARS,
    usage: "authority",
  });
  const sealDer = await issueCertificate({
    subject: [
      ["country", "BE"],
      ["organization", holder.name],
      ["organizationIdentifier", `NTRBE-${holder.enterpriseNumber}`],
      ["commonName", `${holder.name} seal`],
    ],
    publicKey: seal.publicKey,
    issuer,
    notBefore,
    years: SEAL_YEARS,
    usage: "seal",
  });
  const authorityPem = toPem("CERTIFICATE", authorityDer);
  // The key comes last: its presence says that the files which belong to it are complete.
  await writeGroup(order.keysDir, {
    "seal-ca.key.pem": await privateKeyPem(authority.privateKey),
    "seal-ca.pem": authorityPem,
    "seal.chain.pem": toPem("CERTIFICATE", sealDer) + authorityPem,
    "seal.key.pem": await privateKeyPem(seal.privateKey),
  });
}

async function ensureLog({ keysDir, portalUrl }: KeysOrder): Promise<void> {
  if (!existsSync(join(keysDir, "log.key"))) {
    const { privateKey } = generateKeyPairSync("ed25519");
    await writeGroup(keysDir, {
      "log.name": `${new URL(portalUrl).host}/log\n`,
      "log.key": privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    });
  }
  if (existsSync(join(keysDir, "log.vkey"))) return;
  // The public half, for the portal, which publishes it and never holds the key.
  const spki = createPublicKey(await readFile(join(keysDir, "log.key"))).export({
    format: "der",
    type: "spki",
  });
  const name = (await readFile(join(keysDir, "log.name"), "utf8")).trim();
  const publicKey = new Uint8Array(spki.subarray(-32));
  await writeGroup(keysDir, { "log.vkey": `${await formatLogKey({ name, publicKey })}\n` });
}

const MAILBOX_AUTHORITY_NAME: DistinguishedName = [
  ["country", "BE"],
  ["organization", "eBox Sender Portal"],
  ["commonName", "Applicative test authority"],
];

async function ensureMailboxAuthority(keysDir: string): Promise<void> {
  if (existsSync(join(keysDir, "mailbox/authority.key.pem"))) return;
  const authority = await generateEcKeyPair();
  const der = await issueCertificate({
    subject: MAILBOX_AUTHORITY_NAME,
    publicKey: authority.publicKey,
    issuer: { name: MAILBOX_AUTHORITY_NAME, ...authority },
    notBefore: new Date(Date.now() - CLOCK_SLACK_MS),
    years: AUTHORITY_YEARS,
    usage: "authority",
  });
  await writeGroup(keysDir, {
    "mailbox/authority.pem": toPem("CERTIFICATE", der),
    "mailbox/authority.key.pem": await privateKeyPem(authority.privateKey),
  });
}

/** The client certificate of one organisation at the mailbox, its subject as the NSSO asks. */
async function ensureMailbox({ keysDir }: KeysOrder, holder: KeyHolder): Promise<void> {
  const stem = `mailbox/${holder.enterpriseNumber}`;
  if (existsSync(join(keysDir, `${stem}.key.pem`))) return;
  const client = await generateRsaKeyPair();
  const der = await issueCertificate({
    subject: [
      ["country", "BE"],
      ["organization", holder.name],
      ["organizationalUnit", "Belgian Federal Government"],
      [
        "organizationalUnit",
        `urn:be:fgov:kbo-bce:organization:cbe-number:${holder.enterpriseNumber}`,
      ],
      ["organizationalUnit", "ACC"],
      ["commonName", holder.senderApplicationId ?? `portal-${holder.enterpriseNumber}`],
    ],
    publicKey: client.publicKey,
    issuer: await readMailboxAuthority(keysDir),
    notBefore: new Date(Date.now() - CLOCK_SLACK_MS),
    years: SEAL_YEARS,
    usage: "client",
    extendedKeyUsage: "clientAuthentication",
  });
  await writeGroup(keysDir, {
    [`${stem}.client-id`]: `portal-${holder.enterpriseNumber}\n`,
    [`${stem}.cert.pem`]: toPem("CERTIFICATE", der),
    [`${stem}.key.pem`]: await privateKeyPem(client.privateKey),
  });
}

async function readMailboxAuthority(keysDir: string) {
  const pem = await readFile(join(keysDir, "mailbox/authority.key.pem"));
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const privateDer = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
  const publicDer = createPublicKey(pem).export({ format: "der", type: "spki" });
  return {
    name: MAILBOX_AUTHORITY_NAME,
    privateKey: await webcrypto.subtle.importKey("pkcs8", privateDer, curve, true, ["sign"]),
    publicKey: await webcrypto.subtle.importKey("spki", publicDer, curve, true, ["verify"]),
  };
}

/** Adds the secrets that `secrets.env` lacks, so that an older installation gains new ones. */
async function ensureSecrets(keysDir: string): Promise<Secrets> {
  const path = join(keysDir, "secrets.env");
  const known = existsSync(path) ? parseSecrets(await readFile(path, "utf8")) : {};
  const secrets = Object.fromEntries(
    SECRET_NAMES.map((name) => [name, known[name] ?? makeSecret(name)]),
  ) as Secrets;
  if (SECRET_NAMES.some((name) => known[name] === undefined)) {
    const lines = Object.entries({ ...known, ...secrets }).map(
      ([name, value]) => `${name}=${value}`,
    );
    await writeGroup(keysDir, { "secrets.env": `${lines.join("\n")}\n` });
  }
  return secrets;
}

function makeSecret(name: keyof Secrets): string {
  if (name === "CSAM_CLIENT_ID") return "ebox-sender-portal";
  // The number keys are decoded from base64; passwords and client secrets travel in URLs.
  const isKey = name === "NUMBER_ENCRYPTION_KEY" || name === "NUMBER_SEARCH_KEY";
  return randomBytes(32).toString(isKey ? "base64" : "base64url");
}

function parseSecrets(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** Writes beside and renames, in the order given, so that no reader meets half a file. */
async function writeGroup(keysDir: string, files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(keysDir, name);
    await writeFile(`${path}.new`, content, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
}

/** A folder as a lock: made by one process only; one left by a crash is taken over after a minute. */
async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      await mkdir(lock, { mode: 0o700 });
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const age = await stat(lock).then(
        (lockStat) => Date.now() - lockStat.mtimeMs,
        () => 0,
      );
      if (age > LOCK_STALE_AFTER_MS) await rm(lock, { recursive: true, force: true });
      else await sleep(50);
    }
  }
  try {
    return await work();
  } finally {
    await rmdir(lock);
  }
}

export const DEMONSTRATION_ORGANISATIONS: readonly KeyHolder[] = [
  {
    enterpriseNumber: "0000000097",
    name: "Stad Maanrode",
    senderApplicationId: "maanrode:portal:sender",
  },
  {
    enterpriseNumber: "0000000196",
    name: "Agence des Marées",
    senderApplicationId: "tides:portal:sender",
  },
];

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const keysDir = process.env.KEYS_DIR ?? join(process.env.DATA_DIR ?? ".data", "keys");
  const portalUrl = process.env.PORTAL_URL ?? `http://localhost:${process.env.PORT ?? "3000"}`;
  await ensureKeys({ keysDir, portalUrl, organisations: DEMONSTRATION_ORGANISATIONS });
  console.log(`Keys and secrets are in ${keysDir}.`);
}
