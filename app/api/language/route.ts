import type { NextRequest } from "next/server";
import { isSameOrigin, problem, textOf } from "@/lib/auth/gate";
import { safeReturnPath } from "@/lib/auth/rules";
import { environment } from "@/lib/env";
import { readForm } from "@/lib/request-body";
import { isLanguage, languageCookie } from "@/lib/text/languages";

const oneYearInSeconds = 365 * 24 * 3600;

/** Remembers the language of the interface; a plain form gets sent back to where it stood. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request)) return problem({ code: "wrong_origin" });
  const form = await readForm(request);
  const language = textOf(form, "to");
  if (!isLanguage(language)) return problem({ code: "invalid_input" });

  const isScripted = request.headers.get("accept") === "application/json";
  return new Response(null, {
    status: isScripted ? 204 : 303,
    headers: {
      "cache-control": "no-store",
      "set-cookie": cookieOf(language),
      ...(isScripted ? {} : { location: backOf(request, textOf(form, "back")) }),
    },
  });
}

/** The page that sent the form, with its filters; without a Referer, the path the form carries. */
function backOf(request: NextRequest, back: string): string {
  const referrer = request.headers.get("referer");
  const sent = referrer !== null && URL.canParse(referrer) ? new URL(referrer) : null;
  const isOurs = sent?.origin === new URL(environment().PORTAL_URL).origin;
  return safeReturnPath(sent !== null && isOurs ? sent.pathname + sent.search : back);
}

function cookieOf(language: string): string {
  const secure = environment().PORTAL_URL.startsWith("https:") ? "; Secure" : "";
  return `${languageCookie}=${language}; Path=/; Max-Age=${oneYearInSeconds}; SameSite=Lax; HttpOnly${secure}`;
}
