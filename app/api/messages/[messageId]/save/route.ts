import { fieldsOf, problem, route } from "@/lib/auth/gate";
import type { PersonActor } from "@/lib/auth/schema";
import { getDraft } from "@/lib/messages/data";
import * as mutations from "@/lib/messages/mutations";
import { lastSaveSchema, messageIdSchema, type LastSave } from "@/lib/messages/schema";

type Params = { messageId: string };

/** The last save of a page that is being left: browsers let only a plain request outlive its page. */
export const POST = route<Params>(
  "message:write",
  async (actor, request) => {
    const parsed = lastSaveSchema.safeParse(await request.json().catch(() => null));
    if (!parsed.success) return problem({ code: "invalid_input", fields: fieldsOf(parsed.error) });
    const saved = await save(actor, parsed.data);
    return saved.ok ? Response.json(saved.value) : problem(saved.refusal);
  },
  { write: true },
);

function save(actor: PersonActor, { part, input }: LastSave) {
  switch (part) {
    case "recipient":
      return mutations.saveRecipient(actor, input);
    case "text":
      return mutations.saveText(actor, input);
    case "payment":
      return mutations.savePayment(actor, input);
    case "replies":
      return mutations.saveReplies(actor, input);
    case "delivery":
      return mutations.saveDelivery(actor, input);
  }
}

/** The newest save, for a page that learned that its own is old. */
export const GET = route<Params>("message:write", async (actor, _request, { messageId }) => {
  const id = messageIdSchema.safeParse(messageId);
  const draft = id.success ? await getDraft(actor, id.data) : null;
  if (!draft) return problem({ code: "not_found" });
  return Response.json(
    { lockNumber: draft.lockNumber, savedAt: draft.savedAt },
    { headers: { "cache-control": "no-store" } },
  );
});
