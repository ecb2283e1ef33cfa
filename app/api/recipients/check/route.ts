import { fieldsOf, problem, route } from "@/lib/auth/gate";
import { checkBoxSchema } from "@/lib/messages/schema";
import { readJson } from "@/lib/request-body";
import { checkBox } from "@/lib/recipients/mutations";

export const POST = route(
  "message:write",
  async (actor, request) => {
    const input = checkBoxSchema.safeParse(await readJson(request));
    if (!input.success) return problem({ code: "invalid_input", fields: fieldsOf(input.error) });
    const checked = await checkBox(actor, input.data);
    return checked.ok
      ? Response.json(checked.value, { headers: { "cache-control": "no-store" } })
      : problem(checked.refusal);
  },
  { write: true },
);
