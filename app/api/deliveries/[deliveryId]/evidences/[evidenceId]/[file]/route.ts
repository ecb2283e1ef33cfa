import { route, problem } from "@/lib/auth/gate";
import { downloadProof } from "@/lib/deliveries/mutations";
import { proofRefSchema } from "@/lib/deliveries/schema";
import { download } from "@/lib/download";

/** `evidence`, `log-proof` or `pdf`: the sealed evidence, its place in the log, the readable proof. */
export const GET = route<{ deliveryId: string; evidenceId: string; file: string }>(
  "proof:read",
  async (actor, _request, params) => {
    const ref = proofRefSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const file = await downloadProof(actor, ref.data);
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
