import { openDraftFile } from "@/lib/attachments/data";
import { draftFileSchema } from "@/lib/attachments/schema";
import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";

/** A file of a draft, as its sender gave it. */
export const GET = route<{ messageId: string; attachmentId: string }>(
  "message:read",
  async (actor, _request, params) => {
    const ref = draftFileSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const file = await openDraftFile(actor, ref.data, "file");
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
