import { fieldsOf, problem, route } from "@/lib/auth/gate";
import { listRecentRecipients } from "@/lib/recipients/recent/data";
import { searchRecentSchema } from "@/lib/recipients/recent/schema";
import { readJson } from "@/lib/request-body";

/** A question with a name in it, and therefore a POST. */
export const POST = route(
  "message:write",
  async (actor, request) => {
    const input = searchRecentSchema.safeParse(await readJson(request));
    if (!input.success) return problem({ code: "invalid_input", fields: fieldsOf(input.error) });
    return Response.json(await listRecentRecipients(actor, input.data), {
      headers: { "cache-control": "no-store" },
    });
  },
  { write: true },
);
