import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { environment } from "@/lib/env";

/**
 * National and enterprise numbers at rest: AES-256-GCM (12-byte nonce ‖ 16-byte tag ‖ ciphertext),
 * with a keyed hash beside it, so that a number can be searched without being readable.
 */
const NONCE = 12;
const TAG = 16;

export function encryptNumber(number: string): Uint8Array<ArrayBuffer> {
  return encryptBytes(Buffer.from(number, "utf8"));
}

/** @throws when the bytes were changed or belong to another key. */
export function decryptNumber(bytes: Uint8Array): string {
  return Buffer.from(decryptBytes(bytes)).toString("utf8");
}

/** For what holds a number within, such as an evidence or an answer of the mailbox. */
export function encryptBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key("NUMBER_ENCRYPTION_KEY"), nonce);
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]));
}

/** @throws when the bytes were changed or belong to another key. */
export function decryptBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const decipher = createDecipheriv(
    "aes-256-gcm",
    key("NUMBER_ENCRYPTION_KEY"),
    bytes.subarray(0, NONCE),
  );
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return new Uint8Array(
    Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]),
  );
}

/** The key of the files in storage, derived from the same secret (HKDF-SHA-256, RFC 5869). */
export function fileKey(): Buffer {
  const secret = key("NUMBER_ENCRYPTION_KEY");
  return Buffer.from(hkdfSync("sha256", secret, "", "ebox-sender-portal/files/v1", 32));
}

/** HMAC-SHA-256 over the digits alone, 32 bytes. */
export function hashNumber(number: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", key("NUMBER_SEARCH_KEY")).update(number).digest());
}

function key(name: "NUMBER_ENCRYPTION_KEY" | "NUMBER_SEARCH_KEY"): Buffer {
  return Buffer.from(environment()[name], "base64");
}
