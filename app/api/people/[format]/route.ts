import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { exportMembers } from "@/lib/members/mutations";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

/** Who may do what in the organisation, as a table. */
export const GET = route<{ format: string }>("people:manage", async (actor, request, params) => {
  const format = EXPORT_FORMATS.find((each) => each === params.format);
  if (!format) return problem({ code: "not_found" });
  const language = chooseLanguage(
    request.cookies.get(languageCookie)?.value,
    request.headers.get("accept-language"),
  );
  const made = await exportMembers(actor, { format, language });
  return made.ok ? download(made.value) : problem(made.refusal);
});
