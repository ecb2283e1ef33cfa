import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { makePreview } from "@/lib/messages/data";
import { askedLetterSchema } from "@/lib/messages/schema";

/** The PDF that the recipient would open if the message were sent now. */
export const GET = route<{ messageId: string }>(
  "message:read",
  async (actor, request, { messageId }) => {
    const preview = await makePreview(
      actor,
      messageId,
      "pdf",
      askedLetterSchema.parse(Object.fromEntries(request.nextUrl.searchParams)),
    );
    return preview.ok ? download(preview.value, "inline") : problem(preview.refusal);
  },
);
