import { listAttachments } from "@/lib/attachments/data";
import { problem, route } from "@/lib/auth/gate";
import { messageIdSchema } from "@/lib/messages/schema";

/** The documents page asks here while files are checked; that is no sign of somebody being there. */
export const GET = route<{ messageId: string }>(
  "message:write",
  async (actor, _request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    const attachments = id.success ? await listAttachments(actor, id.data) : null;
    if (!attachments) return problem({ code: "not_found" });
    return Response.json(attachments, { headers: { "cache-control": "no-store" } });
  },
  { live: true },
);
