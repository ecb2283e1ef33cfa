import { randomUUID } from "node:crypto";
import { problem, route } from "@/lib/auth/gate";
import { messageIdSchema } from "@/lib/messages/schema";

/** The form of somebody who is not there yet: it is saved under the id that it is given here. */
export const GET = route<{ messageId: string }>(
  "message:write",
  async (_actor, _request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    if (!id.success) return problem({ code: "not_found" });
    const location = `/messages/${id.data}/recipient/${randomUUID()}`;
    return new Response(null, { status: 303, headers: { location } });
  },
);
