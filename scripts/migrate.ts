/** `npm run migrate`: brings a database up to date. Safe to run again, and by two at once. */
import { pathToFileURL } from "node:url";
import { runMigrations } from "graphile-worker";
import { Failure, runMain } from "./failure";
import { migrationsDirectory, schemaDirectory } from "./paths";
import { ensureApplicationRole, withClient, type DatabaseUrls } from "./roles";
import { everything, readMigrations, readSchema, withSchemaEngine } from "./schema-engine";

async function requireDatabase(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ number: number }>(
      "SELECT current_setting('server_version_num')::int AS number",
    );
    if ((rows[0]?.number ?? 0) < 150_000)
      throw new Failure("This PostgreSQL is older than version 15, which the portal needs.");
  }).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
    const { host, pathname } = new URL(ownerUrl);
    throw new Failure(
      `The database ${pathname.slice(1)} at ${host} does not let us in: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
}

/** The names of the migrations that were applied just now. */
export async function migrateDatabase(urls: DatabaseUrls): Promise<string[]> {
  await requireDatabase(urls.ownerUrl);
  await ensureApplicationRole(urls);
  // Before ours: the migrations grant the portal the right to add jobs.
  await runMigrations({ connectionString: urls.ownerUrl });
  const schema = await readSchema(schemaDirectory);
  const migrationsList = await readMigrations(migrationsDirectory);
  return withSchemaEngine(urls.ownerUrl, schema, async (engine) => {
    const answer = await engine.applyMigrations({ migrationsList, filters: everything });
    return answer.appliedMigrationNames;
  });
}

async function main(): Promise<void> {
  const ownerUrl = process.env.DATABASE_URL;
  const appUrl = process.env.DATABASE_APP_URL;
  if (!ownerUrl || !appUrl)
    throw new Failure(
      "Set DATABASE_URL (the owner of the database) and DATABASE_APP_URL (the role portal_app), and run this again.",
    );
  const applied = await migrateDatabase({ ownerUrl, appUrl });
  for (const name of applied) console.log(`Applied ${name}`);
  console.log(
    applied.length === 0 ? "The database was up to date." : "The database is up to date.",
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) runMain(main);
