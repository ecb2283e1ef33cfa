import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { downloadFinding } from "@/lib/proofs/findings/mutations";
import { findingFileSchema } from "@/lib/proofs/findings/schema";

/** A certificate of what the log contains, the sealed statement in it, or its proof in the log. */
export const GET = route<{ findingId: string; file: string }>(
  "audit:prove",
  async (actor, _request, params) => {
    const ref = findingFileSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const file = await downloadFinding(actor, ref.data);
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
