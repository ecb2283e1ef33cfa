import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { messageIdSchema } from "@/lib/messages/schema";
import { returnFaults } from "@/lib/recipients/files/mutations";
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
    const file = await returnFaults(actor, id.data, language);
    return file.ok ? download(file.value) : problem(file.refusal);
  },
);
