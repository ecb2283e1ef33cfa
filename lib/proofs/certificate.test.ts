import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  generateEcKeyPair,
  generateRsaKeyPair,
  issueCertificate,
  toPem,
  type CertificateKeyPair,
  type CertificateOrder,
  type DistinguishedName,
} from "@/scripts/certificates";
import {
  checkChain,
  fingerprint,
  holderName,
  parseCertificate,
  parsePemCertificates,
  type Certificate,
} from "./certificate";
import { makeTestKeys, type TestKeys } from "./fixtures";

const ROOT: DistinguishedName = [["commonName", "Root"]];
const notBefore = new Date("2026-01-01T00:00:00Z");
const at = new Date("2027-01-01T00:00:00Z");
const after = new Date("2032-01-01T00:00:00Z");

let root: CertificateKeyPair;
let leaf: CertificateKeyPair;
let keys: TestKeys;

beforeAll(async () => {
  [root, leaf, keys] = [await generateEcKeyPair(), await generateEcKeyPair(), await makeTestKeys()];
});
afterAll(() => keys.remove());

async function issue(order: Partial<CertificateOrder>): Promise<Certificate> {
  const der = await issueCertificate({
    subject: [["organization", "Stad Maanrode"]],
    publicKey: leaf.publicKey,
    issuer: { name: ROOT, ...root },
    notBefore,
    years: 3,
    usage: "seal",
    ...order,
  });
  const certificate = parseCertificate(new Uint8Array(der));
  if (!certificate) throw new Error("A certificate just issued cannot be read.");
  return certificate;
}

const issueRoot = (order: Partial<CertificateOrder> = {}) =>
  issue({ subject: ROOT, publicKey: root.publicKey, usage: "authority", years: 10, ...order });

async function problemOf(
  certificate: Certificate,
  companions: Certificate[],
  anchors: Certificate[],
  when = at,
) {
  return (await checkChain({ certificate, companions, anchors, at: when })).problem;
}

describe("a certificate", () => {
  test("tells its holder, its time and its fingerprint as openssl does", async () => {
    const [seal] =
      parsePemCertificates(toPem("CERTIFICATE", keys.signer.certificateChain[0]!)) ?? [];
    expect(seal && holderName(seal)).toBe("Stad Maanrode");
    expect(seal?.subjectAttributes["2.5.4.97"]).toBe("NTRBE-0000000097");
    expect(seal && (await fingerprint(seal))).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is refused when it is cut, longer, or empty", () => {
    const [der = new Uint8Array()] = keys.signer.certificateChain;
    expect(parseCertificate(der)).not.toBeNull();
    expect(parseCertificate(der.slice(0, -1))).toBeNull();
    expect(parseCertificate(new Uint8Array([...der, 0]))).toBeNull();
    expect(parseCertificate(new Uint8Array())).toBeNull();
  });

  test("in PEM is refused when its base64 is not strict", () => {
    expect(
      parsePemCertificates("-----BEGIN CERTIFICATE-----\nAAB\n-----END CERTIFICATE-----"),
    ).toBeNull();
    expect(parsePemCertificates("")).toEqual([]);
  });
});

describe("a chain", () => {
  test("holds to an authority that one trusts, or that came along", async () => {
    const [anchor, seal] = [await issueRoot(), await issue({})];
    expect(await problemOf(seal, [], [anchor])).toBeNull();
    expect(await problemOf(seal, [anchor], [anchor])).toBeNull();
    expect(await problemOf(seal, [anchor], [])).toBeNull();
  });

  test("holds with RSA keys too, as time-stamp authorities have them", async () => {
    const rsa = await generateRsaKeyPair();
    const issuer = { name: ROOT, ...rsa };
    const anchor = await issueRoot({ publicKey: rsa.publicKey, issuer });
    expect(await problemOf(await issue({ issuer }), [], [anchor])).toBeNull();
  });

  test("does not hold after its time, nor before it", async () => {
    const [anchor, seal] = [await issueRoot(), await issue({})];
    expect(await problemOf(seal, [], [anchor], after)).toBe("certificate_expired");
    expect(await problemOf(seal, [], [anchor], new Date(0))).toBe("certificate_expired");
  });

  test("is incomplete without its end, and untrusted with another's", async () => {
    const seal = await issue({});
    expect(await problemOf(seal, [], [])).toBe("chain_incomplete");
    const [stranger] = parsePemCertificates(keys.sealCaPem) ?? [];
    expect(await problemOf(seal, [await issueRoot()], stranger ? [stranger] : [])).toBe(
      "authority_untrusted",
    );
  });

  test("is broken by an issuer of the same name with another key", async () => {
    const other = await generateEcKeyPair();
    const impostor = await issueRoot({
      publicKey: other.publicKey,
      issuer: { name: ROOT, ...other },
    });
    expect(await problemOf(await issue({}), [], [impostor])).toBe("chain_broken");
  });

  test("is broken by an issuer that may not issue", async () => {
    const anchor = await issueRoot({ usage: "seal" });
    expect(await problemOf(await issue({}), [], [anchor])).toBe("chain_broken");
  });

  test("is broken by more steps than the authority allows", async () => {
    const [middle, last] = [await generateEcKeyPair(), await generateEcKeyPair()];
    const name: DistinguishedName = [["commonName", "Middle"]];
    const lastName: DistinguishedName = [["commonName", "Last"]];
    const authority = { usage: "authority", years: 5 } as const;
    const path = [
      await issue({ subject: name, publicKey: middle.publicKey, ...authority }),
      await issue({
        subject: lastName,
        publicKey: last.publicKey,
        issuer: { name, ...middle },
        ...authority,
      }),
    ];
    const seal = await issue({ issuer: { name: lastName, ...last } });
    expect(await problemOf(seal, path, [await issueRoot()])).toBe("chain_broken");
  });
});
