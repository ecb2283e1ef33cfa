import { execFile } from "node:child_process";
import { generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealDetached } from "@/lib/proofs/cms-seal";
import { evidencePayload } from "@/lib/proofs/evidence-writer";
import { makeFacts } from "@/lib/proofs/fixtures";
import { sealEvidence, verifySealedEvidence } from "@/lib/proofs/jws";
import { ensureKeys } from "@/scripts/keys";
import { makeTestToken, type TestToken } from "./fixtures";
import { openSealSigner } from "./signer";

const bytes = new TextEncoder().encode("what is sealed");
let root: string;
let token: TestToken;
const folder = (name: string) => join(root, name);
const organisations = [{ enterpriseNumber: "0000000097", name: "Stad Maanrode" }];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "token-"));
  token = await makeTestToken(root);
  for (const name of ["ours", "theirs"]) {
    const keysDir = folder(name);
    await ensureKeys({ keysDir, portalUrl: "https://portal.example", organisations });
  }
  await writeFile(join(root, "curve.pem"), pem("secp384r1"));
  await token.importKey(join(root, "curve.pem"), "another curve");
  await writeFile(join(root, "other.pem"), pem("prime256v1"));
  await token.importKey(join(root, "other.pem"), "other");
  await token.importKey(join(folder("ours"), "seal.key.pem"), "seal");
  await rm(join(folder("ours"), "seal.key.pem"));
});
afterAll(() => rm(root, { recursive: true }));

function pem(namedCurve: string): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve });
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

const open = (change: Partial<TestToken["settings"]> = {}, name = "ours") =>
  openSealSigner(folder(name), "seal", { ...token.settings, ...change });

function isOurs(signature: Uint8Array, certificate: Uint8Array): boolean {
  const key = new X509Certificate(certificate).publicKey;
  return verify("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, signature);
}

describe("a seal whose key is in a token", () => {
  test("signs as one whose key is a file, found by its certificate among other keys", async () => {
    const signer = await open();
    const signature = await signer.sign(bytes);
    expect(signature).toHaveLength(64);
    expect(isOurs(signature, signer.certificateChain[0] ?? new Uint8Array())).toBe(true);
    signer.close?.();
  });

  test("seals evidence and bundles that openssl and the verifier believe", async () => {
    const signer = await open();
    const [fact] = await makeFacts({ letter: bytes, attachment: bytes });
    if (!fact) throw new Error("There are no facts.");
    const at = new Date();
    const sealed = await verifySealedEvidence(
      await sealEvidence(evidencePayload(fact), signer, at),
    );
    expect(sealed.ok).toBe(true);
    const cms = await sealDetached(bytes, signer, null, at);
    if (!cms.ok) throw new Error("It was not sealed.");
    await writeFile(join(root, "manifest"), bytes);
    await writeFile(join(root, "manifest.p7s"), cms.value);
    const ca = join(folder("ours"), "seal-ca.pem");
    const check = ["cms", "-verify", "-inform", "DER", "-in", "manifest.p7s", "-binary"];
    const rest = ["-content", "manifest", "-CAfile", ca, "-out", "/dev/null"];
    await promisify(execFile)("openssl", [...check, ...rest], { cwd: root });
    signer.close?.();
  });

  test("signs many at once, each its own bytes", async () => {
    const signer = await open({ key: "seal" });
    const key = new X509Certificate(signer.certificateChain[0] ?? new Uint8Array()).publicKey;
    const texts = Array.from({ length: 500 }, (_, index) => new TextEncoder().encode(`${index}`));
    const signatures = await Promise.all(texts.map((text) => signer.sign(text)));
    const wrong = texts.filter((text, index) => {
      const signature = signatures[index] ?? new Uint8Array();
      return !verify("sha256", text, { key, dsaEncoding: "ieee-p1363" }, signature);
    });
    expect(wrong).toEqual([]);
    signer.close?.();
  });

  test("goes on after its process was lost", async () => {
    const signer = await open();
    const first = signer.sign(bytes);
    signer.close?.();
    await expect(first).rejects.toThrow("closed");
    const again = await signer.sign(bytes);
    expect(isOurs(again, signer.certificateChain[0] ?? new Uint8Array())).toBe(true);
    signer.close?.();
  });
});

describe("a token is refused with the reason", () => {
  test("when it holds no key of the certificate", async () => {
    await expect(open({}, "theirs")).rejects.toThrow("no P-256 key of the seal's certificate");
    await expect(open({ key: "other" })).rejects.toThrow("no P-256 key");
    await expect(open({ key: "another curve" })).rejects.toThrow("no P-256 key");
  });

  test("when it is not there, or its module is none", async () => {
    await expect(open({ token: "elsewhere" })).rejects.toThrow("there is no token elsewhere");
    await expect(open({ module: join(root, "pin") })).rejects.toThrow("the token's process ended");
  });

  test("when the PIN is wrong, with the number of the module's error", async () => {
    await writeFile(join(root, "wrong-pin"), "0000\n");
    await expect(open({ pinFile: join(root, "wrong-pin") })).rejects.toThrow("0xa0");
    await expect(open({ pinFile: join(root, "no-pin") })).rejects.toThrow("ENOENT");
  });
});
