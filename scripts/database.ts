/** `npm run database`: the embedded database alone, up to date, until Ctrl-C. For developers. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runMain } from "./failure";
import { DEMONSTRATION_ORGANISATIONS, ensureKeys } from "./keys";
import { logFile } from "./log-file";
import { migrateDatabase } from "./migrate";
import { dataDirectory } from "./paths";
import { databaseUrl, startPostgres, type PostgresServer } from "./postgres";
import { applicationRole, ensureOwner } from "./roles";
import { takeRunLock } from "./run-lock";

export type Database = { ownerUrl: string; appUrl: string; server: PostgresServer };

/** Starts the server of a data folder with its owner and its database; migrating is the caller's. */
export async function startDatabase(options: {
  dataDir: string;
  passwords: { owner: string; app: string };
  isThrowaway?: boolean;
}): Promise<Database> {
  const { dataDir, passwords, isThrowaway } = options;
  await mkdir(join(dataDir, "log"), { recursive: true });
  const server = await startPostgres({
    dataDir,
    administratorPassword: passwords.owner,
    onOutput: logFile(join(dataDir, "log", "postgres.log")),
    isThrowaway,
  });
  const ownerUrl = databaseUrl("portal_owner", passwords.owner, server.port, "portal");
  const appUrl = databaseUrl(applicationRole, passwords.app, server.port, "portal");
  await ensureOwner(server.administratorUrl, ownerUrl);
  return { ownerUrl, appUrl, server };
}

async function main(): Promise<void> {
  const dataDir = dataDirectory();
  const portalUrl = process.env.PORTAL_URL ?? `http://localhost:${process.env.PORT ?? "3000"}`;
  const lock = await takeRunLock(dataDir, (name) =>
    console.log(`Ending ${name} of an earlier run`),
  );
  const secrets = await ensureKeys({
    keysDir: process.env.KEYS_DIR ?? join(dataDir, "keys"),
    portalUrl,
    organisations: DEMONSTRATION_ORGANISATIONS,
  });
  const { server, ownerUrl, appUrl } = await startDatabase({
    dataDir,
    passwords: { owner: secrets.DATABASE_PASSWORD, app: secrets.DATABASE_APP_PASSWORD },
  });
  const stop = () => server.stop().then(lock.release);
  await lock.record("the database", server.process.pid);
  const end = () => void stop();
  process.on("SIGINT", end).on("SIGTERM", end);
  await migrateDatabase({ ownerUrl, appUrl }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  console.log(`DATABASE_URL=${ownerUrl}\nDATABASE_APP_URL=${appUrl}\nRunning until Ctrl-C.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) runMain(main);
