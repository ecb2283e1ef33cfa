import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  generateEcKeyPair,
  generateRsaKeyPair,
  issueCertificate,
  type CertificateKeyPair,
  type CertificateOrder,
  type DistinguishedName,
} from "@/scripts/certificates";
import { parseCertificate, parsePemCertificates, type Certificate } from "./certificate";
import { checkChain } from "./certificate-chain";
import { makeTestKeys, type TestKeys } from "./fixtures";

const ROOT: DistinguishedName = [["commonName", "Root"]];
const notBefore = new Date("2026-01-01T00:00:00Z");
const at = new Date("2027-01-01T00:00:00Z");
const soon = new Date("2027-06-01T00:00:00Z");
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

  test("is not kept by whatever else came along unsigned", async () => {
    const [anchor, seal] = [await issueRoot(), await issue({})];
    const stranger = await generateEcKeyPair();
    const name: DistinguishedName = [["commonName", "Nobody"]];
    const stray = await issue({ issuer: { name, ...stranger } });
    expect(await problemOf(seal, [stray], [anchor])).toBe("chain_broken");
    // The authority itself, certified by an older one that did not come along.
    const cross = await issueRoot({ issuer: { name, ...stranger } });
    expect(await problemOf(seal, [cross], [anchor])).toBeNull();
    expect(await problemOf(seal, Array<Certificate>(40).fill(anchor), [anchor])).toBe(
      "chain_broken",
    );
  });

  test("finds its way among several authorities of one name", async () => {
    const other = await generateEcKeyPair();
    const namesake = await issueRoot({
      publicKey: other.publicKey,
      issuer: { name: ROOT, ...other },
    });
    const [anchor, seal] = [await issueRoot(), await issue({})];
    expect(await problemOf(seal, [namesake, anchor], [anchor])).toBeNull();
    expect(await problemOf(seal, [anchor], [namesake, anchor])).toBeNull();
    const ended = await issueRoot({ years: 1 });
    expect(await problemOf(seal, [ended, anchor], [ended, anchor], soon)).toBeNull();
    expect(await problemOf(seal, [ended], [ended], soon)).toBe("certificate_expired");
  });
});

describe("a forged chain", () => {
  let forger: CertificateKeyPair;
  let forgedRoot: Certificate;
  let forged: Certificate;
  let anchor: Certificate;
  beforeAll(async () => {
    forger = await generateEcKeyPair();
    const issuer = { name: ROOT, ...forger };
    forgedRoot = await issueRoot({ publicKey: forger.publicKey, issuer });
    forged = await issue({ issuer });
    anchor = await issueRoot();
  });

  test("does not end at the authority whose name it bears, wherever that one is laid", async () => {
    for (const companions of [
      [anchor, forgedRoot],
      [forgedRoot, anchor],
      [forgedRoot],
      [anchor, forgedRoot, anchor],
    ]) {
      expect(await problemOf(forged, companions, [anchor])).toBe("authority_untrusted");
    }
    expect(await problemOf(forged, [anchor], [anchor])).toBe("chain_broken");
    expect(await problemOf(forged, [], [anchor])).toBe("chain_broken");
  });

  test("does not pass through a certificate that may not issue", async () => {
    const holder: DistinguishedName = [["organization", "Holder of a seal"]];
    const seal = await issue({ subject: holder, publicKey: forger.publicKey });
    const issued = await issue({ issuer: { name: holder, ...forger } });
    expect(await problemOf(issued, [seal, anchor], [anchor])).toBe("chain_broken");
  });
});
