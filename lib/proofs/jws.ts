/**
 * The evidence file: a flattened JWS (RFC 7515 §7.2.2) as JAdES baseline B-B asks (ETSI TS 119
 * 182-1): ES256, the certificate chain, its digest and the claimed time in the protected header.
 * One record has exactly one file: every byte that could vary is refused unless canonical.
 */
import canonicalize from "canonicalize";
import { z } from "zod";
import { ok, refuse, type Result } from "@/lib/result";
import {
  decodeBase64,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64,
  encodeBase64Url,
  sha256,
  utf8,
  type Bytes,
} from "./bytes";
import { parseCertificate, type Certificate } from "./certificate";
import { parseCanonicalJson, readEvidence } from "./evidence";
import type { EvidenceRecord } from "./schema";

/** What seals: certificates leaf first, and ECDSA P-256 over SHA-256 as r ‖ s. */
export type SealingKey = {
  certificateChain: readonly Bytes[];
  sign: (bytes: Bytes) => Promise<Bytes>;
};

/** Gets a time-stamp token over a SHA-256 digest, or tells why not. */
export type Stamping<Failure> = (digest: Uint8Array) => Promise<Result<Bytes, Failure>>;

/** A sealed file, whatever record it is of. */
export type Sealed<Content> = {
  record: Content;
  /** What the leaf of the log is made from. */
  compact: string;
  /** The time that the seal claims; only a time stamp proves one. */
  claimedAt: Date;
  /** Leaf first. */
  certificates: [Certificate, ...Certificate[]];
  signingInput: Bytes;
  signature: Bytes;
  /** Time stamps that were added later, which are not looked into here. */
  laterStamps: number;
};
export type SealedEvidence = Sealed<EvidenceRecord>;

export type SealRefusal = "evidence_malformed" | "seal_malformed" | "seal_signature_wrong";

/** From the exact bytes that a seal covers to the record that they are. */
export type ReadPayload<Content, Refusal> = (payload: Bytes) => Result<Content, Refusal>;

const SIGNATURE_BYTES = 64;

const fileSchema = z.strictObject({
  payload: z.string(),
  protected: z.string(),
  signature: z.string(),
  /** Outside the seal and outside the log's leaf: time stamps may be added for the archive. */
  header: z.strictObject({ etsiU: z.array(z.string()).min(1) }).optional(),
});

const headerSchema = z.strictObject({
  alg: z.literal("ES256"),
  cty: z.literal("json"),
  /** Seconds since 1970. Since July 2025 JAdES takes this in place of `sigT`. */
  iat: z.int().nonnegative(),
  x5c: z.array(z.string()).min(1),
  "x5t#S256": z.string(),
});

/** Seals the exact bytes of an evidence; answers the exact bytes of its file. */
export async function sealEvidence(payload: Bytes, key: SealingKey, at: Date): Promise<Bytes> {
  return fileOfCompact(await sealCompact(payload, key, at));
}

/**
 * The same seal in its compact form, which the log's leaf is made from. Who seals thousands at once brings
 * a faster way to write base64url along.
 */
export async function sealCompact(
  payload: Bytes,
  key: SealingKey,
  at: Date,
  encode: (bytes: Bytes) => string = encodeBase64Url,
): Promise<string> {
  const input = `${await protectedHeader(key, at)}.${encode(payload)}`;
  return `${input}.${encodeBase64Url(await key.sign(utf8(input)))}`;
}

/** The bytes of the file of a seal: canonical, for base64url needs no escape. */
export function fileOfCompact(compact: string): Bytes {
  const [header, payload, signature] = compact.split(".");
  return utf8(
    `{"payload":"${payload ?? ""}","protected":"${header ?? ""}","signature":"${signature ?? ""}"}`,
  );
}

/** One key seals many in the same second, under the same header. */
const headers = new WeakMap<SealingKey, { iat: number; text: string }>();

