/** A server of its own for a moment, in a folder that is removed afterwards. */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase, type Database } from "./database";
import { removePostgresHome } from "./postgres-home";

export type ScratchDatabase = { database: Database; close: () => Promise<void> };

export async function openScratchDatabase(): Promise<ScratchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "portal-database-"));
  const remove = async () => {
    await removePostgresHome(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    // The server runs as another user when root starts it, who must be able to enter.
    await chmod(dataDir, 0o755);
    const passwords = { owner: randomUUID(), app: randomUUID() };
    const database = await startDatabase({ dataDir, passwords, isThrowaway: true });
    const close = async () => {
      await database.server.stop();
      await remove();
    };
    return { database, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

export async function withScratchDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { database, close } = await openScratchDatabase();
  try {
    return await work(database);
  } finally {
    await close();
  }
}
