/**
 * X.509 certificates (RFC 5280) as far as proofs need them: who a seal or a stamp names, what a key
 * may be used for, and whether a signature was made with it.
 */
import {
  decodeBase64,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  equalBytes,
  sha256,
  type Bytes,
} from "./bytes";
import {
  TAG,
  contextTag,
  readBitString,
  readDer,
  readObjectIdentifier,
  readPlainAlgorithm,
  readSmallInteger,
  readTime,
  type DerNode,
} from "./der";

export type Certificate = {
  der: Bytes;
  /** The encoded names and number, as CMS refers to them. */
  issuer: Bytes;
  subject: Bytes;
  serialNumber: Bytes;
  /** Attribute values of the subject by dotted type, each type's last value. */
  subjectAttributes: Readonly<Record<string, string>>;
  notBefore: Date;
  notAfter: Date;
  publicKeyInfo: DerNode;
  isAuthority: boolean;
  pathLength: number | null;
  /** The first octet of KeyUsage; null when the certificate does not restrict its use. */
  keyUsage: number | null;
  extendedKeyUsage: { purposes: string[]; isCritical: boolean } | null;
  signed: Bytes;
  signatureAlgorithm: DerNode;
  signature: Bytes;
};

export const KEY_USAGE = { digitalSignature: 0x80, nonRepudiation: 0x40, certificateSign: 0x04 };
export const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

export const SUBJECT_ATTRIBUTE = {
  commonName: "2.5.4.3",
  organizationName: "2.5.4.10",
  organizationIdentifier: "2.5.4.97",
} as const;

/** By which a certificate names a person: surname, given name, pseudonym. */
const OF_A_PERSON = ["2.5.4.4", "2.5.4.42", "2.5.4.65"] as const;

const KNOWN_EXTENSIONS = {
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  certificatePolicies: "2.5.29.32",
  extendedKeyUsage: "2.5.29.37",
} as const;

/** Null for anything that is not exactly one strict certificate that could be checked. */
export function parseCertificate(der: Bytes): Certificate | null {
  const certificate = readDer(der);
  const [toBeSigned, signatureAlgorithm, signatureValue] = certificate?.children ?? [];
  const signature = readBitString(signatureValue);
  if (
    certificate?.tag !== TAG.sequence ||
    certificate.children.length !== 3 ||
    toBeSigned?.tag !== TAG.sequence ||
    !signatureAlgorithm ||
    !signature
  ) {
    return null;
  }
  const [version, serialNumber, algorithm, issuer, validity, subject, publicKeyInfo, ...rest] =
    toBeSigned.children;
  const notBefore = readTime(validity?.children[0]);
  const notAfter = readTime(validity?.children[1]);
  const extensions = readExtensions(rest.find(({ tag }) => tag === contextTag(3)));
  if (
    version?.tag !== contextTag(0) ||
    serialNumber?.tag !== TAG.integer ||
    !algorithm ||
    // The algorithm stands twice, once outside what is signed: they must not differ.
    !equalBytes(algorithm.bytes, signatureAlgorithm.bytes) ||
    !issuer ||
    !subject ||
    !publicKeyInfo ||
    !notBefore ||
    !notAfter ||
    !extensions
  ) {
    return null;
  }
  return {
    der,
    issuer: issuer.bytes,
    subject: subject.bytes,
    serialNumber: serialNumber.bytes,
    subjectAttributes: readName(subject),
    notBefore,
    notAfter,
    publicKeyInfo,
    ...extensions,
    signed: toBeSigned.bytes,
    signatureAlgorithm,
    signature,
  };
}

/** The certificates in a PEM text, in its order; null when one of them cannot be read. */
export function parsePemCertificates(pem: string): Certificate[] | null {
  const blocks = [
    ...pem.matchAll(
      /-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END CERTIFICATE-----/g,
    ),
  ];
  const certificates = blocks.map(([, body = ""]) => {
    const der = decodeBase64(body.replaceAll(/\s/g, ""));
    return der && parseCertificate(der);
  });
  return certificates.every((certificate) => certificate !== null) ? certificates : null;
}

