import { openPersonalFile } from "@/lib/attachments/personal/data";
import { personalFileSchema } from "@/lib/attachments/personal/schema";
import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";

/** A file of a draft that one of its recipients gets alone. */
export const GET = route<{ messageId: string; fileId: string }>(
  "message:read",
  async (actor, _request, params) => {
    const ref = personalFileSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const file = await openPersonalFile(actor, ref.data);
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
