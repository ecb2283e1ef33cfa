import { route, problem } from "@/lib/auth/gate";
import { streamedDownload } from "@/lib/download";
import { downloadBundleOrder } from "@/lib/proofs/bundles/mutations";
import { bundleOrderRefSchema } from "@/lib/proofs/bundles/schema";

/** The file of an order of bundles, once it is ready. */
export const GET = route<{ orderId: string }>("proof:read", async (actor, _request, params) => {
  const ref = bundleOrderRefSchema.safeParse(params);
  if (!ref.success) return problem({ code: "not_found" });
  const file = await downloadBundleOrder(actor, ref.data);
  return file.ok ? streamedDownload(file.value) : problem(file.refusal);
});
