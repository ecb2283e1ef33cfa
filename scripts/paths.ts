/** Where the product lies, whatever folder it is started from. */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const rootDirectory = dirname(dirname(fileURLToPath(import.meta.url)));
export const schemaDirectory = join(rootDirectory, "prisma", "schema");
export const migrationsDirectory = join(rootDirectory, "prisma", "migrations");

/** A relative `DATA_DIR` starts at the product's own folder, so that every command means the same. */
export function dataDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(rootDirectory, env.DATA_DIR?.trim() || ".data");
}
