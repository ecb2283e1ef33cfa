import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  generateEcKeyPair,
  issueCertificate,
  toPem,
  type CertificateOrder,
} from "@/scripts/certificates";
import {
  fingerprint,
  holderName,
  isSameHolder,
  maySeal,
  parseCertificate,
  parsePemCertificates,
  type Certificate,
} from "./certificate";
import { makeTestKeys, type TestKeys } from "./fixtures";

let keys: TestKeys;

beforeAll(async () => {
  keys = await makeTestKeys();
});
afterAll(() => keys.remove());

async function issue(order: Partial<CertificateOrder>): Promise<Certificate> {
  const pair = await generateEcKeyPair();
  const der = await issueCertificate({
    subject: [["organization", "Stad Maanrode"]],
    publicKey: pair.publicKey,
    issuer: { name: [["commonName", "Root"]], ...pair },
    notBefore: new Date("2026-01-01T00:00:00Z"),
    years: 3,
    usage: "seal",
    ...order,
  });
  const certificate = parseCertificate(new Uint8Array(der));
  if (!certificate) throw new Error("A certificate just issued cannot be read.");
  return certificate;
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

  test("seals when its key may sign documents, not when it is for authorities or connections", async () => {
    expect(maySeal(await issue({}))).toBe(true);
    expect(maySeal(await issue({ usage: "authority" }))).toBe(false);
    expect(maySeal(await issue({ extendedKeyUsage: "clientAuthentication" }))).toBe(false);
    expect(maySeal(await issue({ extendedKeyUsage: "timeStamping" }))).toBe(false);
  });

  test("names the same holder as a renewed one, and not as another's", async () => {
    const named = (number: string, commonName: string) =>
      issue({
        subject: [
          ["organizationIdentifier", number],
          ["commonName", commonName],
        ],
      });
    const own = await named("NTRBE-0000000097", "seal");
    expect(isSameHolder(own, await named("NTRBE-0000000097", "seal of 2029"))).toBe(true);
    expect(isSameHolder(own, await named("NTRBE-0000000196", "seal"))).toBe(false);
    expect(isSameHolder(own, await issue({}))).toBe(false);
  });

  test("of somebody who works there names them, not where they work", async () => {
    const subject = [
      ["organizationIdentifier", "NTRBE-0000000097"],
      ["organization", "Stad Maanrode"],
    ] as const;
    const clerk = await issue({ subject: [...subject, ["surname", "Willems"]] });
    expect(isSameHolder(await issue({ subject }), clerk)).toBe(false);
    expect(isSameHolder(clerk, await issue({ subject }))).toBe(false);
    expect(isSameHolder(clerk, clerk)).toBe(true);
  });
});
