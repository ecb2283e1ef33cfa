import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { messageIdSchema } from "@/lib/messages/schema";
import { exportAnswers } from "@/lib/replies/answers/mutations";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

/** Everything that was answered to a message, as a table. */
export const GET = route<{ messageId: string; format: string }>(
  "delivery:read",
  async (actor, request, params) => {
    const id = messageIdSchema.safeParse(params.messageId);
    const format = EXPORT_FORMATS.find((each) => each === params.format);
    if (!id.success || !format) return problem({ code: "not_found" });
    const language = chooseLanguage(
      request.cookies.get(languageCookie)?.value,
      request.headers.get("accept-language"),
    );
    const made = await exportAnswers(actor, { messageId: id.data, format, language });
    return made.ok ? download(made.value) : problem(made.refusal);
  },
);
