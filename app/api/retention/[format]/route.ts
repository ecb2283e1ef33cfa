import { problem, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { exportErasures } from "@/lib/retention/mutations";
import { erasureFilterSchema } from "@/lib/retention/schema";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

/** What would be erased until a day, as a table. */
export const GET = route<{ format: string }>("retention:manage", async (actor, request, params) => {
  const format = EXPORT_FORMATS.find((each) => each === params.format);
  if (!format) return problem({ code: "not_found" });
  const filter = erasureFilterSchema.parse(Object.fromEntries(request.nextUrl.searchParams));
  const language = chooseLanguage(
    request.cookies.get(languageCookie)?.value,
    request.headers.get("accept-language"),
  );
  const made = await exportErasures(actor, { filter, format, language });
  return made.ok ? download(made.value) : problem(made.refusal);
});
