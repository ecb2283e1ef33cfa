/**
 * Starts the whole product: database, sandbox, worker and portal, with a demonstration in it.
 * `--mode demo` builds and serves, `--mode dev` reloads on every change, `--mode test` is a
 * demonstration without letters, for the end-to-end tests. `--reset` begins from nothing.
 */
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build";
import { endChild, failedChild, runToEnd, startChild, untilReady } from "./children";
import type { Child, Order } from "./children";
import {
  portalEnvironment,
  portalKeysDir,
  sandboxEnvironment,
  nameWitness,
  trustTimestamps,
  workerEnvironment,
  writeRegistrations,
  type Composition,
} from "./composition";
import { startDatabase } from "./database";
import { people, recipients } from "./demonstration";
import { Failure, sentenceOf } from "./failure";
import { DEMONSTRATION_ORGANISATIONS, ensureKeys, type Secrets } from "./keys";
import { migrateDatabase } from "./migrate";
import { dataDirectory } from "./paths";
import { layPortalKeys } from "./portal-keys";
import { removePostgresHome } from "./postgres-home";
import type { PostgresServer } from "./postgres";
import { hasEnded } from "./processes";
import { emptyDatabase, withClient, type DatabaseUrls } from "./roles";
import { takeRunLock, type RunLock } from "./run-lock";

const startedAt = Number(process.env.PORTAL_STARTED_AT) || Date.now();
const started: Child[] = [];
let server: PostgresServer | undefined;
let lock: RunLock | undefined;
let ending: Promise<void> | undefined;
let fail: (error: unknown) => void = () => undefined;

function say(text: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${text}`);
}

function portOf(name: string, standard: number): number {
  const text = process.env[name]?.trim();
  if (!text) return standard;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`${name} is "${text}", which is no port: a whole number from 1 to 65535.`);
}

function compose(mode: Composition["mode"]): Composition {
  const dataDir = dataDirectory();
  const port = portOf("PORT", 3000);
  const sandboxPort = portOf("SANDBOX_PORT", 3100);
  if (port === sandboxPort)
    throw new Failure(`PORT and SANDBOX_PORT are both ${port}: give them different ones.`);
  return {
    mode,
    dataDir,
    keysDir: process.env.KEYS_DIR ?? join(dataDir, "keys"),
    port,
    host: process.env.HOST ?? "127.0.0.1",
    portalUrl: process.env.PORTAL_URL ?? `http://localhost:${port}`,
    sandboxPort,
    mailPort: sandboxPort + 1,
    sandboxUrl: process.env.SANDBOX_URL ?? `http://localhost:${sandboxPort}`,
  };
}

async function requireFreePort(name: string, port: number, host: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Failure(
        `Port ${port} is in use by another program. Stop that program, or choose another port: ${name}=${port + 1} npm run demo`,
      );
    if (code === "EACCES")
      throw new Failure(`Port ${port} is not open to you. Choose one above 1023 with ${name}.`);
    throw error;
  } finally {
    probe.close();
  }
}

async function reset(own: Composition): Promise<void> {
  say("Removing the data of earlier runs");
  await removePostgresHome(own.dataDir);
  for (const name of [
    "sandbox",
    "files",
    "log",
    "keys",
    "portal-keys",
    "seeded",
    "connection.json",
  ])
    await rm(join(own.dataDir, name), { recursive: true, force: true });
}

async function startOwnDatabase(own: Composition, secrets: Secrets) {
  say("Starting the database");
  const passwords = { owner: secrets.DATABASE_PASSWORD, app: secrets.DATABASE_APP_PASSWORD };
  const database = await startDatabase({ dataDir: own.dataDir, passwords });
  server = database.server;
  await lock?.record("the database", server.process.pid);
  const { directory, user } = server.home;
  if (!directory.startsWith(own.dataDir))
    say(`The database lies in ${directory}, because its user (${user?.name}) cannot enter here`);
  const log = join(own.dataDir, "log", "postgres.log");
  watch(server.process, () => new Failure(`The database ended unexpectedly. See ${log}`));
  return database;
}

/** For tools and tests that look into the database while it runs; its port changes with each start. */
async function writeConnection(own: Composition, urls: DatabaseUrls) {
  const { ownerUrl: DATABASE_URL, appUrl: DATABASE_APP_URL } = urls;
  const file = join(own.dataDir, "connection.json");
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify({ DATABASE_URL, DATABASE_APP_URL }, null, 2), {
    mode: 0o600,
  });
}

