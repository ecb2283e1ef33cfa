import "server-only";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  X509Certificate,
  type KeyObject,
} from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { environment } from "@/lib/env";
import { openTokenKey, type TokenSettings } from "./pkcs11";

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
  /** Ends what a token holds open; without it, it ends with the process. */
  readonly close?: () => void;
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
 * The seal: the certificates from `seal.chain.pem`, and their key from `seal.key.pem` or, where one is
 * configured, from a token; `name`: files of another name. Throws when they do not belong together.
 */
export async function openSealSigner(
  keysDir: string,
  name = "seal",
  token: TokenSettings | null = ownToken(),
): Promise<Signer> {
  const pem = token ? "" : await readFile(path.join(keysDir, `${name}.key.pem`));
  const chain = await readChain(path.join(keysDir, `${name}.chain.pem`));
  const [own] = chain;
  if (!own) throw new Error(`${name}.chain.pem holds no certificate`);
  const key = token
    ? await openTokenKey(token, own.publicKey)
    : openKeyFile(createPrivateKey(pem), own, name);
  const publicKey = own.publicKey.export({ format: "der", type: "spki" });
  return {
    keyId: createHash("sha256").update(publicKey).digest("hex"),
    algorithm: "ES256",
    certificateChain: chain.map(({ raw }) => new Uint8Array(raw)),
    ...key,
  };
}

/** Null where the seal's key is a file. Throws when only a part is configured. */
export function ownToken(): TokenSettings | null {
  const {
    SEAL_PKCS11_MODULE: module,
    SEAL_PKCS11_TOKEN: token,
    SEAL_PKCS11_KEY: key,
    SEAL_PKCS11_PIN_FILE: pinFile,
  } = environment();
  if (!module) return null;
  if (!token || !pinFile) {
    throw new Error("SEAL_PKCS11_MODULE asks for SEAL_PKCS11_TOKEN and SEAL_PKCS11_PIN_FILE");
  }
  return { module, token, pinFile, ...(key && { key }) };
}

async function readChain(file: string): Promise<X509Certificate[]> {
  const pem = await readFile(file, "utf8");
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

function openKeyFile(key: KeyObject, own: X509Certificate, name: string): Pick<Signer, "sign"> {
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
    throw new Error(`${name}.key.pem must hold a P-256 key`);
  }
  if (!own.checkPrivateKey(key)) {
    throw new Error(`the first certificate of ${name}.chain.pem is not that of ${name}.key.pem`);
  }
  return {
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
