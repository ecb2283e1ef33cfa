import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { catalogues, type Section } from "@/lib/text/catalogue";
import { languageOf } from "@/lib/text/languages";

/** What client leaves everywhere may say: buttons, counters, refusals, error pages. */
const everywhere: readonly Section[] = ["common", "errors", "refusals"];

/**
 * Hands client leaves the sentences of the named sections, and no more: the whole catalogue
 * would weigh more than the page. A page whose leaves speak of its noun wraps them in one.
 */
export async function TextProvider({
  sections = [],
  children,
}: {
  sections?: readonly Section[];
  children: ReactNode;
}) {
  const sentences = catalogues[languageOf(await getLocale())];
  const wanted = [...everywhere, ...sections].map(
    (section) => [section, sentences[section]] as const,
  );
  return (
    <NextIntlClientProvider messages={Object.fromEntries(wanted)}>
      {children}
    </NextIntlClientProvider>
  );
}
