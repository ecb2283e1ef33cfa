/**
 * The environment, parsed once. Each part is what one kind of process needs: a worker does not need the
 * sign-in's secrets, the portal not the owner's password.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ok, refuse, type Result } from "@/lib/result";

type Source = Record<string, string | undefined>;

const missing = (name: string, remedy: string) => `${name} is missing: ${remedy}`;

function text(name: string, remedy: string) {
  return z.string({ error: missing(name, remedy) });
}

function wholeNumber(name: string, what: string, most: number, standard: number) {
  const sentence = `${name} must be ${what}a whole number from 1 to ${most}.`;
  return z.coerce
    .number({ error: sentence })
    .int(sentence)
    .min(1, sentence)
    .max(most, sentence)
    .default(standard);
}

function port(name: string, standard: number) {
  return wholeNumber(name, "a port: ", 65_535, standard);
}

function seconds(name: string, standard: number) {
  const sentence = `${name} must be a number of seconds above 0.`;
  return z.coerce.number({ error: sentence }).positive(sentence).default(standard);
}

function webAddress(name: string, remedy: string) {
  return text(name, remedy)
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
      error: `${name} must be a web address that starts with https:// (or http:// in a test environment).`,
    })
    .transform((value) => value.replace(/\/+$/, ""));
}

function databaseAddress(name: string, remedy: string) {
  return text(name, remedy).refine((value) => /^postgres(ql)?:\/\//.test(value), {
    error: `${name} must be the address of a PostgreSQL database: postgresql://name:password@host:port/database.`,
  });
}

function mailServer(name: string) {
  return z
    .string()
    .refine((value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol), {
      error: `${name} must be the address of a mail server: smtps://name:password@host:port (or smtp://), or left out.`,
    })
    .optional();
}

/** Addresses apart by spaces or commas. Plain HTTP is what authorities use: the lists are signed. */
function listAddresses(name: string) {
  return z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .refine(
      (urls) => urls.every((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)),
      { error: `${name} must be web addresses, with spaces or commas between them.` },
    );
}

const testRecipientsShape = z.array(
  z.object({ number: z.string(), name: z.string(), addressLines: z.array(z.string()).default([]) }),
);

/** Test citizens as JSON: [{"number":"…","name":"…","addressLines":["…"]}]; none means none is offered. */
function testRecipients(name: string) {
  const sentence = `${name} must be a JSON list of {"number", "name", "addressLines"}.`;
  return z
    .string()
    .default("[]")
    .transform((text, context) => {
      try {
        return testRecipientsShape.parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: "custom", message: sentence });
        return z.NEVER;
      }
    });
}

function key(name: string) {
  return text(name, "set 32 random bytes in base64 (openssl rand -base64 32).").refine(
    (value) => /^[A-Za-z0-9+/]+=*$/.test(value) && Buffer.from(value, "base64").byteLength === 32,
    { error: `${name} must be exactly 32 bytes in base64 (openssl rand -base64 32).` },
  );
}

