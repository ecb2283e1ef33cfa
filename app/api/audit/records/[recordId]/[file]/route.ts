import { downloadAuditRecord } from "@/lib/audit/trail/mutations";
import { auditFileRefSchema } from "@/lib/audit/trail/schema";
import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";

/** An audit record byte for byte, or the proof that it stands in the log. */
export const GET = route<{ recordId: string; file: string }>(
  "audit:prove",
  async (actor, _request, params) => {
    const ref = auditFileRefSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const handed = await downloadAuditRecord(actor, ref.data);
    return handed.ok ? download(handed.value) : problem(handed.refusal);
  },
);
