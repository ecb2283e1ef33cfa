/**
 * `npm run migrate:create -- name`: writes the migration that leads from the existing ones to the
 * schema. It is read and completed by hand before it is committed.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure, runMain } from "./failure";
import { migrateDatabase } from "./migrate";
import { migrationsDirectory, schemaDirectory } from "./paths";
import { difference, readSchema } from "./schema-engine";
import { withScratchDatabase } from "./scratch-database";

async function main(): Promise<void> {
  const name = process.argv[2];
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Failure(
      "Give the migration a name of small letters, digits and underscores: npm run migrate:create -- add_reminders",
    );
  process.once("SIGINT", () => process.exit(130));
  const schema = await readSchema(schemaDirectory);
  const script = await withScratchDatabase(async (database) => {
    await migrateDatabase(database);
    return difference(database.ownerUrl, schema);
  });
  if (script === "") {
    console.log("The migrations lead to this schema already: there is nothing to write.");
    return;
  }
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const directory = join(migrationsDirectory, `${stamp}_${name}`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "migration.sql"), script);
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql`);
}

runMain(main);
