/** The two roles: the owner, who migrates and works, and the portal's own, whom row security binds. */
import { Client } from "pg";
import { Failure } from "./failure";

export const applicationRole = "portal_app";

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  // Without a listener a connection cut by the server would end the whole process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function roleExists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
  return rowCount === 1;
}

async function ensureRole(client: Client, name: string, attributes: string, password: string) {
  const verb = (await roleExists(client, name)) ? "ALTER" : "CREATE";
  await client.query(
    `${verb} ROLE ${client.escapeIdentifier(name)} LOGIN ${attributes} PASSWORD ${client.escapeLiteral(password)}`,
  );
}

export type DatabaseUrls = {
  ownerUrl: string;
  appUrl: string;
  /** True where the password was made here and nobody else knows it, so that it may be set anew. */
  isPasswordOurs?: boolean;
};

/** On the embedded server: an owner who is no superuser, as in production, and its database. */
export async function ensureOwner(administratorUrl: string, ownerUrl: string): Promise<void> {
  const owner = new URL(ownerUrl);
  const name = owner.pathname.slice(1);
  await withClient(administratorUrl, async (client) => {
    await ensureRole(
      client,
      owner.username,
      "CREATEROLE CREATEDB",
      decodeURIComponent(owner.password),
    );
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0)
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${client.escapeIdentifier(owner.username)}`,
      );
  });
}

async function canConnect(url: string): Promise<boolean> {
  return withClient(url, () => Promise.resolve(true)).catch(() => false);
}

/**
 * Makes the role that the portal connects as, before the migrations that grant to it. A role that an
 * administrator made beforehand is left as it is, as long as it is bound by row security.
 */
export async function ensureApplicationRole({
  ownerUrl,
  appUrl,
  isPasswordOurs,
}: DatabaseUrls): Promise<void> {
  const app = new URL(appUrl);
  if (app.username !== applicationRole)
    throw new Failure(
      `DATABASE_APP_URL connects as "${app.username}". The migrations grant to "${applicationRole}": use that name.`,
    );
  const connects = await canConnect(appUrl);
  await withClient(ownerUrl, async (client) => {
    // A mistyped password must not become the password of a portal that is running.
    if (!connects && !isPasswordOurs && (await roleExists(client, applicationRole)))
      throw new Failure(
        `The role ${applicationRole} exists, but DATABASE_APP_URL does not open the database with its password. Correct DATABASE_APP_URL, or give the role that password.`,
      );
    if (!connects)
      await ensureRole(client, applicationRole, "", decodeURIComponent(app.password)).catch(
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          throw new Failure(
            `The role ${applicationRole} could not be made (${reason}). Make it by hand: CREATE ROLE ${applicationRole} LOGIN PASSWORD '…' with the password of DATABASE_APP_URL.`,
          );
        },
      );
    const { rows } = await client.query<{ free: boolean }>(
      "SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = $1",
      [applicationRole],
    );
    if (rows[0]?.free)
      throw new Failure(
        `The role ${applicationRole} may pass by row-level security, which keeps organisations apart. Run: ALTER ROLE ${applicationRole} NOSUPERUSER NOBYPASSRLS.`,
      );
  });
}

/** Empties a database that is not ours to drop: everything that the migrations made, and only that. */
export async function emptyDatabase(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    for (const schema of ["public", "portal", "graphile_worker"])
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.query("CREATE SCHEMA public");
  });
}
