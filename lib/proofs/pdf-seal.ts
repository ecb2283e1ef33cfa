import "server-only";
import { PDF, PdfArray, PdfDict, PdfStream, type TimestampAuthority } from "@libpdf/core";
import { ok, refuse, type Result } from "@/lib/result";
import type { Bytes } from "./bytes";
import { derSignature } from "./der-writer";
import type { SealingKey, Stamping } from "./jws";
import type { RevocationList } from "./revocation-list";

export type SealedPdf = {
  bytes: Bytes;
  /** Whether it carries a time stamp over the seal. With its lists it may be B-LT: see pdf-checks.ts. */
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
  lists: readonly RevocationList[] = [],
): Promise<Result<SealedPdf, Failure>> {
  const [certificate, ...certificateChain] = key.certificateChain;
  if (!certificate) throw new Error("A seal needs its certificate.");
  const stamping = stamp && keepFailure(stamp);
  const document = await PDF.load(pdf);
  if (lists.length > 0) addSecurityStore(document, key.certificateChain, lists);
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

/**
 * The document security store (EN 319 142-1 §5.4.2), before the seal and so under it: appended afterwards
 * it would be a revision that the seal does not cover. It has no VRI, which is named after a signature that
 * is not there yet, and which the standard leaves open.
 */
function addSecurityStore(
  document: PDF,
  certificates: readonly Bytes[],
  lists: readonly RevocationList[],
): void {
  const streams = (all: readonly Bytes[]) =>
    new PdfArray(all.map((bytes) => document.register(new PdfStream([], bytes))));
  const store = PdfDict.of({
    Certs: streams(certificates),
    CRLs: streams(lists.map(({ der }) => der)),
  });
  document.getCatalog().set("DSS", document.register(store));
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
