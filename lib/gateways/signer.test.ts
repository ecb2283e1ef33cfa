import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureKeys } from "@/scripts/keys";
import { openLogSigner, openSealSigner } from "./signer";

const bytes = new TextEncoder().encode("what is signed");
let root: string;
const folder = (name: string) => join(root, name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "signer-"));
  for (const keysDir of [folder("ours"), folder("theirs")]) {
    const organisations = [{ enterpriseNumber: "0000000097", name: "Stad Maanrode" }];
    await ensureKeys({ keysDir, portalUrl: "https://portal.example", organisations });
  }
});
afterAll(() => rm(root, { recursive: true }));

describe("the seal's signer", () => {
  test("signs as r ‖ s, and its own certificate verifies it", async () => {
    const signer = await openSealSigner(folder("ours"));
    const signature = await signer.sign(bytes);
    expect(signature).toHaveLength(64);
    const key = new X509Certificate(signer.certificateChain[0]!).publicKey;
    expect(verify("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
    expect(signer.certificateChain).toHaveLength(2);
  });

  test("does not open with another key's certificate", async () => {
    await copyFile(
      join(folder("theirs"), "seal.chain.pem"),
      join(folder("ours"), "seal.chain.pem"),
    );
    await expect(openSealSigner(folder("ours"))).rejects.toThrow("not that of seal.key.pem");
  });

  test("does not open with a key of another kind", async () => {
    await copyFile(join(folder("theirs"), "log.key"), join(folder("theirs"), "seal.key.pem"));
    await expect(openSealSigner(folder("theirs"))).rejects.toThrow("P-256");
  });
});

describe("the log's signer", () => {
  test("signs under the log's name with Ed25519", async () => {
    const signer = await openLogSigner(folder("ours"));
    expect(signer.name).toBe("portal.example/log");
    const prefix = Buffer.from("302a300506032b6570032100", "hex");
    const der = Buffer.concat([prefix, signer.publicKey]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    expect(verify(null, bytes, key, await signer.sign(bytes))).toBe(true);
  });

  test("does not open with a key of another kind", async () => {
    await copyFile(join(folder("ours"), "seal.key.pem"), join(folder("theirs"), "log.key"));
    await expect(openLogSigner(folder("theirs"))).rejects.toThrow("Ed25519");
    await writeFile(join(folder("theirs"), "log.key"), "");
    await expect(openLogSigner(folder("theirs"))).rejects.toThrow();
  });
});
