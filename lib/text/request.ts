import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { catalogues } from "@/lib/text/catalogue";
import { formats } from "@/lib/text/formats";
import {
  chooseLanguage,
  languageCookie,
  languageOf,
  locales,
  timeZone,
} from "@/lib/text/languages";

/** Called by next-intl once per request; the plugin in next.config.js points here. */
const requestConfig = getRequestConfig(async ({ locale }) => {
  // A language of ours, or a locale of it, where a page asks for another than the reader's.
  const language = locale === undefined ? await languageOfRequest() : languageOf(locale);
  return { locale: locales[language], messages: catalogues[language], formats, timeZone };
});

export default requestConfig;

async function languageOfRequest() {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return chooseLanguage(jar.get(languageCookie)?.value, sent.get("accept-language"));
}
