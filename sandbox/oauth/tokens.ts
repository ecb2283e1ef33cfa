/** Opaque access tokens: made by the token service, asked after by the resource services. */
import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { KeyValueLog } from "../key-value-log";

const grantSchema = z.object({
  clientId: z.string(),
  enterpriseNumber: z.string(),
  scopes: z.array(z.string()),
  jti: z.string(),
  /** Seconds since 1970. */
  issuedAt: z.number(),
  expiresAt: z.number(),
});

export type TokenGrant = z.infer<typeof grantSchema>;

export interface Tokens {
  issue(client: { clientId: string; enterpriseNumber: string; scopes: string[] }): {
    token: string;
    grant: TokenGrant;
  };
  /** What a living token allows; undefined for a token unknown, expired or revoked. */
  find(token: string): TokenGrant | undefined;
  revoke(token: string): void;
}

export function createTokens(store: KeyValueLog, lifetimeSeconds: number): Tokens {
  return {
    issue({ clientId, enterpriseNumber, scopes }) {
      const token = randomBytes(32).toString("base64url");
      const issuedAt = Math.floor(Date.now() / 1_000);
      const expiresAt = issuedAt + lifetimeSeconds;
      const grant = { clientId, enterpriseNumber, scopes, jti: randomUUID(), issuedAt, expiresAt };
      store.set(`token:${token}`, grant, expiresAt * 1_000);
      return { token, grant };
    },
    find(token) {
      const parsed = grantSchema.safeParse(store.get(`token:${token}`));
      return parsed.success ? parsed.data : undefined;
    },
    revoke: (token) => store.delete(`token:${token}`),
  };
}
