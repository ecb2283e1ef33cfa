import { addressWith } from "@/lib/address";
import { exportTrail } from "@/lib/audit/trail/mutations";
import { auditFilterSchema } from "@/lib/audit/trail/schema";
import { problem, problemOnPage, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

/** The audit trail as it is filtered, as a table. */
export const GET = route<{ format: string }>("audit:read", async (actor, request, params) => {
  const format = EXPORT_FORMATS.find((each) => each === params.format);
  if (!format) return problem({ code: "not_found" });
  const filter = auditFilterSchema.parse(Object.fromEntries(request.nextUrl.searchParams));
  const language = chooseLanguage(
    request.cookies.get(languageCookie)?.value,
    request.headers.get("accept-language"),
  );
  const made = await exportTrail(actor, { filter, format, language });
  if (made.ok) return download(made.value);
  return problemOnPage(
    request,
    made.refusal,
    addressWith("/audit", { ...filter, refused: made.refusal.code }),
  );
});
