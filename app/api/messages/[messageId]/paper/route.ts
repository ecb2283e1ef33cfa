import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { printLetters } from "@/lib/messages/paper/mutations";
import { messageIdSchema, printRunSchema } from "@/lib/messages/schema";

/** The letters of a message that go on paper, as a file for the printer. */
export const GET = route<{ messageId: string }>(
  "message:write",
  async (actor, request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    if (!id.success) return problem({ code: "not_found" });
    const run = printRunSchema.parse(request.nextUrl.searchParams.get("run"));
    const file = await printLetters(actor, { messageId: id.data, run });
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
