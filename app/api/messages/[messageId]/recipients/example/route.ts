import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { messageIdSchema } from "@/lib/messages/schema";
import { makeExample } from "@/lib/recipients/files/mutations";

export const GET = route<{ messageId: string }>(
  "message:write",
  async (actor, request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    if (!id.success) return problem({ code: "not_found" });
    const example = await makeExample(actor, {
      messageId: id.data,
      format: request.nextUrl.searchParams.get("format") === "csv" ? "csv" : "xlsx",
    });
    return example.ok ? download(example.value) : problem(example.refusal);
  },
);
