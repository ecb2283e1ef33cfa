import { randomUUID } from "node:crypto";
import { problem, route } from "@/lib/auth/gate";
import { getDraft } from "@/lib/messages/data";
import { messageIdSchema } from "@/lib/messages/schema";

/** The form of somebody who is not there yet: it is saved under the id that it is given here. */
export const GET = route<{ messageId: string }>(
  "message:write",
  async (actor, _request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    const draft = id.success ? await getDraft(actor, id.data) : null;
    if (!draft) return problem({ code: "not_found" });
    const location = `/messages/${draft.id}/recipient/${randomUUID()}`;
    return new Response(null, { status: 303, headers: { location } });
  },
);