/** RFC 7468: lines of 64 characters. */
export function formatPem(der: Uint8Array): string {
  const lines = encodeBase64(der).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** SHA-256 of the certificate, in hexadecimal, as browsers and openssl show it. */
export async function fingerprint(certificate: Certificate): Promise<string> {
  return encodeHex(await sha256(certificate.der));
}

/** The name that a person would call the certificate's holder by. */
export function holderName({ subjectAttributes }: Certificate): string {
  return (
    subjectAttributes[SUBJECT_ATTRIBUTE.organizationName] ??
    subjectAttributes[SUBJECT_ATTRIBUTE.commonName] ??
    ""
  );
}

/** Extended purposes that let a key sign documents. A key for TLS alone seals nothing. */
const SEALING_PURPOSES: readonly string[] = [
  // Any purpose.
  "2.5.29.37.0",
  // E-mail protection, which qualified seal certificates carry most often.
  "1.3.6.1.5.5.7.3.4",
  // Document signing: RFC 9336, Adobe's, Microsoft's.
  "1.3.6.1.5.5.7.3.36",
  "1.2.840.113583.1.1.5",
  "1.3.6.1.4.1.311.10.3.12",
];

/** Whether a certificate's key may sign at all, and not only connections. */
export function maySeal(certificate: Certificate): boolean {
  const purposes = certificate.extendedKeyUsage?.purposes;
  return (
    certificate.keyUsage !== null &&
    maySign(certificate) &&
    (!purposes || purposes.some((purpose) => SEALING_PURPOSES.includes(purpose)))
  );
}

/** False only when the certificate says so: one without a key usage restricts nothing. */
export function maySign({ keyUsage }: Certificate): boolean {
  const { digitalSignature, nonRepudiation } = KEY_USAGE;
  return keyUsage === null || (keyUsage & (digitalSignature | nonRepudiation)) !== 0;
}

/**
 * Whether two certificates name the same holder. Renewed certificates differ in their common name,
 * hardly ever in the organisation's number, which decides where both tell it. Somebody who works there
 * has its number in a certificate of their own, and is somebody else.
 */
export function isSameHolder(one: Certificate, other: Certificate): boolean {
  const identifierOf = ({ subjectAttributes }: Certificate) =>
    subjectAttributes[SUBJECT_ATTRIBUTE.organizationIdentifier];
  const isOfPerson = ({ subjectAttributes }: Certificate) =>
    OF_A_PERSON.some((attribute) => subjectAttributes[attribute] !== undefined);
  if (isOfPerson(one) || isOfPerson(other)) return equalBytes(one.subject, other.subject);
  const [first, second] = [identifierOf(one), identifierOf(other)];
  return first && second ? first === second : equalBytes(one.subject, other.subject);
}

/** Whether an issuer's key made a signature over these bytes. False for algorithms not known here. */
export async function verifyWithCertificate(
  { publicKeyInfo }: Certificate,
  { data, signature, scheme }: { data: Bytes; signature: Bytes; scheme: SignatureScheme },
): Promise<boolean> {
  try {
    const { hash } = scheme;
    if (scheme.kind === "ecdsa") {
      const curve = readCurve(publicKeyInfo);
      const rawSignature = curve && derToRawSignature(signature, curve.bytes);
      if (!rawSignature) return false;
      const algorithm = { name: "ECDSA", namedCurve: curve.name };
      const key = await importKey(publicKeyInfo, algorithm);
      return await crypto.subtle.verify({ name: "ECDSA", hash }, key, rawSignature, data);
    }
    const name = scheme.kind === "rsa" ? "RSASSA-PKCS1-v1_5" : "RSA-PSS";
    const key = await importKey(publicKeyInfo, { name, hash });
    const saltLength = scheme.kind === "rsa-pss" ? scheme.saltLength : 0;
    return await crypto.subtle.verify({ name, saltLength }, key, signature, data);
  } catch {
    // WebCrypto throws on keys that it cannot read: they have signed nothing.
    return false;
  }
}

export type HashName = "SHA-256" | "SHA-384" | "SHA-512";
export type SignatureScheme =
  | { kind: "ecdsa" | "rsa"; hash: HashName }
  | { kind: "rsa-pss"; hash: HashName; saltLength: number };

const HASHES: Readonly<Record<string, HashName>> = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  "1.2.840.10045.4.3.2": { kind: "ecdsa", hash: "SHA-256" },
  "1.2.840.10045.4.3.3": { kind: "ecdsa", hash: "SHA-384" },
  "1.2.840.10045.4.3.4": { kind: "ecdsa", hash: "SHA-512" },
  "1.2.840.113549.1.1.11": { kind: "rsa", hash: "SHA-256" },
  "1.2.840.113549.1.1.12": { kind: "rsa", hash: "SHA-384" },
  "1.2.840.113549.1.1.13": { kind: "rsa", hash: "SHA-512" },
};
const RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
const RSA_PSS = "1.2.840.113549.1.1.10";

/** Null for hashes that are not known, or no longer good enough. */
export function readHash(algorithm: DerNode | undefined): HashName | null {
  return HASHES[readPlainAlgorithm(algorithm) ?? ""] ?? null;
}