const variables = {
  PORTAL_ENVIRONMENT: z
    .enum(["test", "production"], { error: "PORTAL_ENVIRONMENT must be test or production." })
    .default("test"),
  PORT: port("PORT", 3000),
  PORTAL_URL: webAddress("PORTAL_URL", "set the address at which people reach the portal."),
  DATA_DIR: z.string(),
  KEYS_DIR: z.string(),
  STORAGE_DIR: z.string(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], {
      error: "LOG_LEVEL must be debug, info, warn, error or silent.",
    })
    .default("info"),
  DATABASE_URL: databaseAddress(
    "DATABASE_URL",
    "set the address of the database for its owner: the worker serves every organisation.",
  ),
  DATABASE_APP_URL: databaseAddress(
    "DATABASE_APP_URL",
    "set the address of the database for the role portal_app, whom row security binds.",
  ),
  NUMBER_ENCRYPTION_KEY: key("NUMBER_ENCRYPTION_KEY"),
  NUMBER_SEARCH_KEY: key("NUMBER_SEARCH_KEY"),
  NEXTAUTH_SECRET: text(
    "NEXTAUTH_SECRET",
    "set at least 32 characters that nobody can guess (openssl rand -base64 32).",
  ).min(32, "NEXTAUTH_SECRET is too short: it needs at least 32 characters."),
  CSAM_ISSUER: webAddress("CSAM_ISSUER", "set the address of the sign-in service."),
  CSAM_CLIENT_ID: text("CSAM_CLIENT_ID", "set the name that the sign-in service gave the portal."),
  CSAM_CLIENT_SECRET: text(
    "CSAM_CLIENT_SECRET",
    "set the secret that the sign-in service gave the portal.",
  ),
  MAILBOX_URL: webAddress("MAILBOX_URL", "set the address of the eBox message registry."),
  MAILBOX_TOKEN_URL: webAddress(
    "MAILBOX_TOKEN_URL",
    "set the address that gives tokens for the eBox.",
  ),
  MAILBOX_FEDERATION_URL: webAddress(
    "MAILBOX_FEDERATION_URL",
    "set the address of the eBox federation, which says who has a box.",
  ),
  MAILBOX_TIMEOUT_SECONDS: seconds("MAILBOX_TIMEOUT_SECONDS", 30),
  WORKER_CONCURRENCY: wholeNumber("WORKER_CONCURRENCY", "", 64, 8),
  TIMESTAMP_URL: webAddress("TIMESTAMP_URL", "set the address of the time-stamp authority."),
  TIMESTAMP_FALLBACK_URL: webAddress(
    "TIMESTAMP_FALLBACK_URL",
    "set the address of a second time-stamp authority, or leave it out.",
  ).optional(),
  REVOCATION_LIST_URLS: listAddresses("REVOCATION_LIST_URLS"),
  TIMESTAMP_STOP_HOURS: wholeNumber("TIMESTAMP_STOP_HOURS", "", 168, 4),
  SMTP_URL: mailServer("SMTP_URL"),
  MAIL_FROM: z
    .email({ error: "MAIL_FROM must be an e-mail address, or left out: then no mail is sent." })
    .optional(),
  /** The token with the key that seals; without a module, the key is a file. */
  SEAL_PKCS11_MODULE: z.string().optional(),
  SEAL_PKCS11_TOKEN: z.string().optional(),
  SEAL_PKCS11_KEY: z.string().optional(),
  SEAL_PKCS11_PIN_FILE: z.string().optional(),
  /** A file; without it, `log.witnesses` in KEYS_DIR where there is one. */
  LOG_WITNESSES: z.string().optional(),
  TEST_RECIPIENTS: testRecipients("TEST_RECIPIENTS"),
  CLAMD_HOST: z.string().optional(),
  CLAMD_PORT: port("CLAMD_PORT", 3310),
  // No source tells what the eBox takes: these are ours until the mailbox says otherwise.
  CITIZEN_BOX_FILES: wholeNumber("CITIZEN_BOX_FILES", "", 50, 5),
  CITIZEN_BOX_FILE_MEGABYTES: wholeNumber("CITIZEN_BOX_FILE_MEGABYTES", "", 2000, 25),
  CITIZEN_BOX_TOTAL_MEGABYTES: wholeNumber("CITIZEN_BOX_TOTAL_MEGABYTES", "", 2000, 60),
  ENTERPRISE_BOX_FILES: wholeNumber("ENTERPRISE_BOX_FILES", "", 50, 5),
  ENTERPRISE_BOX_FILE_MEGABYTES: wholeNumber("ENTERPRISE_BOX_FILE_MEGABYTES", "", 2000, 25),
  ENTERPRISE_BOX_TOTAL_MEGABYTES: wholeNumber("ENTERPRISE_BOX_TOTAL_MEGABYTES", "", 2000, 60),
};

export type VariableName = keyof typeof variables;
export type Environment = { readonly [Name in VariableName]: z.output<(typeof variables)[Name]> };

const common: VariableName[] = [
  ...(["PORTAL_ENVIRONMENT", "PORT", "PORTAL_URL", "DATA_DIR", "KEYS_DIR", "STORAGE_DIR"] as const),
  ...(["LOG_LEVEL", "DATABASE_APP_URL", "NUMBER_ENCRYPTION_KEY", "NUMBER_SEARCH_KEY"] as const),
  ...(["CLAMD_HOST", "CLAMD_PORT", "LOG_WITNESSES", "MAIL_FROM"] as const),
  ...(["CITIZEN_BOX_FILES", "CITIZEN_BOX_FILE_MEGABYTES", "CITIZEN_BOX_TOTAL_MEGABYTES"] as const),
  ...(["ENTERPRISE_BOX_FILES", "ENTERPRISE_BOX_FILE_MEGABYTES"] as const),
  "ENTERPRISE_BOX_TOTAL_MEGABYTES",
];

/** Both ask the outside: whether a recipient has a box is looked up while the sender types. */
const outside: VariableName[] = [
  ...(["MAILBOX_URL", "MAILBOX_TOKEN_URL", "MAILBOX_FEDERATION_URL"] as const),
  ...(["MAILBOX_TIMEOUT_SECONDS", "TIMESTAMP_URL", "TIMESTAMP_STOP_HOURS"] as const),
  "TIMESTAMP_FALLBACK_URL",
];

