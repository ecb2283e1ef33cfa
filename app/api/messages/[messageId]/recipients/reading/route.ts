import { problem, route } from "@/lib/auth/gate";
import { messageIdSchema } from "@/lib/messages/schema";
import { getReading } from "@/lib/recipients/files/data";

/** How far the reading of a draft's spreadsheet is. */
export const GET = route<{ messageId: string }>(
  "message:write",
  async (actor, _request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    const reading = id.success ? await getReading(actor, id.data) : null;
    return reading
      ? Response.json(reading, { headers: { "cache-control": "no-store" } })
      : problem({ code: "not_found" });
  },
  { live: true },
);