/** The embedded database, or the one that DATABASE_URL names. */
async function openDatabase(
  own: Composition,
  secrets: Secrets,
  isReset: boolean,
): Promise<DatabaseUrls> {
  const ownerUrl = process.env.DATABASE_URL;
  if (!ownerUrl) return startOwnDatabase(own, secrets);
  const derived = new URL(ownerUrl);
  derived.username = "portal_app";
  derived.password = secrets.DATABASE_APP_PASSWORD;
  const { host, pathname } = derived;
  say(`Using the database ${pathname.slice(1)} at ${host}`);
  if (isReset) {
    say(`Emptying the database ${pathname.slice(1)} at ${host}`);
    await emptyDatabase(ownerUrl);
  }
  const appUrl = process.env.DATABASE_APP_URL;
  return { ownerUrl, appUrl: appUrl ?? derived.href, isPasswordOurs: !appUrl };
}

/** A process that ends while nobody asked it to brings everything down, with a word about why. */
function watch(watched: Child["process"], failure: () => Failure): void {
  const tell = () => {
    if (!ending) fail(failure());
  };
  if (hasEnded(watched)) tell();
  else watched.once("exit", tell);
}

async function launch(order: Order, own: Composition): Promise<Child> {
  say(`Starting ${order.name}`);
  const child = startChild(order, own.dataDir);
  started.push(child);
  await lock?.record(order.name, child.process.pid);
  await untilReady(child, 120_000);
  watch(child.process, () => failedChild(child, "ended unexpectedly"));
  return child;
}

async function migrate(urls: DatabaseUrls): Promise<void> {
  const { length } = await migrateDatabase(urls);
  if (length > 0) say(`Brought the database up to date (${length} migrations)`);
}

function orders(own: Composition) {
  const require = createRequire(import.meta.url);
  const tsx = ["--import", "tsx"];
  const isDev = own.mode === "dev";
  const server = ["--conditions=react-server"];
  const sandbox: Order = {
    name: "the sandbox",
    logName: "sandbox",
    words: [...tsx, "sandbox/main.ts"],
    env: sandboxEnvironment(own),
    ready: /sandbox ready/,
  };
  const worker = (urls: DatabaseUrls): Order => ({
    name: "the worker",
    logName: "worker",
    words: isDev
      ? [require.resolve("tsx/cli"), "watch", "--clear-screen=false", ...server, "worker/main.ts"]
      : [...server, ...tsx, "worker/main.ts"],
    env: workerEnvironment(own, urls),
    ready: /worker ready/,
  });
  const next = require.resolve("next/dist/bin/next");
  const portal = (urls: DatabaseUrls): Order => ({
    name: "the portal",
    logName: "portal",
    words: [next, isDev ? "dev" : "start", "--port", String(own.port), "--hostname", own.host],
    env: portalEnvironment(own, urls.appUrl),
    ready: /Ready in/,
  });
  const seed = (urls: DatabaseUrls): Order => ({
    name: "the demonstration",
    logName: "seed",
    words: [
      ...server,
      ...tsx,
      "prisma/seed/main.ts",
      ...(own.mode === "test" ? ["--house-only"] : []),
    ],
    env: workerEnvironment(own, urls),
  });
  return { sandbox, worker, portal, seed };
}

async function hasOrganisations(ownerUrl: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query('SELECT 1 FROM "Organisation" LIMIT 1');
    return rows.length > 0;
  });
}

/** "Ready" is what the process thinks; this is what a person would see. */
async function requireAnswer(own: Composition): Promise<void> {
  const address = `http://${own.host === "0.0.0.0" ? "127.0.0.1" : own.host}:${own.port}/sign-in`;
  const answer = await fetch(address, { redirect: "manual" });
  const log = join(own.dataDir, "log", "portal.log");
  if (answer.status >= 500)
    throw new Failure(`The portal answers with an error (HTTP ${answer.status}). See ${log}`);
}

/** Only into an empty database. The mark tells a demonstration that was interrupted half-way. */
async function seed(own: Composition, ownerUrl: string, order: Order): Promise<void> {
  const mark = join(own.dataDir, "seeded");
  if (await hasOrganisations(ownerUrl)) {
    if ((await readFile(mark, "utf8").catch(() => "")) === "begun")
      say("The demonstration was interrupted while it was laid out. For a whole one: --reset");
    return;
  }
  say("Laying out the demonstration: organisations, people, letters");
  await writeFile(mark, "begun");
  const child = startChild(order, own.dataDir);
  started.push(child);
  await lock?.record(order.name, child.process.pid);
  await runToEnd(child);
  started.splice(started.indexOf(child), 1);
  await writeFile(mark, "done");
}

