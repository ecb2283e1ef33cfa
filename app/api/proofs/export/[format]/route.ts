import { addressWith } from "@/lib/address";
import { exportOverview } from "@/lib/audit/overview/mutations";
import { overviewFilterSchema } from "@/lib/audit/overview/schema";
import { problem, problemOnPage, route } from "@/lib/auth/gate";
import { download } from "@/lib/download";
import { EXPORT_FORMATS } from "@/lib/spreadsheet/schema";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

/** The organisation's deliveries as they are filtered, or the sample of them, as a table. */
export const GET = route<{ format: string }>("audit:prove", async (actor, request, params) => {
  const format = EXPORT_FORMATS.find((each) => each === params.format);
  if (!format) return problem({ code: "not_found" });
  const filter = overviewFilterSchema.parse(Object.fromEntries(request.nextUrl.searchParams));
  const language = chooseLanguage(
    request.cookies.get(languageCookie)?.value,
    request.headers.get("accept-language"),
  );
  const made = await exportOverview(actor, { filter, format, language });
  if (made.ok) return download(made.value);
  return problemOnPage(
    request,
    made.refusal,
    addressWith("/proofs", { ...filter, order: made.refusal.code }),
  );
});
