import "server-only";
import { createHash, createPrivateKey, createPublicKey, sign, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The keys that only the worker holds. The seal's interface is the least that a key file, an HSM
 * behind PKCS#11 and a remote qualified seal have in common.
 */
export type Signer = {
  /** SHA-256 of the public key, in hexadecimal: tells keys apart in logs and settings. */
  readonly keyId: string;
  /** ECDSA over P-256 with SHA-256; signatures are r ‖ s, 64 bytes. */
  readonly algorithm: "ES256";
  /** DER, the signer's own certificate first. */
  readonly certificateChain: readonly Uint8Array<ArrayBuffer>[];
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;
};

/** Signs the log's checkpoints, and nothing else. */
export type LogSigner = {
  /** The log's name, which is also its checkpoints' origin. */
  readonly name: string;
  /** The 32 bytes of RFC 8032. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;
};

const ED25519_PUBLIC_KEY_BYTES = 32;

/** The seal from `seal.key.pem` and `seal.chain.pem`. Throws when they do not belong together. */
export async function openSealSigner(keysDir: string): Promise<Signer> {
  const key = createPrivateKey(await readFile(path.join(keysDir, "seal.key.pem")));
  const chainPem = await readFile(path.join(keysDir, "seal.chain.pem"), "utf8");
  const blocks = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const chain = blocks.map((block) => new X509Certificate(block));
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
    throw new Error("seal.key.pem must hold a P-256 key");
  }
  if (!chain[0]?.checkPrivateKey(key)) {
    throw new Error("the first certificate of seal.chain.pem is not that of seal.key.pem");
  }
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    keyId: createHash("sha256").update(publicKey).digest("hex"),
    algorithm: "ES256",
    certificateChain: chain.map(({ raw }) => new Uint8Array(raw)),
    sign: async (bytes) =>
      new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" })),
  };
}

/** The log's key from `log.key` and its name from `log.name`. */
export async function openLogSigner(keysDir: string): Promise<LogSigner> {
  const key = createPrivateKey(await readFile(path.join(keysDir, "log.key")));
  if (key.asymmetricKeyType !== "ed25519") throw new Error("log.key must hold an Ed25519 key");
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    name: (await readFile(path.join(keysDir, "log.name"), "utf8")).trim(),
    publicKey: new Uint8Array(publicKey.subarray(-ED25519_PUBLIC_KEY_BYTES)),
    sign: async (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}
