/**
 * Signatures in CMS (RFC 5652) as PAdES and RFC 3161 use them: one signer, signed attributes, the
 * signer's certificate tied in (RFC 5035). Everything that a signature leaves unprotected must be
 * what we expect, or the whole is refused.
 */
import { ok, refuse, type Result } from "@/lib/result";
import { concatBytes, equalBytes, type Bytes } from "./bytes";
import {
  parseCertificate,
  readHash,
  readScheme,
  verifyWithCertificate,
  type Certificate,
  type HashName,
  type SignatureScheme,
} from "./certificate";
import {
  TAG,
  contextTag,
  readDer,
  readObjectIdentifier,
  readSmallInteger,
  type DerNode,
} from "./der";

export type CmsSignature = {
  certificate: Certificate;
  /** Whatever certificates came along, the signer's included. */
  certificates: Certificate[];
  contentType: string;
  /** The content that travels inside; null when the signature is detached. */
  content: Bytes | null;
  digest: HashName;
  scheme: SignatureScheme;
  messageDigest: Bytes;
  signedAttributes: Bytes;
  signature: Bytes;
  /** The signature time stamp of CAdES, when there is one. */
  timestampToken: Bytes | null;
};

export type CmsRefusal = "cms_malformed" | "cms_digest_wrong" | "cms_signature_wrong";

export const ID_DATA = "1.2.840.113549.1.7.1";
export const ID_SIGNED_DATA = "1.2.840.113549.1.7.2";

export const ATTRIBUTE = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  signatureTimestamp: "1.2.840.113549.1.9.16.2.14",
} as const;

const NONE: ReadonlyMap<string, DerNode> = new Map();

/** Takes a CMS signature apart and checks its form and that it names its signer's certificate. */
export async function parseCms(der: Bytes): Promise<Result<CmsSignature, CmsRefusal>> {
  const parts = readSignedData(der);
  const signer = parts && readSignerInfo(parts.signerInfo);
  if (!parts || !signer) return refuse("cms_malformed");
  const { contentType, content, certificates, digestAlgorithm, version } = parts;
  const certificate = certificates.find(
    ({ issuer, serialNumber }) =>
      equalBytes(issuer, signer.issuer) && equalBytes(serialNumber, signer.serialNumber),
  );
  const attributes = readAttributes(signer.signedAttributes);
  const unsigned = signer.unsignedAttributes ? readAttributes(signer.unsignedAttributes) : NONE;
  const messageDigest = attributes?.get(ATTRIBUTE.messageDigest);
  if (
    // RFC 5652 §5.1: 3 when the content is anything but plain data.
    version !== (contentType === ID_DATA ? 1 : 3) ||
    digestAlgorithm !== signer.digest ||
    !certificate ||
    readObjectIdentifier(attributes?.get(ATTRIBUTE.contentType)) !== contentType ||
    messageDigest?.tag !== TAG.octetString ||
    !attributes ||
    !(await namesCertificate(attributes, certificate)) ||
    !unsigned ||
    // Nothing protects an unsigned attribute but our knowing what it must be.
    [...unsigned.keys()].some((type) => type !== ATTRIBUTE.signatureTimestamp) ||
    (signer.unsignedAttributes && unsigned.size === 0)
  ) {
    return refuse("cms_malformed");
  }
  return ok({
    certificate,
    certificates,
    contentType,
    content,
    digest: signer.digest,
    scheme: signer.scheme,
    messageDigest: messageDigest.content,
    signedAttributes: signer.signedBytes,
    signature: signer.signature,
    timestampToken: unsigned.get(ATTRIBUTE.signatureTimestamp)?.bytes ?? null,
  });
}

/** Checks digest and signature over the content, which a detached signature is given from outside. */
export async function verifyCms(cms: CmsSignature, content: Bytes): Promise<CmsRefusal | null> {
  const digest = new Uint8Array(await crypto.subtle.digest(cms.digest, content));
  if (!equalBytes(digest, cms.messageDigest)) return "cms_digest_wrong";
  const { signedAttributes: data, signature, scheme } = cms;
  const isSigned = await verifyWithCertificate(cms.certificate, { data, signature, scheme });
  return isSigned ? null : "cms_signature_wrong";
}