/** `digest` is the hash that CMS names beside an algorithm that does not name its own. */
export function readScheme(
  algorithm: DerNode | undefined,
  digest: HashName | null = null,
): SignatureScheme | null {
  const identifier = readObjectIdentifier(algorithm?.children[0]);
  if (identifier === RSA_PSS) return readPssScheme(algorithm?.children[1]);
  const plain = readPlainAlgorithm(algorithm);
  if (plain === RSA_ENCRYPTION) return digest && { kind: "rsa", hash: digest };
  const scheme = SCHEMES[plain ?? ""] ?? null;
  // RFC 5758 §3.2: ECDSA has no parameters, not even NULL.
  return scheme?.kind === "ecdsa" && algorithm?.children.length !== 1 ? null : scheme;
}

function readPssScheme(parameters: DerNode | undefined): SignatureScheme | null {
  const [hashField, maskField, saltField, ...rest] = parameters?.children ?? [];
  const hash = readHash(hashField?.children[0]);
  const saltLength = readSmallInteger(saltField?.children[0]);
  const tags = [hashField, maskField, saltField].map((field) => field?.tag);
  const isExpected = tags.every((tag, index) => tag === contextTag(index)) && rest.length === 0;
  return isExpected && hash && saltLength !== null ? { kind: "rsa-pss", hash, saltLength } : null;
}

function importKey(
  publicKeyInfo: DerNode,
  algorithm: EcKeyImportParams | RsaHashedImportParams,
): Promise<CryptoKey> {
  return crypto.subtle.importKey("spki", publicKeyInfo.bytes, algorithm, false, ["verify"]);
}

const CURVES: Readonly<Record<string, { name: string; bytes: number }>> = {
  "1.2.840.10045.3.1.7": { name: "P-256", bytes: 32 },
  "1.3.132.0.34": { name: "P-384", bytes: 48 },
  "1.3.132.0.35": { name: "P-521", bytes: 66 },
};

function readCurve(publicKeyInfo: DerNode): { name: string; bytes: number } | null {
  return CURVES[readObjectIdentifier(publicKeyInfo.children[0]?.children[1]) ?? ""] ?? null;
}

/** From the pair of integers in certificates and CMS to the r ‖ s of WebCrypto. */
function derToRawSignature(signature: Bytes, bytesEach: number): Bytes | null {
  const pair = readDer(signature);
  if (pair?.tag !== TAG.sequence || pair.children.length !== 2) return null;
  const raw = new Uint8Array(2 * bytesEach);
  for (const [position, { tag, content }] of pair.children.entries()) {
    const magnitude = content[0] === 0 ? content.subarray(1) : content;
    if (tag !== TAG.integer || (content[0] ?? 0x80) >= 0x80 || magnitude.length > bytesEach)
      return null;
    raw.set(magnitude, (position + 1) * bytesEach - magnitude.length);
  }
  return raw;
}

function readName(name: DerNode): Record<string, string> {
  const attributes = name.children.flatMap((set) => set.children);
  return Object.fromEntries(
    attributes.flatMap(({ children: [type, value] }) => {
      const identifier = readObjectIdentifier(type);
      const text = value && decodeUtf8(value.content);
      return identifier && text ? [[identifier, text]] : [];
    }),
  );
}

type ReadExtensions = Pick<
  Certificate,
  "isAuthority" | "pathLength" | "keyUsage" | "extendedKeyUsage"
>;

/** Null when a critical extension is not understood: RFC 5280 §4.2 then forbids to go on. */
function readExtensions(field: DerNode | undefined): ReadExtensions | null {
  const found: ReadExtensions = {
    isAuthority: false,
    pathLength: null,
    keyUsage: null,
    extendedKeyUsage: null,
  };
  for (const { children } of field?.children[0]?.children ?? []) {
    const identifier = readObjectIdentifier(children[0]);
    const isCritical = children.length === 3 && children[1]?.content[0] === 0xff;
    const octets = children.at(-1);
    const value = octets?.tag === TAG.octetString ? readDer(octets.content) : null;
    switch (identifier) {
      case KNOWN_EXTENSIONS.basicConstraints: {
        const [authority, pathLength] = value?.children ?? [];
        found.isAuthority = authority?.tag === TAG.boolean && authority.content[0] === 0xff;
        found.pathLength = readSmallInteger(pathLength);
        break;
      }
      case KNOWN_EXTENSIONS.keyUsage:
        found.keyUsage = value?.tag === TAG.bitString ? (value.content[1] ?? 0) : 0;
        break;
      case KNOWN_EXTENSIONS.extendedKeyUsage:
        found.extendedKeyUsage = {
          purposes: (value?.children ?? []).map((purpose) => readObjectIdentifier(purpose) ?? ""),
          isCritical,
        };
        break;
      case KNOWN_EXTENSIONS.certificatePolicies:
        break;
      default:
        if (isCritical || !identifier) return null;
    }
  }
  return found;
}
