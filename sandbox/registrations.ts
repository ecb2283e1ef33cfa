/** Who may sign in through the sandbox and who may call its services: a file the portal's start script writes. */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";

const schema = z.object({
  oidcClients: z
    .array(
      z.object({
        clientId: z.string().min(1),
        clientSecret: z.string().min(1),
        redirectUris: z.array(z.string()).min(1),
        postLogoutRedirectUris: z.array(z.string()).default([]),
        backchannelLogoutUri: z.string().optional(),
      }),
    )
    .default([]),
  mailboxClients: z
    .array(
      z.object({
        clientId: z.string().min(1),
        certificatePem: z.string().includes("BEGIN CERTIFICATE"),
        enterpriseNumber: z.string(),
        scopes: z.array(z.string()),
      }),
    )
    .default([]),
  /** Verifier key lines of the logs whose states the witness signs. */
  logKeys: z.array(z.string()).default([]),
});

export type Registrations = z.infer<typeof schema>;
export type OidcClient = Registrations["oidcClients"][number];
export type MailboxClient = Registrations["mailboxClients"][number];

/**
 * Answers what the file says now. It is read again only when its time of change moved; while it is
 * missing or half written, the last good reading stands.
 */
export function watchRegistrations(path: string): () => Registrations {
  let current: Registrations = { oidcClients: [], mailboxClients: [], logKeys: [] };
  let readAt: number | undefined;
  return () => {
    const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt === undefined || changedAt === readAt) return current;
    try {
      current = schema.parse(JSON.parse(readFileSync(path, "utf8")));
    } catch (error) {
      console.error(`sandbox: ${path} cannot be read: ${String(error)}`);
    }
    readAt = changedAt;
    return current;
  };
}
