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

/**
 * The seal from `seal.key.pem` and `seal.chain.pem`, or from files of another name. Throws when they do
 * not belong together.
 */
export async function openSealSigner(keysDir: string, name = "seal"): Promise<Signer> {
  const key = createPrivateKey(await readFile(path.join(keysDir, `${name}.key.pem`)));
  const chainPem = await readFile(path.join(keysDir, `${name}.chain.pem`), "utf8");
  const blocks = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const chain = blocks.map((block) => new X509Certificate(block));
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
    throw new Error(`${name}.key.pem must hold a P-256 key`);
  }
  if (!chain[0]?.checkPrivateKey(key)) {
    throw new Error(`the first certificate of ${name}.chain.pem is not that of ${name}.key.pem`);
  }
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    keyId: createHash("sha256").update(publicKey).digest("hex"),
    algorithm: "ES256",
    certificateChain: chain.map(({ raw }) => new Uint8Array(raw)),
    // Away from the main thread: whoever seals thousands has other things to do meanwhile.
    sign: (bytes) =>
      new Promise((resolve, reject) => {
        sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, (error, signature) => {
          if (error) reject(error);
          else resolve(new Uint8Array(signature));
        });
      }),
  };
}

/** The log's key, from `log.key` unless another file is named, and its name from `log.name`. */
export async function openLogSigner(keysDir: string, file = "log.key"): Promise<LogSigner> {
  const key = createPrivateKey(await readFile(path.join(keysDir, file)));
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`${file} must hold an Ed25519 key`);
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    name: (await readFile(path.join(keysDir, "log.name"), "utf8")).trim(),
    publicKey: new Uint8Array(publicKey.subarray(-ED25519_PUBLIC_KEY_BYTES)),
    sign: async (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}
