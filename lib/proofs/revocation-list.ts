/**
 * Lists of revoked certificates (RFC 5280 §5), read as strictly as certificates are: what a sealed PDF
 * carries along so that, years later, it can still be told that nothing was revoked when it was sealed.
 */
import { encodeHex, equalBytes, type Bytes } from "./bytes";
import { readScheme, verifyWithCertificate, type Certificate } from "./certificate";
import {
  TAG,
  contextTag,
  readBitString,
  readDer,
  readObjectIdentifier,
  readSmallInteger,
  readTime,
  type DerNode,
} from "./der";

export type RevocationList = {
  der: Bytes;
  /** The name of the authority, as certificates write it. */
  issuer: Bytes;
  thisUpdate: Date;
  nextUpdate: Date;
  /** When each was revoked, by serial number in hexadecimal DER. */
  revoked: ReadonlyMap<string, Date>;
  signed: Bytes;
  signatureAlgorithm: DerNode;
  signature: Bytes;
};

/** RFC 5280 §5.1.2.1: version 2. */
const VERSION_2 = 1;
const KNOWN_EXTENSIONS: readonly string[] = [
  // Authority key identifier, CRL number.
  "2.5.29.35",
  "2.5.29.20",
];

/** Null for anything but one whole list, of all that its authority revoked, with an end. */
export function parseRevocationList(der: Bytes): RevocationList | null {
  const whole = readDer(der);
  const [list, signatureAlgorithm, signatureField, ...rest] = whole?.children ?? [];
  const signature = readBitString(signatureField);
  if (whole?.tag !== TAG.sequence || !list || !signatureAlgorithm || !signature || rest.length > 0)
    return null;
  const [version, algorithm, issuer, thisField, nextField, ...tail] = list.children;
  const thisUpdate = readTime(thisField);
  const nextUpdate = readTime(nextField);
  const [entries] = tail[0]?.tag === TAG.sequence ? tail : [undefined];
  const [extensions, ...more] = entries ? tail.slice(1) : tail;
  const revoked = readEntries(entries);
  if (
    readSmallInteger(version) !== VERSION_2 ||
    !algorithm ||
    !equalBytes(algorithm.bytes, signatureAlgorithm.bytes) ||
    issuer?.tag !== TAG.sequence ||
    !thisUpdate ||
    !nextUpdate ||
    !revoked ||
    more.length > 0 ||
    !areUnderstood(extensions)
  ) {
    return null;
  }
  return {
    der,
    issuer: issuer.bytes,
    thisUpdate,
    nextUpdate,
    revoked,
    signed: list.bytes,
    signatureAlgorithm,
    signature,
  };
}

function readEntries(entries: DerNode | undefined): Map<string, Date> | null {
  const revoked = new Map<string, Date>();
  for (const { children } of entries?.children ?? []) {
    const [serial, date] = children;
    const at = readTime(date);
    if (serial?.tag !== TAG.integer || !at) return null;
    revoked.set(encodeHex(serial.bytes), at);
  }
  return revoked;
}

/** A critical extension that is not known may say that the list is about a part alone. */
function areUnderstood(field: DerNode | undefined): boolean {
  if (!field) return true;
  if (field.tag !== contextTag(0)) return false;
  return (field.children[0]?.children ?? []).every(({ children }) => {
    const isCritical = children.length === 3 && children[1]?.content[0] === 0xff;
    return !isCritical || KNOWN_EXTENSIONS.includes(readObjectIdentifier(children[0]) ?? "");
  });
}

/** `unknown`: none of these lists is its authority's, of that time, and rightly signed. */
export type Standing = "good" | "revoked" | "unknown";

/** Whether a certificate was revoked at that time, as any of its authority's own lists tells. */
export async function standingOf(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  at: Date,
): Promise<Standing> {
  let standing: Standing = "unknown";
  for (const list of lists) {
    if (!equalBytes(list.issuer, issuer.subject) || !(await isSignedBy(list, issuer))) continue;
    if (at < list.thisUpdate || at >= list.nextUpdate) continue;
    const revokedAt = list.revoked.get(encodeHex(certificate.serialNumber));
    if (revokedAt && revokedAt <= at) return "revoked";
    // A newer list may know better.
    standing = "good";
  }
  return standing;
}

function isSignedBy(list: RevocationList, issuer: Certificate): Promise<boolean> {
  const scheme = readScheme(list.signatureAlgorithm);
  const { signed: data, signature } = list;
  return scheme
    ? verifyWithCertificate(issuer, { data, signature, scheme })
    : Promise.resolve(false);
}

/** The worst of all that a way to an authority leads over; the authority at its end answers for itself. */
export async function standingOfPath(
  path: readonly Certificate[],
  lists: readonly RevocationList[],
  at: Date,
): Promise<Standing> {
  let worst: Standing = "good";
  for (const [index, certificate] of path.entries()) {
    const issuer = path[index + 1];
    if (!issuer) break;
    const standing = await standingOf(certificate, issuer, lists, at);
    if (standing === "revoked") return standing;
    if (standing === "unknown") worst = standing;
  }
  return worst;
}
