/** The test authority's certificates: a root of its own and, under it, the certificate that signs time stamps. */
import { randomBytes, webcrypto } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const YEARS = 20;

const oids = {
  commonName: "2.5.4.3",
  organisation: "2.5.4.10",
  country: "2.5.4.6",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  timeStamping: "1.3.6.1.5.5.7.3.8",
} as const;

export interface Identity {
  certificate: pkijs.Certificate;
  privateKey: CryptoKey;
}

const pem = (label: string, bytes: ArrayBuffer): string => {
  const base64 = Buffer.from(bytes).toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
};

export function certificatePem(certificate: pkijs.Certificate): string {
  return pem("CERTIFICATE", certificate.toSchema().toBER());
}

/** Key first, certificate after it: one text, one file. */
export async function identityToPem({ certificate, privateKey }: Identity): Promise<string> {
  return (
    pem("PRIVATE KEY", await webcrypto.subtle.exportKey("pkcs8", privateKey)) +
    certificatePem(certificate)
  );
}

function derOf(text: string, label: string): ArrayBuffer {
  const match = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END`).exec(text);
  return Uint8Array.from(Buffer.from(match?.[1] ?? "", "base64")).buffer;
}

export async function identityFromPem(text: string): Promise<Identity> {
  const privateKey = await webcrypto.subtle.importKey(
    "pkcs8",
    derOf(text, "PRIVATE KEY"),
    CURVE,
    true,
    ["sign"],
  );
  return { certificate: pkijs.Certificate.fromBER(derOf(text, "CERTIFICATE")), privateKey };
}

/** Built from DER, one attribute per step of the name: pkijs itself would put all of them into one step. */
function makeName(commonName: string): pkijs.RelativeDistinguishedNames {
  const step = (type: string, value: asn1js.Utf8String | asn1js.PrintableString) =>
    new asn1js.Set({
      value: [
        new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: type }), value] }),
      ],
    });
  const name = new asn1js.Sequence({
    value: [
      step(oids.country, new asn1js.PrintableString({ value: "BE" })),
      step(oids.organisation, new asn1js.Utf8String({ value: "Sandbox, for tests only" })),
      step(oids.commonName, new asn1js.Utf8String({ value: commonName })),
    ],
  });
  return pkijs.RelativeDistinguishedNames.fromBER(name.toBER());
}

function extension(extnID: string, critical: boolean, value: asn1js.BaseBlock): pkijs.Extension {
  return new pkijs.Extension({
    extnID,
    critical,
    extnValue: value.toBER(false),
    parsedValue: value,
  });
}

function keyUsage(bits: number): pkijs.Extension {
  // Leading bits of one octet; trailing zeros are left out, as DER asks of named bits.
  let unusedBits = 0;
  while ((bits & (1 << unusedBits)) === 0) unusedBits += 1;
  return extension(
    oids.keyUsage,
    true,
    new asn1js.BitString({ valueHex: new Uint8Array([bits]).buffer, unusedBits }),
  );
}

const DIGITAL_SIGNATURE = 0b1000_0000;
const CERTIFICATE_AND_LIST_SIGN = 0b0000_0110;

async function keyIdentifier(publicKey: CryptoKey): Promise<ArrayBuffer> {
  const info = new pkijs.PublicKeyInfo();
  await info.importKey(publicKey);
  return webcrypto.subtle.digest("SHA-1", info.subjectPublicKey.valueBlock.valueHexView);
}

async function makeCertificate(options: {
  commonName: string;
  publicKey: CryptoKey;
  issuer?: Identity;
  signingKey: CryptoKey;
  extensions: pkijs.Extension[];
}): Promise<pkijs.Certificate> {
  const certificate = new pkijs.Certificate({ version: 2 });
  // A positive number: the first bit of an ASN.1 integer is its sign.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: Uint8Array.from(serial).buffer });
  certificate.subject = makeName(options.commonName);
  certificate.issuer = options.issuer?.certificate.subject ?? certificate.subject;
  certificate.notBefore.value = new Date(Date.now() - 24 * 3_600_000);
  const notAfter = new Date();
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS);
  certificate.notAfter.value = notAfter;
  await certificate.subjectPublicKeyInfo.importKey(options.publicKey);

  const ownIdentifier = new asn1js.OctetString({
    valueHex: await keyIdentifier(options.publicKey),
  });
  certificate.extensions = [
    ...options.extensions,
    extension(oids.subjectKeyIdentifier, false, ownIdentifier),
  ];
  if (options.issuer !== undefined) {
    const issuerKey = await options.issuer.certificate.getPublicKey();
    const authority = new pkijs.AuthorityKeyIdentifier({
      keyIdentifier: new asn1js.OctetString({ valueHex: await keyIdentifier(issuerKey) }),
    });
    certificate.extensions.push(
      extension(oids.authorityKeyIdentifier, false, authority.toSchema()),
    );
  }
  await certificate.sign(options.signingKey, "SHA-256");
  return certificate;
}

export async function makeAuthority(): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const constraints = new pkijs.BasicConstraints({ cA: true, pathLenConstraint: 0 });
  const certificate = await makeCertificate({
    commonName: "Sandbox Time-Stamp Root",
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    extensions: [
      extension(oids.basicConstraints, true, constraints.toSchema()),
      keyUsage(CERTIFICATE_AND_LIST_SIGN),
    ],
  });
  return { certificate, privateKey: keys.privateKey };
}

export async function makeStamper(issuer: Identity): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const usage = new pkijs.ExtKeyUsage({ keyPurposes: [oids.timeStamping] });
  const certificate = await makeCertificate({
    commonName: "Sandbox Time-Stamp Unit",
    publicKey: keys.publicKey,
    issuer,
    signingKey: issuer.privateKey,
    // RFC 3161, 2.3: this usage alone, and critical.
    extensions: [
      extension(oids.extendedKeyUsage, true, usage.toSchema()),
      keyUsage(DIGITAL_SIGNATURE),
    ],
  });
  return { certificate, privateKey: keys.privateKey };
}
