import { readdir, readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrateDatabase } from "./migrate";
import { migrationsDirectory, schemaDirectory } from "./paths";
import { withClient } from "./roles";
import { difference, readSchema } from "./schema-engine";
import { testDatabase } from "./test-database";

test("the migrations lead exactly to the schema", async () => {
  const { ownerUrl } = await testDatabase();
  expect(await difference(ownerUrl, await readSchema(schemaDirectory))).toBe("");
});

test("migrating a second time applies nothing", async () => {
  expect(await migrateDatabase(await testDatabase())).toEqual([]);
});

test("the ordinary table of migrations is written, so that Prisma's own command agrees", async () => {
  const { ownerUrl } = await testDatabase();
  const rows = await withClient(ownerUrl, async (client) => {
    const answer = await client.query<{ migration_name: string; checksum: string }>(
      "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1",
    );
    return answer.rows;
  });
  const names = (await readdir(migrationsDirectory)).filter((name) => /^\d{14}_/.test(name)).sort();
  expect(rows.map((row) => row.migration_name)).toEqual(names);
  for (const { migration_name: name, checksum } of rows) {
    const script = await readFile(join(migrationsDirectory, name, "migration.sql"));
    expect(checksum).toBe(createHash("sha256").update(script).digest("hex"));
  }
});

test("the portal's own role is bound by row-level security", async () => {
  const { appUrl } = await testDatabase();
  const rows = await withClient(appUrl, async (client) => {
    const answer = await client.query<{ free: boolean }>(
      "SELECT rolsuper OR rolbypassrls OR rolcreaterole AS free FROM pg_roles WHERE rolname = current_user",
    );
    return answer.rows;
  });
  expect(rows).toEqual([{ free: false }]);
});

test("a mistyped password is told, and does not become the role's password", async () => {
  const database = await testDatabase();
  const mistyped = new URL(database.appUrl);
  mistyped.password = "mistyped";
  await expect(migrateDatabase({ ...database, appUrl: mistyped.href })).rejects.toThrow(
    /The role portal_app exists, but DATABASE_APP_URL does not open the database/,
  );
  await withClient(database.appUrl, (client) => client.query("SELECT 1"));
});
