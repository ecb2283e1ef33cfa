import { openDraftFile } from "@/lib/attachments/data";
import { draftFileSchema } from "@/lib/attachments/schema";
import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";

/** Its first page as a picture. */
export const GET = route<{ messageId: string; attachmentId: string }>(
  "message:write",
  async (actor, _request, params) => {
    const ref = draftFileSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const picture = await openDraftFile(actor, ref.data, "thumbnail");
    return picture.ok ? download(picture.value, "inline") : problem(picture.refusal);
  },
  { live: true },
);
