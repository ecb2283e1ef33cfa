/**
 * Issues X.509 certificates (RFC 5280) for keys that this installation makes for itself: the
 * embedded default of the seal, the mailbox clients, and the authorities that tests need. In
 * production, certificates come from a real authority and are laid in KEYS_DIR instead.
 */
import { webcrypto } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

export type CertificateKeyPair = {
  privateKey: webcrypto.CryptoKey;
  publicKey: webcrypto.CryptoKey;
};

/** Attribute types in the order they are written, with their values. */
export type DistinguishedName = ReadonlyArray<readonly [attribute: NameAttribute, value: string]>;

type NameAttribute = keyof typeof NAME_ATTRIBUTES;

const NAME_ATTRIBUTES = {
  country: "2.5.4.6",
  locality: "2.5.4.7",
  state: "2.5.4.8",
  organization: "2.5.4.10",
  organizationalUnit: "2.5.4.11",
  commonName: "2.5.4.3",
  surname: "2.5.4.4",
  organizationIdentifier: "2.5.4.97",
} as const;

/** Bits of KeyUsage (RFC 5280 §4.2.1.3), as the first octet of the bit string. */
const KEY_USAGE = { authority: 0x06, seal: 0xc0, client: 0x80 } as const;

const EXTENDED_KEY_USAGE = {
  timeStamping: "1.3.6.1.5.5.7.3.8",
  clientAuthentication: "1.3.6.1.5.5.7.3.2",
} as const;

export type CertificateOrder = {
  subject: DistinguishedName;
  publicKey: webcrypto.CryptoKey;
  issuer: {
    name: DistinguishedName;
    privateKey: webcrypto.CryptoKey;
    publicKey: webcrypto.CryptoKey;
  };
  notBefore: Date;
  years: number;
  usage: keyof typeof KEY_USAGE;
  extendedKeyUsage?: keyof typeof EXTENDED_KEY_USAGE;
};

export async function generateEcKeyPair(): Promise<CertificateKeyPair> {
  return webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
}

export async function generateRsaKeyPair(): Promise<CertificateKeyPair> {
  return webcrypto.subtle.generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: "SHA-256",
    },
    true,
    ["sign", "verify"],
  );
}

/** The DER of a new certificate, signed with SHA-256 by the issuer's key. */
export async function issueCertificate(order: CertificateOrder): Promise<Uint8Array> {
  const certificate = new pkijs.Certificate({ version: 2, serialNumber: randomSerialNumber() });
  certificate.subject = encodeName(order.subject);
  certificate.issuer = encodeName(order.issuer.name);
  certificate.notBefore.value = order.notBefore;
  certificate.notAfter.value = addYears(order.notBefore, order.years);
  await certificate.subjectPublicKeyInfo.importKey(order.publicKey);
  certificate.extensions = [
    basicConstraints(order.usage === "authority"),
    keyUsage(KEY_USAGE[order.usage]),
    ...(order.extendedKeyUsage ? [extendedKeyUsage(order.extendedKeyUsage)] : []),
    subjectKeyIdentifier(await keyIdentifier(order.publicKey)),
    authorityKeyIdentifier(await keyIdentifier(order.issuer.publicKey)),
  ];
  await certificate.sign(order.issuer.privateKey, "SHA-256");
  return new Uint8Array(certificate.toSchema(true).toBER(false));
}

export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

export async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return toPem("PRIVATE KEY", new Uint8Array(await webcrypto.subtle.exportKey("pkcs8", key)));
}

function randomSerialNumber(): asn1js.Integer {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // The first bit clear keeps the number positive, the second set keeps its encoding minimal.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return new asn1js.Integer({ valueHex: bytes.buffer });
}

/** Each attribute in a set of its own: the library would write one set with all of them. */
function encodeName(name: DistinguishedName): pkijs.RelativeDistinguishedNames {
  const sets = name.map(([attribute, value]) => {
    const type = new asn1js.ObjectIdentifier({ value: NAME_ATTRIBUTES[attribute] });
    const encoded =
      attribute === "country"
        ? new asn1js.PrintableString({ value })
        : new asn1js.Utf8String({ value });
    return new asn1js.Set({ value: [new asn1js.Sequence({ value: [type, encoded] })] });
  });
  const der = new asn1js.Sequence({ value: sets }).toBER(false);
  return new pkijs.RelativeDistinguishedNames({ schema: asn1js.fromBER(der).result });
}

function addYears(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

function basicConstraints(isAuthority: boolean): pkijs.Extension {
  const value = new pkijs.BasicConstraints(isAuthority ? { cA: true, pathLenConstraint: 0 } : {});
  return extension("2.5.29.19", true, value.toSchema().toBER(false));
}

function keyUsage(bits: number): pkijs.Extension {
  const unusedBits = Math.log2(bits & -bits);
  const value = new asn1js.BitString({ valueHex: new Uint8Array([bits]).buffer, unusedBits });
  return extension("2.5.29.15", true, value.toBER(false));
}

function extendedKeyUsage(purpose: keyof typeof EXTENDED_KEY_USAGE): pkijs.Extension {
  const value = new pkijs.ExtKeyUsage({ keyPurposes: [EXTENDED_KEY_USAGE[purpose]] });
  // RFC 3161 §2.3 asks time-stamping certificates to mark their only purpose as critical.
  return extension("2.5.29.37", purpose === "timeStamping", value.toSchema().toBER(false));
}

function subjectKeyIdentifier(identifier: ArrayBuffer): pkijs.Extension {
  const value = new asn1js.OctetString({ valueHex: identifier });
  return extension("2.5.29.14", false, value.toBER(false));
}

function authorityKeyIdentifier(identifier: ArrayBuffer): pkijs.Extension {
  const value = new pkijs.AuthorityKeyIdentifier({
    keyIdentifier: new asn1js.OctetString({ valueHex: identifier }),
  });
  return extension("2.5.29.35", false, value.toSchema().toBER(false));
}

function extension(extnID: string, critical: boolean, extnValue: ArrayBuffer): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue });
}

/** SHA-1 over the public key bits, method 1 of RFC 5280 §4.2.1.2: a name, not a protection. */
async function keyIdentifier(publicKey: webcrypto.CryptoKey): Promise<ArrayBuffer> {
  const info = new pkijs.PublicKeyInfo();
  await info.importKey(publicKey);
  return webcrypto.subtle.digest("SHA-1", info.subjectPublicKey.valueBlock.valueHexView);
}
