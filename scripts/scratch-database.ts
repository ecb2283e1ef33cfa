/** A server of its own for a moment, in a folder that is removed afterwards. */
import { randomUUID } from "node:crypto";
import { mkdtemp, chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase, type Database } from "./database";
import { removePostgresHome } from "./postgres-home";

export async function withScratchDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "portal-database-"));
  await chmod(dataDir, 0o755);
  try {
    const passwords = { owner: randomUUID(), app: randomUUID() };
    const database = await startDatabase({ dataDir, passwords, isThrowaway: true });
    return await work(database).finally(() => database.server.stop());
  } finally {
    await removePostgresHome(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}
