/**
 * Time-stamp tokens of RFC 3161: that some bytes existed at a time, told by an authority that is
 * not us.
 */
import { ok, refuse, type Result } from "@/lib/result";
import { equalBytes, type Bytes } from "./bytes";
import { TIME_STAMPING, maySign, readHash, type Certificate, type HashName } from "./certificate";
import { checkChain, type ChainReport } from "./certificate-chain";
import { parseCms, verifyCms, type CmsSignature } from "./cms";
import { TAG, readDer, readSmallInteger, readTime } from "./der";

export type TimestampToken = {
  time: Date;
  hash: HashName;
  imprint: Bytes;
  authority: Certificate;
  cms: CmsSignature;
  content: Bytes;
};

export type TimestampRefusal =
  | "timestamp_malformed"
  /** The authority's signature over the token is wrong. */
  | "timestamp_signature_wrong"
  /** The token is whole, but it is about other bytes. */
  | "timestamp_of_other_bytes";

const TST_INFO = "1.2.840.113549.1.9.16.1.4";

/** Takes a token apart. Its time is not to be believed before `verifyTimestamp` said so. */
export async function parseTimestamp(
  der: Bytes,
): Promise<Result<TimestampToken, TimestampRefusal>> {
  const cms = await parseCms(der);
  if (!cms.ok || cms.value.contentType !== TST_INFO || !cms.value.content) {
    return refuse("timestamp_malformed");
  }
  const { certificate, content } = cms.value;
  const [version, , messageImprint, , time] = readDer(content)?.children ?? [];
  const [algorithm, imprint] = messageImprint?.children ?? [];
  const hash = readHash(algorithm);
  const genTime = readTime(time);
  if (
    readSmallInteger(version) !== 1 ||
    imprint?.tag !== TAG.octetString ||
    !hash ||
    !genTime ||
    !isTimestampingCertificate(certificate)
  ) {
    return refuse("timestamp_malformed");
  }
  return ok({
    time: genTime,
    hash,
    imprint: imprint.content,
    authority: certificate,
    cms: cms.value,
    content,
  });
}

/** Parses a token and checks that its authority signed it and that it is about these bytes. */
export function verifyTimestamp(
  der: Bytes,
  bytes: Bytes,
): Promise<Result<TimestampToken, TimestampRefusal>> {
  return verifyToken(der, async (hash) => new Uint8Array(await crypto.subtle.digest(hash, bytes)));
}

/** The same where only the SHA-256 of what it is about is known. */
export function verifyTimestampOver(
  der: Bytes,
  digest: Uint8Array,
): Promise<Result<TimestampToken, TimestampRefusal>> {
  return verifyToken(der, (hash) => (hash === "SHA-256" ? digest : new Uint8Array()));
}

async function verifyToken(
  der: Bytes,
  digestBy: (hash: HashName) => Uint8Array | Promise<Uint8Array>,
): Promise<Result<TimestampToken, TimestampRefusal>> {
  const parsed = await parseTimestamp(der);
  if (!parsed.ok) return parsed;
  const token = parsed.value;
  if (await verifyCms(token.cms, token.content)) return refuse("timestamp_signature_wrong");
  const digest = await digestBy(token.hash);
  return equalBytes(digest, token.imprint) ? parsed : refuse("timestamp_of_other_bytes");
}

/** Whether the authority's certificate held at the very time that it told. */
export function checkTimestampChain(
  token: TimestampToken,
  anchors: readonly Certificate[],
): Promise<ChainReport> {
  const companions = token.cms.certificates.filter((other) => other !== token.authority);
  return checkChain({ certificate: token.authority, companions, anchors, at: token.time });
}

/** RFC 3161 §2.3: the one and critical purpose is time-stamping. */
function isTimestampingCertificate(certificate: Certificate): boolean {
  const { extendedKeyUsage } = certificate;
  return (
    maySign(certificate) &&
    extendedKeyUsage?.isCritical === true &&
    extendedKeyUsage.purposes.length === 1 &&
    extendedKeyUsage.purposes[0] === TIME_STAMPING
  );
}
