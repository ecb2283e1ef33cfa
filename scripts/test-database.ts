/**
 * Databases for tests. One server per run, one migrated template on it, and for each test file a copy
 * of its own, so that tests run side by side on a real PostgreSQL and never meet.
 */
import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "./roles";

import { templateName } from "./test-database-name";

declare module "vitest" {
  export interface ProvidedContext {
    testServer: { administratorUrl: string; ownerUrl: string; appUrl: string };
  }
}

export type TestDatabase = { ownerUrl: string; appUrl: string };

function named(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

let made: Promise<TestDatabase> | undefined;

async function clone(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(server.administratorUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName} OWNER portal_owner`),
  );
  return { ownerUrl: named(server.ownerUrl, name), appUrl: named(server.appUrl, name) };
}

/** This test file's own database, made when first asked for; `lib/env` then answers its addresses. */
export async function testDatabase(): Promise<TestDatabase> {
  made ??= clone();
  const database = await made;
  process.env.DATABASE_URL = database.ownerUrl;
  process.env.DATABASE_APP_URL = database.appUrl;
  return database;
}