function readSignedData(der: Bytes) {
  const contentInfo = readDer(der);
  const [type, wrapper] = contentInfo?.children ?? [];
  const signedData = wrapper?.children[0];
  if (
    readObjectIdentifier(type) !== ID_SIGNED_DATA ||
    contentInfo?.tag !== TAG.sequence ||
    contentInfo.children.length !== 2 ||
    wrapper?.tag !== contextTag(0) ||
    wrapper.children.length !== 1 ||
    signedData?.tag !== TAG.sequence ||
    // Exactly these five: a sixth would be revocation lists, which nothing here protects.
    signedData.children.length !== 5
  ) {
    return null;
  }
  const [version, digests, encapsulated, certificateSet, signerInfos] = signedData.children;
  const [contentType, contentWrapper] = encapsulated?.children ?? [];
  const certificates = (certificateSet?.children ?? []).map(({ bytes }) => parseCertificate(bytes));
  const content = readOctets(contentWrapper?.children[0]);
  if (
    digests?.tag !== TAG.set ||
    digests.children.length !== 1 ||
    encapsulated?.tag !== TAG.sequence ||
    encapsulated.children.length > 2 ||
    (contentWrapper &&
      (contentWrapper.tag !== contextTag(0) || contentWrapper.children.length !== 1 || !content)) ||
    certificateSet?.tag !== contextTag(0) ||
    !certificates.every((certificate) => certificate !== null) ||
    signerInfos?.tag !== TAG.set ||
    signerInfos.children.length !== 1
  ) {
    return null;
  }
  return {
    version: readSmallInteger(version),
    digestAlgorithm: readHash(digests.children[0]),
    contentType: readObjectIdentifier(contentType) ?? "",
    content,
    certificates,
    signerInfo: signerInfos.children[0],
  };
}

/**
 * The content of an octet string. RFC 5652 §5.1 lets the encapsulated one be written in pieces, as
 * some authorities do; each piece is under the digest all the same.
 */
function readOctets(node: DerNode | undefined): Bytes | null {
  if (node?.tag === TAG.octetString) return node.content;
  if (node?.tag !== TAG.octetStringInPieces || node.children.length === 0) return null;
  const isWhole = node.children.every(({ tag }) => tag === TAG.octetString);
  return isWhole ? concatBytes(...node.children.map(({ content }) => content)) : null;
}

function readSignerInfo(signerInfo: DerNode | undefined) {
  const [version, signerId, digestAlgorithm, signedAttributes, algorithm, signature, unsigned] =
    signerInfo?.children ?? [];
  const [issuer, serialNumber] = signerId?.children ?? [];
  const digest = readHash(digestAlgorithm);
  const scheme = readScheme(algorithm, digest);
  if (
    signerInfo?.tag !== TAG.sequence ||
    signerInfo.children.length > 7 ||
    // Version 1 says that the signer is named by issuer and serial number.
    readSmallInteger(version) !== 1 ||
    signerId?.tag !== TAG.sequence ||
    signerId.children.length !== 2 ||
    !issuer ||
    !serialNumber ||
    signedAttributes?.tag !== contextTag(0) ||
    signature?.tag !== TAG.octetString ||
    (unsigned && unsigned.tag !== contextTag(1)) ||
    !digest ||
    !scheme ||
    scheme.hash !== digest
  ) {
    return null;
  }
  return {
    issuer: issuer.bytes,
    serialNumber: serialNumber.bytes,
    digest,
    scheme,
    signature: signature.content,
    signedAttributes,
    // RFC 5652 §5.4: signed as a SET, though written with the tag of its place.
    signedBytes: concatBytes(new Uint8Array([TAG.set]), signedAttributes.bytes.subarray(1)),
    unsignedAttributes: unsigned ?? null,
  };
}

/** The single value of each attribute by type; null when a type comes twice or has several. */
function readAttributes(field: DerNode): Map<string, DerNode> | null {
  const attributes = new Map<string, DerNode>();
  for (const { tag, children } of field.children) {
    const [type, values] = children;
    const identifier = readObjectIdentifier(type);
    const value = values?.children[0];
    if (
      tag !== TAG.sequence ||
      children.length !== 2 ||
      !identifier ||
      attributes.has(identifier) ||
      values?.tag !== TAG.set ||
      values.children.length !== 1 ||
      !value
    ) {
      return null;
    }
    attributes.set(identifier, value);
  }
  return attributes;
}

/** RFC 5035: the first certificate that the signed attribute names, by digest, is the signer's. */
async function namesCertificate(
  attributes: ReadonlyMap<string, DerNode>,
  { der }: Certificate,
): Promise<boolean> {
  const [certId] = attributes.get(ATTRIBUTE.signingCertificateV2)?.children[0]?.children ?? [];
  if (certId) {
    const [first, second] = certId.children;
    const isDefault = first?.tag === TAG.octetString;
    const hash = isDefault ? "SHA-256" : readHash(first);
    const named = isDefault ? first : second;
    if (!hash || named?.tag !== TAG.octetString) return false;
    return equalBytes(named.content, new Uint8Array(await crypto.subtle.digest(hash, der)));
  }
  // RFC 2634's older attribute knows SHA-1 only; time-stamp authorities still write it.
  const [olderId] = attributes.get(ATTRIBUTE.signingCertificate)?.children[0]?.children ?? [];
  const olderHash = olderId?.children[0];
  if (olderHash?.tag !== TAG.octetString) return false;
  return equalBytes(olderHash.content, new Uint8Array(await crypto.subtle.digest("SHA-1", der)));
}
