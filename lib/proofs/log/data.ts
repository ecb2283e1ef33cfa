import "server-only";
import { encodeBase64 } from "@/lib/proofs/bytes";
import { fingerprint, holderName, parsePemCertificates } from "@/lib/proofs/certificate";
import { parseCheckpoint } from "@/lib/proofs/checkpoint";
import { getCheckpoint, getStampedCheckpoint, getTrust } from "@/lib/proofs/data";
import { parseTimestamp } from "@/lib/proofs/timestamp-token";

/** The newest checkpoint in a form to read. `stamped` is about an older one while a stamp is due. */
export type LogHead = {
  origin: string;
  size: number;
  /** Base64, as the checkpoint writes it. */
  root: string;
  /** The verifier key line. */
  key: string;
  stamped: { at: Date; size: number } | null;
  /** Whom a stranger has to trust besides the key, so that they can compare. */
  sealAuthorities: Authority[];
  stampAuthorities: Authority[];
};

/** SHA-256 of the certificate, in hexadecimal. */
export type Authority = { holder: string; fingerprint: string };

/** Whom a check at this portal believes: the files themselves, and their names and fingerprints. */
export type LogAnchors = {
  trust: Awaited<ReturnType<typeof getTrust>>;
  sealAuthorities: Authority[];
  stampAuthorities: Authority[];
};

/** Public. */
export async function getLogAnchors(): Promise<LogAnchors> {
  const trust = await getTrust();
  return {
    trust,
    sealAuthorities: await authoritiesOf(trust.sealCa),
    stampAuthorities: await authoritiesOf(trust.timestampCa),
  };
}

/** Public; null as long as nothing was sealed. */
export async function getLogHead(): Promise<LogHead | null> {
  const note = await getCheckpoint();
  if (!note) return null;
  const [stamped, { trust, ...authorities }] = await Promise.all([stampOf(), getLogAnchors()]);
  return { ...headOf(note), key: trust.logKey, stamped, ...authorities };
}

function authoritiesOf(pems: readonly string[]): Promise<Authority[]> {
  const certificates = pems.flatMap((pem) => parsePemCertificates(pem) ?? []);
  return Promise.all(
    certificates.map(async (certificate) => ({
      holder: holderName(certificate),
      fingerprint: await fingerprint(certificate),
    })),
  );
}

function headOf(note: Uint8Array): Pick<LogHead, "origin" | "size" | "root"> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) throw new Error("a stored checkpoint is not what was signed");
  const { origin, size, root } = parsed.value.checkpoint;
  return { origin, size, root: encodeBase64(root) };
}

async function stampOf(): Promise<LogHead["stamped"]> {
  const stamped = await getStampedCheckpoint();
  if (!stamped) return null;
  const token = await parseTimestamp(stamped.token);
  return token.ok ? { at: token.value.time, size: headOf(stamped.note).size } : null;
}
