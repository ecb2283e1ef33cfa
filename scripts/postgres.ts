/** The embedded PostgreSQL server: made once, started on 127.0.0.1 with a password, ended cleanly. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir, rm, unlink, writeFile, mkdtemp, chown } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { Failure } from "./failure";
import { preparePostgresHome, type PostgresHome } from "./postgres-home";
import {
  endsWithin,
  hasEnded,
  identityEndsWithin,
  processCommand,
  processIdentity,
} from "./processes";

const administrator = "postgres";

export type PostgresServer = {
  port: number;
  home: PostgresHome;
  process: ChildProcess;
  administratorUrl: string;
  stop: () => Promise<void>;
};

type Options = {
  dataDir: string;
  administratorPassword: string;
  /** Receives what the server writes. */
  onOutput: (text: string) => void;
  /** Faster and forgetful: only for databases that nobody will miss. */
  isThrowaway?: boolean;
};

function runAs(home: PostgresHome) {
  return {
    ...(home.user ? { uid: home.user.uid, gid: home.user.gid } : {}),
    cwd: home.directory,
    env: {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH,
      LANG: "C",
      LC_ALL: "C",
      TZ: "UTC",
    },
  };
}

function program(home: PostgresHome, name: string): string {
  return join(home.programsDirectory, "bin", name);
}

async function isInitialised(home: PostgresHome): Promise<boolean> {
  // Written last by `initialise`: a cluster that was interrupted half-way is made again.
  const names = await readdir(home.clusterDirectory).catch((): string[] => []);
  return names.includes("portal.ready");
}

async function emptyFolder(directory: string): Promise<void> {
  for (const name of await readdir(directory))
    await rm(join(directory, name), { recursive: true, force: true });
}

/** Locale and collation come with the server itself, so that every machine sorts alike. */
async function initialise(home: PostgresHome, password: string): Promise<void> {
  await emptyFolder(home.clusterDirectory);
  const passwordDirectory = await mkdtemp(join(home.directory, "password-"));
  const passwordFile = join(passwordDirectory, "password");
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (home.user) {
      await chown(passwordFile, home.user.uid, home.user.gid);
      await chown(passwordDirectory, home.user.uid, home.user.gid);
    }
    const made = spawnSync(
      program(home, "initdb"),
      [
        `--pgdata=${home.clusterDirectory}`,
        `--username=${administrator}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
      ],
      { ...runAs(home), encoding: "utf8" },
    );
    if (made.status !== 0) {
      const reason = `${made.stderr}${made.error?.message ?? ""}`.trim();
      if (/No space left/.test(reason))
        throw new Failure("The disk is full: the database could not be made. Free some space.");
      throw new Failure(`The database could not be made in ${home.clusterDirectory}: ${reason}`);
    }
  } finally {
    await rm(passwordDirectory, { recursive: true, force: true });
  }
  await writeFile(join(home.clusterDirectory, "portal.ready"), "");
}

/**
 * After `kill -9` or a power cut two things may be left: a server that nobody watches any more, which is
 * ended here, and a `postmaster.pid` whose number may meanwhile belong to another process, which would
 * keep PostgreSQL from starting.
 */
async function clearWhatIsLeft(home: PostgresHome): Promise<void> {
  const lockFile = join(home.clusterDirectory, "postmaster.pid");
  const text = await readFile(lockFile, "utf8").catch(() => null);
  if (text === null) return;
  const pid = Number.parseInt(text, 10);
  const identity = Number.isInteger(pid) ? processIdentity(pid) : null;
  if (identity !== null && processCommand(pid).includes(home.clusterDirectory)) {
    process.kill(pid, "SIGINT");
    if (!(await identityEndsWithin(pid, identity, 10_000))) {
      process.kill(pid, "SIGQUIT");
      await identityEndsWithin(pid, identity, 10_000);
    }
  }
  await unlink(lockFile).catch(() => undefined);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export function databaseUrl(user: string, password: string, port: number, name: string): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 57P03: the server is starting up. Anything without a code never reached it.
    const code = (error as { code?: string }).code;
    if (code === "28P01")
      throw new Failure(
        "The database refuses its own password: the key folder and the database do not belong together. Start once with --reset, or put the right secrets.env back.",
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const throwawaySettings = [
  ...["-c", "fsync=off"],
  ...["-c", "synchronous_commit=off"],
  ...["-c", "full_page_writes=off"],
];

function launch(home: PostgresHome, port: number, options: Options): ChildProcess {
  const child = spawn(
    program(home, "postgres"),
    [
      ...["-D", home.clusterDirectory, "-p", String(port)],
      ...["-c", "listen_addresses=127.0.0.1"],
      // No socket file: its path may be too long, and its folder one where the server cannot write.
      ...["-c", "unix_socket_directories="],
      ...["-c", "max_connections=120"],
      ...(options.isThrowaway ? throwawaySettings : []),
    ],
    // A group of its own: Ctrl-C reaches the person's program alone, which ends the server last.
    { ...runAs(home), detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.setEncoding("utf8").on("data", options.onOutput);
  child.stderr.setEncoding("utf8").on("data", options.onOutput);
  return child;
}

/** "Fast" shutdown first (connections are cut, data are written), "immediate" when that takes too long. */
async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill("SIGINT");
  if (await endsWithin(child, 15_000)) return;
  child.kill("SIGQUIT");
  if (await endsWithin(child, 5_000)) return;
  child.kill("SIGKILL");
  await endsWithin(child, 2_000);
}

async function launchOnce(
  home: PostgresHome,
  options: Options,
): Promise<PostgresServer | { output: string }> {
  const port = await freePort();
  let output = "";
  const child = launch(home, port, {
    ...options,
    onOutput: (text) => {
      output = (output + text).slice(-4_000);
      options.onOutput(text);
    },
  });
  child.on("error", (error) => (output += error.message));
  // Whatever ends this process early (an error nobody caught) ends the server with it.
  const endAlong = () => child.kill("SIGQUIT");
  process.once("exit", endAlong);
  child.once("exit", () => process.off("exit", endAlong));
  const administratorUrl = databaseUrl(
    administrator,
    options.administratorPassword,
    port,
    "postgres",
  );
  for (let waited = 0; waited < 60_000 && !hasEnded(child); waited += 50) {
    if (child.pid === undefined) break;
    if (await answers(administratorUrl))
      return { port, home, process: child, administratorUrl, stop: () => stop(child) };
    await wait(50);
  }
  await stop(child);
  return { output };
}

/** Starts the server of a data folder, making it first where there is none. */
export async function startPostgres(options: Options): Promise<PostgresServer> {
  const home = await preparePostgresHome(options.dataDir);
  await clearWhatIsLeft(home);
  if (!(await isInitialised(home))) await initialise(home, options.administratorPassword);
  let output = "";
  // Somebody else may take the free port between our look and the server's start.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const outcome = await launchOnce(home, options);
    if ("port" in outcome) return outcome;
    output = outcome.output;
    if (!/could not bind|Address already in use/i.test(output)) break;
  }
  if (/No space left/.test(output))
    throw new Failure("The disk is full: the database could not start. Free some space.");
  throw new Failure(`The database did not start. It said last:\n${output.trim()}`);
}
