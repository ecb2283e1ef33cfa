import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { environment, environmentMistakes, parseSecrets, requireEnvironment } from "@/lib/env";

const key = randomBytes(32).toString("base64");

const right = {
  DATABASE_APP_URL: "postgresql://portal_app:word@127.0.0.1:5432/portal",
  NUMBER_ENCRYPTION_KEY: key,
  NUMBER_SEARCH_KEY: key,
  NEXTAUTH_SECRET: "x".repeat(32),
  CSAM_ISSUER: "http://localhost:3100/fas/oauth2",
  CSAM_CLIENT_ID: "portal",
  CSAM_CLIENT_SECRET: "secret",
  MAILBOX_URL: "https://mailbox.example/v3",
  MAILBOX_TOKEN_URL: "https://mailbox.example/token",
  MAILBOX_FEDERATION_URL: "https://mailbox.example/federation",
  TIMESTAMP_URL: "https://time.example/tsa",
};

describe("the environment of the portal", () => {
  test("needs nothing more than this in a test environment", () => {
    expect(environmentMistakes(right, "app")).toEqual([]);
  });

  test.each([
    [{ PORT: "80000" }, "PORT must be a port: a whole number from 1 to 65535."],
    [{ PORT: "three" }, "PORT must be a port: a whole number from 1 to 65535."],
    [
      { MAILBOX_TIMEOUT_SECONDS: "0" },
      "MAILBOX_TIMEOUT_SECONDS must be a number of seconds above 0.",
    ],
    [{ PORTAL_ENVIRONMENT: "prod" }, "PORTAL_ENVIRONMENT must be test or production."],
    [
      { NEXTAUTH_SECRET: "short" },
      "NEXTAUTH_SECRET is too short: it needs at least 32 characters.",
    ],
    [
      { NUMBER_SEARCH_KEY: "abcd" },
      "NUMBER_SEARCH_KEY must be exactly 32 bytes in base64 (openssl rand -base64 32).",
    ],
    [
      { DATABASE_APP_URL: "mysql://x" },
      "DATABASE_APP_URL must be the address of a PostgreSQL database: postgresql://name:password@host:port/database.",
    ],
    [
      { CSAM_CLIENT_SECRET: "  " },
      "CSAM_CLIENT_SECRET is missing: set the secret that the sign-in service gave the portal.",
    ],
    [
      { CSAM_ISSUER: "localhost" },
      "CSAM_ISSUER must be a web address that starts with https:// (or http:// in a test environment).",
    ],
  ])("answers %j with a sentence", (change, sentence) => {
    expect(environmentMistakes({ ...right, ...change }, "app")).toEqual([sentence]);
  });

  test("tells every mistake at once", () => {
    expect(environmentMistakes({}, "app")).toHaveLength(11);
  });

  test("in production has an address of its own and nothing in plain HTTP", () => {
    const mistakes = environmentMistakes({ ...right, PORTAL_ENVIRONMENT: "production" }, "app");
    expect(mistakes).toEqual([
      "PORTAL_URL is missing: set the address at which people reach the portal.",
      "CSAM_ISSUER must start with https:// when PORTAL_ENVIRONMENT is production.",
    ]);
  });
});

test("the worker needs the outside services and the owner, but no sign-in", () => {
  const names = environmentMistakes({}, "worker").map((sentence) => sentence.split(" ")[0]);
  expect(names).toContain("DATABASE_URL");
  expect(names).toContain("MAILBOX_URL");
  expect(names).not.toContain("CSAM_CLIENT_SECRET");
});

test("secrets are read line by line, and only the first = separates", () => {
  expect(parseSecrets("# made once\nA=b=c\n\n B = d \nnonsense")).toEqual({ A: "b=c", B: "d" });
});

describe("the environment of this process", () => {
  test("takes from secrets.env what it does not have itself", () => {
    const file = join(environment().KEYS_DIR, "secrets.env");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "DATABASE_APP_URL=postgresql://from-file/x\nCSAM_CLIENT_ID=from-file\n");
    expect(environment().DATABASE_APP_URL).toBe("postgresql://from-file/x");
    expect(environment().CSAM_CLIENT_ID).toBe("ebox-sender-portal");
  });

  test("refuses to start a worker without an owner's database, in a sentence", () => {
    expect(() => requireEnvironment("worker")).toThrow(/DATABASE_URL is missing: set the address/);
  });
});
