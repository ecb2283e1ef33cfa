/**
 * Seals bytes that lie elsewhere with a detached CMS signature, as CAdES baseline asks (ETSI EN 319
 * 122-1): content type, digest, claimed time and the sealer's certificate are signed with it.
 */
import { ok, type Result } from "@/lib/result";
import { sha256, type Bytes } from "./bytes";
import { parseCertificate } from "./certificate";
import { ATTRIBUTE, ID_DATA, ID_SIGNED_DATA } from "./cms";
import { TAG, contextTag } from "./der";
import {
  derObjectIdentifier,
  derSetOf,
  derSignature,
  derSmallInteger,
  derUtcTime,
  derValue,
} from "./der-writer";
import type { SealingKey, Stamping } from "./jws";

const SHA256 = "2.16.840.1.101.3.4.2.1";
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const SIGNING_TIME = "1.2.840.113549.1.9.5";

/**
 * The DER of the signature over `content`. Without a time-stamp client it is B-B; with one it is B-T,
 * and a stamp that does not come is a refusal, never a lower level in silence.
 */
export async function sealDetached<Failure>(
  content: Bytes,
  key: SealingKey,
  stamp: Stamping<Failure> | null,
  at: Date,
): Promise<Result<Bytes, Failure>> {
  const [leaf] = key.certificateChain;
  const certificate = leaf && parseCertificate(new Uint8Array(leaf));
  if (!certificate) throw new Error("A seal needs its certificate.");
  const attributes = await signedAttributes(content, certificate.der, at);
  const raw = await key.sign(derSetOf(TAG.set, attributes));
  const token = stamp && (await stamp(await sha256(derSignature(raw))));
  if (token && !token.ok) return token;
  const signerInfo = derValue(
    TAG.sequence,
    derSmallInteger(1),
    derValue(TAG.sequence, certificate.issuer, certificate.serialNumber),
    algorithm(SHA256),
    derSetOf(contextTag(0), attributes),
    algorithm(ECDSA_WITH_SHA256),
    derValue(TAG.octetString, derSignature(raw)),
    ...(token
      ? [derSetOf(contextTag(1), [attribute(ATTRIBUTE.signatureTimestamp, token.value)])]
      : []),
  );
  return ok(
    derValue(
      TAG.sequence,
      derObjectIdentifier(ID_SIGNED_DATA),
      derValue(
        contextTag(0),
        derValue(
          TAG.sequence,
          derSmallInteger(1),
          derSetOf(TAG.set, [algorithm(SHA256)]),
          derValue(TAG.sequence, derObjectIdentifier(ID_DATA)),
          derSetOf(contextTag(0), key.certificateChain),
          derSetOf(TAG.set, [signerInfo]),
        ),
      ),
    ),
  );
}

async function signedAttributes(content: Bytes, certificate: Bytes, at: Date): Promise<Bytes[]> {
  // ESSCertIDv2 without an algorithm means SHA-256 (RFC 5035 §4).
  const certId = derValue(TAG.sequence, derValue(TAG.octetString, await sha256(certificate)));
  return [
    attribute(ATTRIBUTE.contentType, derObjectIdentifier(ID_DATA)),
    attribute(SIGNING_TIME, derUtcTime(at)),
    attribute(ATTRIBUTE.messageDigest, derValue(TAG.octetString, await sha256(content))),
    attribute(
      ATTRIBUTE.signingCertificateV2,
      derValue(TAG.sequence, derValue(TAG.sequence, certId)),
    ),
  ];
}

function attribute(type: string, value: Uint8Array): Bytes {
  return derValue(TAG.sequence, derObjectIdentifier(type), derSetOf(TAG.set, [value]));
}

function algorithm(identifier: string): Bytes {
  return derValue(TAG.sequence, derObjectIdentifier(identifier));
}
