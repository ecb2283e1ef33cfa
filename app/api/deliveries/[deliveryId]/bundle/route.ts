import { route, problem } from "@/lib/auth/gate";
import { streamedDownload } from "@/lib/download";
import { downloadBundle, prepareBundle } from "@/lib/proofs/bundles/mutations";
import { proofDocumentSchema } from "@/lib/proofs/documents/schema";

/**
 * Everything known of the delivery in one sealed file: `?language=` says in which language it speaks;
 * with `prepare` it is only made, so that a page can say so while it waits.
 */
export const GET = route<{ deliveryId: string }>("proof:read", async (actor, request, params) => {
  const { searchParams } = request.nextUrl;
  const ref = proofDocumentSchema.safeParse({ ...params, language: searchParams.get("language") });
  if (!ref.success) return problem({ code: "not_found" });
  if (searchParams.has("prepare")) {
    const prepared = await prepareBundle(actor, ref.data);
    return prepared.ok ? new Response(null, { status: 204 }) : problem(prepared.refusal);
  }
  const bundle = await downloadBundle(actor, ref.data);
  return bundle.ok ? streamedDownload(bundle.value) : problem(bundle.refusal);
});
