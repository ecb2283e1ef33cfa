/** Whom one believes, and whether a seal or a time stamp comes from them. */
import {
  fingerprint,
  holderName,
  maySeal,
  parsePemCertificates,
  type Certificate,
} from "./certificate";
import { checkChain } from "./certificate-chain";
import { parseLogKey, type LogKey } from "./checkpoint";
import { parseWitnesses, type WitnessKey } from "./cosignature";
import { notChecked, proved, refused, type Check } from "./report";
import { checkTimestampChain, type TimestampToken } from "./timestamp-token";

/** Whom one believes. What is left out is not checked, the report says so, and nothing is whole. */
export type Trust = {
  /** PEM of the authorities whose seals count. */
  sealCa?: readonly string[];
  /** PEM of the authorities whose time stamps count. */
  timestampCa?: readonly string[];
  /** The verifier key line of the log. */
  logKey?: string;
  /** The lines of the keys that it had before. */
  olderLogKeys?: readonly string[];
  /** The verifier key lines of witnesses. */
  witnessKeys?: readonly string[];
};

/** The same, read. */
export type Anchors = {
  seal: Certificate[];
  timestamp: Certificate[];
  /** None: the log is not known. */
  logKeys: LogKey[];
  witnesses: WitnessKey[];
};

export async function readTrust({
  sealCa = [],
  timestampCa = [],
  logKey,
  olderLogKeys = [],
  witnessKeys = [],
}: Trust): Promise<Anchors> {
  const read = (pem: string) => {
    const certificates = parsePemCertificates(pem);
    if (!certificates?.length)
      throw new Error("An authority to trust is not a certificate that can be read.");
    return certificates;
  };
  const lines = logKey === undefined ? [] : [logKey, ...olderLogKeys];
  const keys = await Promise.all(lines.map((line) => parseLogKey(line.trim())));
  const logKeys = keys.filter((key) => key !== null);
  if (logKeys.length < lines.length)
    throw new Error("The log key to trust is not a verifier key line.");
  const lists = await Promise.all(witnessKeys.map(parseWitnesses));
  const witnesses = lists.filter((list) => list !== null).flat();
  if (lists.includes(null)) throw new Error("A witness to trust is not a verifier key line.");
  return {
    seal: sealCa.flatMap(read),
    timestamp: timestampCa.flatMap(read),
    logKeys,
    witnesses: witnesses.map(({ key }) => key),
  };
}

/** The chain at the time of the seal, and apart from it whether it ends at somebody one trusts. */
export async function checkSealer(
  file: string,
  seal: { certificate: Certificate; companions: readonly Certificate[]; at: Date },
  { seal: anchors }: Anchors,
): Promise<{ checks: Check[]; isTrusted: boolean }> {
  const { path, problem } = await checkChain({ ...seal, anchors });
  const detail = {
    ...(await describe(seal.certificate)),
    at: seal.at.toISOString(),
    root: await fingerprint(path.at(-1) ?? path[0]),
  };
  const untrusted = (...checks: Check[]) => ({ checks, isTrusted: false });
  if (!maySeal(seal.certificate))
    return untrusted(refused("seal_certificate", file, "certificate_not_for_seals", detail));
  if (problem === "chain_incomplete")
    return untrusted(notChecked("seal_certificate", file, problem, detail));
  const holds = proved("seal_certificate", file, detail);
  if (problem === "authority_untrusted")
    return untrusted(holds, refused("seal_trust", file, problem, detail));
  if (problem) return untrusted(refused("seal_certificate", file, problem, detail));
  if (anchors.length === 0)
    return untrusted(holds, notChecked("seal_trust", file, "trust_not_given", detail));
  return { checks: [holds, proved("seal_trust", file, detail)], isTrusted: true };
}

export async function checkStampTrust(
  file: string | null,
  token: TimestampToken,
  { timestamp: anchors }: Anchors,
): Promise<Check> {
  const { path, problem } = await checkTimestampChain(token, anchors);
  const root = await fingerprint(path.at(-1) ?? path[0]);
  const detail = { ...(await describeStamp(token)), root };
  if (problem && problem !== "chain_incomplete")
    return refused("stamp_trust", file, problem, detail);
  if (anchors.length > 0) return proved("stamp_trust", file, detail);
  return notChecked("stamp_trust", file, problem ?? "trust_not_given", detail);
}

export async function describe(certificate: Certificate) {
  return { holder: holderName(certificate), fingerprint: await fingerprint(certificate) };
}

export async function describeStamp(token: TimestampToken) {
  return {
    time: token.time.toISOString(),
    authority: holderName(token.authority),
    fingerprint: await fingerprint(token.authority),
  };
}
