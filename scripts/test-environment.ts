/** What every unit and integration test finds in its environment: a test's own secrets and folders. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "portal-test-"));

// Nothing of the machine's own settings, and no address that anything could answer at.
const nowhere = "http://127.0.0.1:9";
Object.assign(process.env, {
  PORTAL_ENVIRONMENT: "test",
  PORTAL_URL: "http://localhost:3000",
  DATA_DIR: dataDir,
  KEYS_DIR: join(dataDir, "keys"),
  STORAGE_DIR: join(dataDir, "files"),
  LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "silent",
  NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
  NUMBER_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  NUMBER_SEARCH_KEY: randomBytes(32).toString("base64"),
  CSAM_ISSUER: `${nowhere}/fas/oauth2`,
  CSAM_CLIENT_ID: "ebox-sender-portal",
  CSAM_CLIENT_SECRET: "a secret of this test",
  MAILBOX_URL: `${nowhere}/REST/ebox/enterprise/messageRegistry/v3`,
  MAILBOX_TOKEN_URL: `${nowhere}/REST/oauth/v5/token`,
  MAILBOX_FEDERATION_URL: `${nowhere}/REST/ebox/enterprise/federation/v1`,
  TIMESTAMP_URL: `${nowhere}/tsa`,
  TEST_RECIPIENTS: JSON.stringify([{ number: "02050501806", name: "Els Wouters" }]),
});
for (const name of ["DATABASE_URL", "DATABASE_APP_URL", "CLAMD_HOST", "CLAMD_PORT"])
  Reflect.deleteProperty(process.env, name);

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
