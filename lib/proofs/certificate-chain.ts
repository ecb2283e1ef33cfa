/**
 * Whose certificate it is: from issuer to issuer up to somebody one trusts (RFC 5280 §6). Each step
 * is taken by signature, because a name is anybody's to write into a certificate of their own.
 */
import { equalBytes } from "./bytes";
import { KEY_USAGE, readScheme, verifyWithCertificate, type Certificate } from "./certificate";

export type ChainProblem =
  /** A signature in the chain is wrong, or a certificate signs that may not. */
  | "chain_broken"
  /** Not valid at the time asked. */
  | "certificate_expired"
  /** Ends at none of the authorities one trusts. */
  | "authority_untrusted"
  /** Nobody was named to trust, and the chain's own end is missing. */
  | "chain_incomplete";

export type ChainReport = {
  /** From the certificate asked about up to the last issuer found. */
  path: [Certificate, ...Certificate[]];
  problem: ChainProblem | null;
};

type Path = ChainReport["path"];
type Step = (issuer: Certificate, certificatesBelow: number) => boolean;

const LONGEST_PATH = 8;
/** More than any real chain brings along; without an end, a file could keep one busy for hours. */
const MOST_COMPANIONS = 32;

/**
 * Finds the way from a certificate to an authority, as of a given time. With anchors it must end at
 * one of them, byte for byte; without, at an authority that came along, whose word is then all there
 * is. What came along and is no part of the way must still be signed by somebody known, so that
 * nothing in a file can change unseen.
 */
export async function checkChain(question: {
  certificate: Certificate;
  companions: readonly Certificate[];
  anchors: readonly Certificate[];
  at: Date;
}): Promise<ChainReport> {
  const { certificate, companions, anchors, at } = question;
  if (companions.length > MOST_COMPANIONS) return { path: [certificate], problem: "chain_broken" };
  const known = [...anchors, ...companions];
  const isSound: Step = (issuer, below) => mayIssue(issuer, below) && isValidAt(issuer, at);
  const soundPaths = await climb(certificate, known, isSound);
  const allPaths = await climb(certificate, known, () => true);
  const roots = await keepSelfSigned([certificate, ...known]);
  const endingAt = (paths: readonly Path[], ends: readonly Certificate[]) =>
    paths.find((path) => isAmong(ends, topOf(path)));
  const path = endingAt(soundPaths, anchors) ??
    // Nothing sound leads there: the way that does tells what is wrong with it.
    endingAt(allPaths, anchors) ??
    endingAt(soundPaths, roots) ??
    endingAt(allPaths, roots) ??
    allPaths.at(-1) ?? [certificate];
  const [, ...issuers] = path;
  const top = topOf(path);
  const isTrusted = isAmong(anchors, top);
  const isEnded = isTrusted || isAmong(roots, top);
  const isDisowned = !isEnded && [top, ...known].some((other) => isNamedAsIssuer(top, other));
  if (isDisowned || !issuers.every(mayIssue) || (await hasStray(companions, path, known))) {
    return { path, problem: "chain_broken" };
  }
  if (!path.every((member) => isValidAt(member, at))) {
    return { path, problem: "certificate_expired" };
  }
  if (anchors.length > 0 && !isTrusted) return { path, problem: "authority_untrusted" };
  return { path, problem: isEnded ? null : "chain_incomplete" };
}

/** The shortest way to each certificate that can be reached, itself first and nearer ones before. */
async function climb(
  certificate: Certificate,
  known: readonly Certificate[],
  mayFollow: Step,
): Promise<Path[]> {
  const paths: Path[] = [[certificate]];
  for (const path of paths) {
    if (path.length >= LONGEST_PATH) break;
    for (const issuer of known) {
      const isNew = !isAmong(paths.map(topOf), issuer);
      if (!isNew || !mayFollow(issuer, path.length - 1)) continue;
      if (await isSignedBy(topOf(path), issuer)) paths.push([...path, issuer]);
    }
  }
  return paths;
}

function topOf(path: Path): Certificate {
  return path.at(-1) ?? path[0];
}

function isAmong(certificates: readonly Certificate[], { der }: Certificate): boolean {
  return certificates.some((candidate) => equalBytes(candidate.der, der));
}

function isNamedAsIssuer({ issuer }: Certificate, { subject }: Certificate): boolean {
  return equalBytes(issuer, subject);
}

async function isSignedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const scheme = readScheme(certificate.signatureAlgorithm);
  if (!scheme || !isNamedAsIssuer(certificate, issuer)) return false;
  const { signed: data, signature } = certificate;
  return verifyWithCertificate(issuer, { data, signature, scheme });
}

async function keepSelfSigned(certificates: readonly Certificate[]): Promise<Certificate[]> {
  const answers = await Promise.all(
    certificates.map((candidate) => isSignedBy(candidate, candidate)),
  );
  return certificates.filter((_, index) => answers[index]);
}

async function hasStray(
  companions: readonly Certificate[],
  path: Path,
  known: readonly Certificate[],
): Promise<boolean> {
  const [, ...authorities] = path;
  for (const companion of companions) {
    if (
      isAmong(path, companion) ||
      authorities.some((member) => isCrossCertificate(member, companion))
    )
      continue;
    const answers = await Promise.all(known.map((issuer) => isSignedBy(companion, issuer)));
    if (!answers.includes(true)) return true;
  }
  return false;
}

/**
 * A member of the path as another authority certified it: authorities send such certificates along.
 * It differs in all but holder and key; a copy of the member with a bit turned over does not.
 */
function isCrossCertificate(member: Certificate, other: Certificate): boolean {
  return (
    equalBytes(member.subject, other.subject) &&
    equalBytes(member.publicKeyInfo.bytes, other.publicKeyInfo.bytes) &&
    !equalBytes(member.issuer, other.issuer) &&
    !equalBytes(member.serialNumber, other.serialNumber) &&
    !equalBytes(member.signature, other.signature)
  );
}

function mayIssue(issuer: Certificate, certificatesBelow: number): boolean {
  const { isAuthority, keyUsage, pathLength } = issuer;
  const maySign = keyUsage === null || (keyUsage & KEY_USAGE.certificateSign) !== 0;
  return isAuthority && maySign && (pathLength === null || certificatesBelow <= pathLength);
}

function isValidAt({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return at >= notBefore && at <= notAfter;
}