/** What each process cannot start without: the portal never needs the owner's password. */
const parts = {
  app: [
    ...common,
    ...outside,
    "TEST_RECIPIENTS" as const,
    ...(["NEXTAUTH_SECRET", "CSAM_ISSUER", "CSAM_CLIENT_ID", "CSAM_CLIENT_SECRET"] as const),
  ],
  worker: [
    ...common,
    ...outside,
    ...(["DATABASE_URL", "WORKER_CONCURRENCY", "SMTP_URL", "REVOCATION_LIST_URLS"] as const),
    ...(["SEAL_PKCS11_MODULE", "SEAL_PKCS11_TOKEN"] as const),
    ...(["SEAL_PKCS11_KEY", "SEAL_PKCS11_PIN_FILE"] as const),
  ],
} satisfies Record<string, VariableName[]>;

export type Part = keyof typeof parts;

/** In production, plain HTTP would send numbers and tokens in the clear; only a test may do so. */
function isPlainInProduction(value: unknown, source: Source): boolean {
  const isProduction = source.PORTAL_ENVIRONMENT?.trim() === "production";
  return isProduction && typeof value === "string" && value.startsWith("http://");
}

function parseVariable<Name extends VariableName>(
  name: Name,
  source: Source,
): Result<Environment[Name], string> {
  const answer = variables[name].safeParse(withDefaults(source)[name]);
  if (!answer.success) return refuse(answer.error.issues[0]?.message ?? `${name} is not right.`);
  if (isPlainInProduction(answer.data, source))
    return refuse(`${name} must start with https:// when PORTAL_ENVIRONMENT is production.`);
  return ok(answer.data as Environment[Name]);
}

/** What follows from something else when it is not set itself. */
function withDefaults(source: Source): Source {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const dataDir = set.DATA_DIR ?? ".data";
  const isTest = set.PORTAL_ENVIRONMENT?.trim() !== "production";
  const here = `http://localhost:${set.PORT ?? "3000"}`;
  return {
    DATA_DIR: dataDir,
    KEYS_DIR: join(dataDir, "keys"),
    STORAGE_DIR: join(dataDir, "files"),
    // A port that is none is told as such, once.
    ...(isTest ? { PORTAL_URL: URL.canParse(here) ? here : "http://localhost" } : {}),
    ...set,
  };
}

/** Pure: what is wrong for this kind of process, one sentence for every mistake, saying what to do. */
export function environmentMistakes(source: Source, part: Part): string[] {
  return parts[part].flatMap((name) => {
    const answer = parseVariable(name, source);
    return answer.ok ? [] : [answer.refusal];
  });
}

/** `NAME=value` lines of `secrets.env`; empty lines and lines that start with `#` are passed over. */
export function parseSecrets(content: string): Record<string, string> {
  const pairs = content
    .split("\n")
    .filter((line) => line.indexOf("=") > 0 && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
  return Object.fromEntries(pairs.map(([name, value]) => [name.trim(), value.trim()]));
}

/** The environment wins over the file, so that an operator's vault replaces generated secrets. */
function readSource(): Source {
  const { KEYS_DIR } = withDefaults(process.env);
  try {
    const file = readFileSync(join(/* turbopackIgnore: true */ KEYS_DIR ?? "", "secrets.env"));
    return { ...parseSecrets(file.toString("utf8")), ...process.env };
  } catch {
    return process.env;
  }
}

const cache = new Map<VariableName, unknown>();

function read(name: VariableName): unknown {
  if (!cache.has(name)) {
    const answer = parseVariable(name, readSource());
    if (!answer.ok) throw new Error(answer.refusal);
    cache.set(name, answer.value);
  }
  return cache.get(name);
}

const view = Object.defineProperties(
  {},
  Object.fromEntries(
    (Object.keys(variables) as VariableName[]).map((name) => [
      name,
      { enumerable: true, get: () => read(name) },
    ]),
  ),
) as Environment;

/** The environment; each variable is parsed when it is first asked for, and a wrong one thrown. */
export function environment(): Environment {
  return view;
}

/** Called first by each process: throws every mistake at once instead of the first one met. */
export function requireEnvironment(part: Part): Environment {
  const mistakes = environmentMistakes(readSource(), part);
  if (mistakes.length > 0) throw new Error(`The environment is not right.\n${mistakes.join("\n")}`);
  return view;
}
