import path from "node:path";
import { z } from "zod";

const schema = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3100),
  /** Where mail is received; 0: any port that is free, which GET /control/mail tells. */
  SANDBOX_MAIL_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  SANDBOX_HOST: z.string().min(1).default("127.0.0.1"),
  SANDBOX_DATA: z.string().min(1).default(".data/sandbox"),
  SANDBOX_REGISTRATIONS: z.string().min(1).optional(),
  /** A folder with seal-ca.pem and seal-ca.key.pem: the authority whose list of revoked seals is told. */
  SANDBOX_SEAL_AUTHORITY: z.string().min(1).optional(),
  /** Where others reach the sandbox; also the start of its issuer. Default: http://localhost:<port>. */
  SANDBOX_URL: z.url().optional(),
  SANDBOX_TOKEN_SECONDS: z.coerce.number().int().min(1).default(600),
  SANDBOX_MAXIMUM_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(50 * 1024 * 1024),
});

export interface Environment {
  port: number;
  mailPort: number;
  host: string;
  dataFolder: string;
  registrationsPath: string;
  sealAuthorityFolder?: string;
  publicUrl?: string;
  tokenSeconds: number;
  /** Largest request body, in bytes, before the answer is 413. */
  maximumBytes: number;
}

export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const parsed = schema.parse(source);
  const dataFolder = path.resolve(parsed.SANDBOX_DATA);
  return {
    port: parsed.SANDBOX_PORT,
    mailPort: parsed.SANDBOX_MAIL_PORT,
    host: parsed.SANDBOX_HOST,
    dataFolder,
    registrationsPath: parsed.SANDBOX_REGISTRATIONS ?? path.join(dataFolder, "registrations.json"),
    sealAuthorityFolder: parsed.SANDBOX_SEAL_AUTHORITY,
    publicUrl: parsed.SANDBOX_URL?.replace(/\/$/, ""),
    tokenSeconds: parsed.SANDBOX_TOKEN_SECONDS,
    maximumBytes: parsed.SANDBOX_MAXIMUM_BYTES,
  };
}