function greet(own: Composition): void {
  say("Ready");
  const width = Math.max(...[...people, ...recipients].map(([, name]) => name.length));
  const row = ([number, name, about]: readonly [string, string, string]) =>
    `    ${number.padEnd(11)}  ${name.padEnd(width)}  ${about}`;
  const lines = [
    "",
    `  Open ${own.portalUrl}`,
    "",
    "  Sign in with a test person (nobody's real number):",
    ...people.map(row),
    "",
    "  Write to one of them (type the number):",
    ...recipients.map(row),
    "",
    `  The citizens' boxes and the other stand-ins: ${own.sandboxUrl}`,
    `  Data and logs: ${own.dataDir}`,
    "  Ctrl-C stops everything.",
  ];
  console.log(lines.join("\n"));
}

async function bringUp(own: Composition, isReset: boolean): Promise<void> {
  await mkdir(own.dataDir, { recursive: true });
  lock = await takeRunLock(own.dataDir, (name) => say(`Ending ${name} that an earlier run left`));
  await requireFreePort("PORT", own.port, own.host);
  await requireFreePort("SANDBOX_PORT", own.sandboxPort, own.host);
  await requireFreePort("SANDBOX_PORT (and the port after it)", own.mailPort, own.host);
  if (isReset) await reset(own);
  const { portalUrl, keysDir, dataDir } = own;
  say("Laying out keys and secrets");
  const organisations = DEMONSTRATION_ORGANISATIONS;
  const secrets = await ensureKeys({ keysDir, portalUrl, organisations });
  await writeRegistrations(own, secrets, organisations);

  const building = build({
    dataDir,
    withPages: own.mode !== "dev",
    say,
    onChild: (child) => {
      started.push(child);
      void lock?.record("the build", child.process.pid);
    },
  });
  // Told below, where it is awaited; until then it must not count as unhandled.
  building.catch(() => undefined);

  const { sandbox, worker, portal, seed: seedOrder } = orders(own);
  const [urls] = await Promise.all([
    openDatabase(own, secrets, isReset),
    launch(sandbox, own)
      .then(() => trustTimestamps(own))
      .then(() => nameWitness(own))
      .then(() => layPortalKeys({ keysDir, portalKeysDir: portalKeysDir(own), secrets })),
  ]);
  await writeConnection(own, urls);
  const migrating = migrate(urls);
  migrating.catch(() => undefined);
  await building;
  await Promise.all([
    migrating.then(() => launch(worker(urls), own)),
    launch(portal(urls), own).then(() => requireAnswer(own)),
  ]);
  await seed(own, urls.ownerUrl, seedOrder(urls));
  greet(own);
}

/** The portal first, so that nobody works on; the database last, so that everybody can finish. */
async function bringDown(): Promise<void> {
  const rank = ["the portal", "the worker", "the sandbox"];
  const order = (child: Child) => rank.indexOf(child.order.name);
  for (const child of [...started].sort((a, b) => order(a) - order(b))) await endChild(child);
  await server?.stop();
  await lock?.release();
}

function end(code: number): void {
  ending ??= bringDown().finally(() => {
    if (code === 0) say("Stopped");
    process.exit(code);
  });
}

/** The second Ctrl-C does not wait any longer. */
function endAtOnce(): never {
  for (const child of started) if (!hasEnded(child.process)) child.process.kill("SIGKILL");
  server?.process.kill("SIGQUIT");
  process.exit(130);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { mode: { type: "string", default: "demo" }, reset: { type: "boolean" } },
  });
  const mode = (["demo", "dev", "test"] as const).find((name) => name === values.mode);
  if (!mode) throw new Failure(`--mode is demo, dev or test, not "${values.mode}".`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (ending) endAtOnce();
      say("Stopping");
      end(0);
    });
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  await Promise.race([bringUp(compose(mode), values.reset === true), failed]);
  await failed;
}

main().catch((error: unknown) => {
  if (ending) return;
  console.error(`\n${sentenceOf(error)}`);
  end(1);
});
