import { problem, route } from "@/lib/auth/gate";
import { noteHere } from "@/lib/messages/presence/mutations";
import { messageIdSchema } from "@/lib/messages/schema";

/** The heartbeat of an open draft; a page that beats is no sign of somebody being there. */
export const POST = route<{ messageId: string }>(
  "message:write",
  async (actor, _request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    if (!id.success) return problem({ code: "not_found" });
    const presence = await noteHere(actor, id.data);
    return presence.ok
      ? Response.json(presence.value, { headers: { "cache-control": "no-store" } })
      : problem(presence.refusal);
  },
  { write: true, live: true },
);
