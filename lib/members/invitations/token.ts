import { createHash, randomBytes } from "node:crypto";

/** The secret of an invitation's link: 32 random bytes, base64url. Its SHA-256 alone is kept. */
export function newToken(): { token: string; hash: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashOf(token) };
}

export function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** Whether this can be one: anything else is not looked for. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

export function invitationLink(portalUrl: string, token: string): string {
  return new URL(`/invitations/${token}`, portalUrl).href;
}
