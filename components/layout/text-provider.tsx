import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { catalogues, type Section } from "@/lib/text/catalogue";
import { languageOf, locales, type Language } from "@/lib/text/languages";

/** What client leaves everywhere may say: buttons, counters, refusals, error pages. */
const everywhere: readonly Section[] = ["common", "errors", "refusals"];

/**
 * Hands client leaves the sentences of the named sections, and no more: the whole catalogue
 * would weigh more than the page. A page whose leaves speak of its noun wraps them in one.
 */
export async function TextProvider({
  sections = [],
  language,
  children,
}: {
  sections?: readonly Section[];
  /** Where the leaves speak another language than the page around them. */
  language?: Language;
  children: ReactNode;
}) {
  const spoken = language ?? languageOf(await getLocale());
  const sentences = catalogues[spoken];
  const wanted = [...everywhere, ...sections].map(
    (section) => [section, sentences[section]] as const,
  );
  return (
    <NextIntlClientProvider locale={locales[spoken]} messages={Object.fromEntries(wanted)}>
      {children}
    </NextIntlClientProvider>
  );
}
