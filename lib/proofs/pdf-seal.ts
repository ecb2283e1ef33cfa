import "server-only";
import { PDF, type TimestampAuthority } from "@libpdf/core";
import { ok, refuse, type Result } from "@/lib/result";
import type { Bytes } from "./bytes";
import { derSignature } from "./der-writer";
import type { SealingKey, Stamping } from "./jws";

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
export async function sealPdf<Failure>(
  pdf: Uint8Array,
  key: SealingKey,
  stamp: Stamping<Failure> | null,
  at: Date,
): Promise<Result<SealedPdf, Failure>> {
  const [certificate, ...certificateChain] = key.certificateChain;
  if (!certificate) throw new Error("A seal needs its certificate.");
  const stamping = stamp && keepFailure(stamp);
  const document = await PDF.load(pdf);
  try {
    const { bytes } = await document.sign({
      signer: {
        certificate,
        certificateChain,
        keyType: "EC",
        signatureAlgorithm: "ECDSA",
        sign: async (data) => derSignature(await key.sign(new Uint8Array(data))),
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
    if (failure) return refuse(failure.kept);
    throw error;
  }
}

/** The library only knows thrown errors: ours is kept beside, so that it comes back as a value. */
function keepFailure<Failure>(stamp: Stamping<Failure>) {
  let failure: { kept: Failure } | null = null;
  const authority: TimestampAuthority = {
    timestamp: async (digest) => {
      const token = await stamp(digest);
      if (token.ok) return token.value;
      failure = { kept: token.refusal };
      throw new Error("The time stamp did not come.");
    },
  };
  return { authority, failure: () => failure };
}
