import "server-only";
import { PDF, type TimestampAuthority } from "@libpdf/core";
import type { Signer } from "@/lib/gateways/signer";
import type { TimestampClient, TimestampFailure } from "@/lib/gateways/timestamp";
import { ok, refuse, type Result } from "@/lib/result";
import type { Bytes } from "./bytes";

export type SealedPdf = {
  bytes: Bytes;
  /** PAdES baseline level (ETSI EN 319 142-1): B-T carries a time stamp over the seal. */
  level: "B-B" | "B-T";
};

/**
 * Room for the seal's certificates and the time stamp's. The library's own 12 KiB are too little
 * for a qualified chain; what is not used stays zero.
 */
const ESTIMATED_SIZE = 32 * 1024;
const FIELD_NAME = "Seal";

/**
 * Seals a PDF with one signature over all of it. Without a time-stamp client the seal is B-B; with
 * one, a time stamp that does not come is a refusal, never a lower level in silence.
 */
export async function sealPdf(
  pdf: Uint8Array,
  signer: Signer,
  timestamp: TimestampClient | null,
  at: Date,
): Promise<Result<SealedPdf, TimestampFailure>> {
  const [certificate, ...certificateChain] = signer.certificateChain;
  if (!certificate) throw new Error("A seal needs its certificate.");
  const stamping = timestamp && keepFailure(timestamp);
  const document = await PDF.load(pdf);
  try {
    const { bytes } = await document.sign({
      signer: {
        certificate,
        certificateChain,
        keyType: "EC",
        signatureAlgorithm: "ECDSA",
        sign: async (data) => derSignature(await signer.sign(data)),
      },
      signingTime: at,
      fieldName: FIELD_NAME,
      level: stamping ? "B-T" : "B-B",
      digestAlgorithm: "SHA-256",
      estimatedSize: ESTIMATED_SIZE,
      ...(stamping && { timestampAuthority: stamping.authority }),
    });
    return ok({ bytes: new Uint8Array(bytes), level: stamping ? "B-T" : "B-B" });
  } catch (error) {
    const failure = stamping?.failure();
    if (failure) return refuse(failure);
    throw error;
  }
}

/** The library only knows thrown errors: ours is kept beside, so that it comes back as a value. */
function keepFailure(client: TimestampClient) {
  let kept: TimestampFailure | null = null;
  const authority: TimestampAuthority = {
    timestamp: async (digest) => {
      const token = await client.stamp(digest);
      if (token.ok) return token.value;
      kept = token.refusal;
      throw new Error(token.refusal.code);
    },
  };
  return { authority, failure: () => kept };
}

/** From r ‖ s, as JOSE and PKCS#11 have it, to the pair of DER integers that CMS asks for. */
function derSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const body = [raw.subarray(0, half), raw.subarray(half)].flatMap(derInteger);
  return new Uint8Array([0x30, body.length, ...body]);
}

function derInteger(magnitude: Uint8Array): number[] {
  const start = magnitude.findIndex((byte) => byte !== 0);
  const minimal = [...magnitude.subarray(start < 0 ? magnitude.length - 1 : start)];
  const positive = (minimal[0] ?? 0) >= 0x80 ? [0, ...minimal] : minimal;
  return [0x02, positive.length, ...positive];
}
