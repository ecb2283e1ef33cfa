import { route, problem } from "@/lib/auth/gate";
import { openAttachment } from "@/lib/deliveries/mutations";
import { attachmentRefSchema } from "@/lib/deliveries/schema";
import { download } from "@/lib/download";

export const GET = route<{ deliveryId: string; attachmentId: string }>(
  "delivery:read",
  async (actor, _request, params) => {
    const ref = attachmentRefSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const file = await openAttachment(actor, ref.data);
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
