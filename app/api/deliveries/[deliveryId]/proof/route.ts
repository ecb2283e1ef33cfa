import { route, problem } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { downloadProofDocument } from "@/lib/proofs/documents/mutations";
import { proofDocumentSchema } from "@/lib/proofs/documents/schema";

/** The sealed, readable proof of everything known of the delivery: `?language=` says in which language. */
export const GET = route<{ deliveryId: string }>("proof:read", async (actor, request, params) => {
  const ref = proofDocumentSchema.safeParse({
    ...params,
    language: request.nextUrl.searchParams.get("language"),
  });
  if (!ref.success) return problem({ code: "not_found" });
  const proof = await downloadProofDocument(actor, ref.data);
  return proof.ok ? download(proof.value) : problem(proof.refusal);
});
