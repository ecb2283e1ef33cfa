import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { messageIdSchema } from "@/lib/messages/schema";
import { listPaper } from "@/lib/messages/paper/mutations";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

export const GET = route<{ messageId: string }>(
  "message:write",
  async (actor, request, { messageId }) => {
    const id = messageIdSchema.safeParse(messageId);
    if (!id.success) return problem({ code: "not_found" });
    const language = chooseLanguage(
      request.cookies.get(languageCookie)?.value,
      request.headers.get("accept-language"),
    );
    const list = await listPaper(actor, { messageId: id.data, language });
    return list.ok ? download(list.value) : problem(list.refusal);
  },
);
