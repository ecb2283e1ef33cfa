import "server-only";
import { compilePdf, type CompileRequest } from "@/lib/typst/compile";
import type { Bytes } from "../bytes";
import { paperFiles, paperRequest } from "../proof-document";
import { findingLayout, type FindingInput } from "./layout";

/**
 * The certificate as PDF/A-3a: tagged, and carrying the sealed statement, its proof, and the evidence that
 * it names. Not sealed yet.
 */
export async function renderFinding(input: FindingInput, timestamp: Date): Promise<Bytes> {
  return new Uint8Array(await compilePdf(findingRequest(input, timestamp)));
}

/** What the compiler is asked for. */
export function findingRequest(input: FindingInput, timestamp: Date): CompileRequest {
  const files = [
    { ...input.statement, mediaType: "application/jose+json", relationship: "data" as const },
    { ...input.logProof, mediaType: "text/plain", relationship: "supplement" as const },
    ...input.evidence.map((file) => ({ ...file, relationship: "supplement" as const })),
    ...paperFiles(input),
  ];
  return paperRequest("finding", findingLayout(input), files, timestamp);
}