async function protectedHeader(key: SealingKey, at: Date): Promise<string> {
  const [leaf] = key.certificateChain;
  if (!leaf) throw new Error("A seal needs its certificate.");
  const iat = Math.floor(at.getTime() / 1000);
  const known = headers.get(key);
  if (known?.iat === iat) return known.text;
  const header: z.infer<typeof headerSchema> = {
    alg: "ES256",
    cty: "json",
    iat,
    x5c: key.certificateChain.map(encodeBase64),
    "x5t#S256": encodeBase64Url(await sha256(leaf)),
  };
  const text = encodeBase64Url(utf8(canonicalize(header) ?? ""));
  headers.set(key, { iat, text });
  return text;
}

/** The compact form of the same JWS, which the log's leaf is made from. */
export function compactOf(file: Bytes): string {
  const parsed = fileSchema.parse(JSON.parse(decodeUtf8(file) ?? ""));
  return `${parsed.protected}.${parsed.payload}.${parsed.signature}`;
}

/** Takes an evidence file apart and checks its form; believes nothing yet. */
export function parseSealedEvidence(
  bytes: Uint8Array,
): Promise<Result<SealedEvidence, SealRefusal>> {
  return parseSealed(bytes, readEvidence);
}

async function parseSealed<Content, Refusal>(
  bytes: Uint8Array,
  read: ReadPayload<Content, Refusal>,
): Promise<Result<Sealed<Content>, Refusal | "seal_malformed">> {
  const file = fileSchema.safeParse(parseCanonicalJson(decodeUtf8(bytes) ?? ""));
  if (!file.success) return refuse("seal_malformed");
  const { payload, protected: protectedText, signature, header: later } = file.data;
  const header = readHeader(protectedText);
  const payloadBytes = decodeBase64Url(payload);
  const signatureBytes = decodeBase64Url(signature);
  const certificates = header?.x5c.map(readCertificate) ?? [];
  const [leaf, ...chain] = certificates.filter((certificate) => certificate !== null);
  if (
    !header ||
    !payloadBytes ||
    signatureBytes?.length !== SIGNATURE_BYTES ||
    !leaf ||
    chain.length + 1 !== certificates.length ||
    header["x5t#S256"] !== encodeBase64Url(await sha256(leaf.der))
  ) {
    return refuse("seal_malformed");
  }
  const record = read(payloadBytes);
  if (!record.ok) return record;
  return ok({
    record: record.value,
    compact: `${protectedText}.${payload}.${signature}`,
    claimedAt: new Date(header.iat * 1000),
    certificates: [leaf, ...chain],
    signingInput: utf8(`${protectedText}.${payload}`),
    signature: signatureBytes,
    laterStamps: later?.etsiU.length ?? 0,
  });
}

/** Parses an evidence file and checks the seal with the certificate that it names. */
export function verifySealedEvidence(
  bytes: Uint8Array,
): Promise<Result<SealedEvidence, SealRefusal>> {
  return verifySealed(bytes, readEvidence);
}

/** The same of another record that is sealed in the same way. */
export async function verifySealed<Content, Refusal>(
  bytes: Uint8Array,
  read: ReadPayload<Content, Refusal>,
): Promise<Result<Sealed<Content>, Refusal | "seal_malformed" | "seal_signature_wrong">> {
  const parsed = await parseSealed(bytes, read);
  if (!parsed.ok) return parsed;
  const { certificates, signingInput, signature } = parsed.value;
  const isSigned = await verifyEs256(certificates[0], signingInput, signature);
  return isSigned ? parsed : refuse("seal_signature_wrong");
}

async function verifyEs256(
  { publicKeyInfo }: Certificate,
  data: Bytes,
  signature: Bytes,
): Promise<boolean> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  try {
    const spki = publicKeyInfo.bytes;
    const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, data);
  } catch {
    // A certificate whose key is of another kind has sealed nothing.
    return false;
  }
}

function readHeader(text: string): z.infer<typeof headerSchema> | null {
  const bytes = decodeBase64Url(text);
  const header = headerSchema.safeParse(bytes && parseCanonicalJson(decodeUtf8(bytes) ?? ""));
  return header.success ? header.data : null;
}

function readCertificate(text: string): Certificate | null {
  const der = decodeBase64(text);
  return der && parseCertificate(der);
}
