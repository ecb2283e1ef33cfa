import { createHash } from "node:crypto";

/** SHA-256 as the mailbox writes it: base64url without padding (RFC 4648, section 5). */
export function sha256Base64url(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

/** Senders differ in whether they keep the padding; the value is the same. */
export function isSameDigest(claimed: string, actual: string): boolean {
  return claimed.replace(/=+$/, "") === actual;
}
