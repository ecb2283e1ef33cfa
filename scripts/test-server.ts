/** Vitest's global set-up: the server and the template of `test-database.ts`, for one run. */
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "./migrate";
import { withClient } from "./roles";
import { openScratchDatabase } from "./scratch-database";
import { templateName } from "./test-database-name";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { database, close } = await openScratchDatabase();
  try {
    await migrateDatabase(database);
    const { administratorUrl } = database.server;
    // A template with a connection to it cannot be copied, so that it gets a name nobody connects to.
    await withClient(administratorUrl, (client) =>
      client.query(`ALTER DATABASE portal RENAME TO ${templateName}`),
    );
    const { ownerUrl, appUrl } = database;
    project.provide("testServer", { administratorUrl, ownerUrl, appUrl });
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}
