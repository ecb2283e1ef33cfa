import { route, problem } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { openReplyFile } from "@/lib/replies/mutations";
import { replyFileRefSchema } from "@/lib/replies/schema";

/** Always as a download: what a stranger sent is not opened within our own pages. */
export const GET = route<{ deliveryId: string; replyId: string; position: string }>(
  "delivery:read",
  async (actor, _request, params) => {
    const ref = replyFileRefSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const file = await openReplyFile(actor, ref.data);
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
