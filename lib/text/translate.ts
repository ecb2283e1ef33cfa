import {
  createTranslator,
  type Messages,
  type NamespaceKeys,
  type NestedKeyOf,
} from "use-intl/core";
import { catalogues } from "@/lib/text/catalogue";
import { formats } from "@/lib/text/formats";
import { type Language, locales, timeZone } from "@/lib/text/languages";

/**
 * Sentences outside React: letters, proofs, e-mails, the worker. The language is the
 * recipient's, so it is always passed and never read from a request.
 */
export function translator<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  language: Language,
  namespace: Namespace,
) {
  return createTranslator<Messages, Namespace>({
    locale: locales[language],
    messages: catalogues[language],
    namespace,
    formats,
    timeZone,
  });
}

/** The same over sentences whose parameters are too many kinds for the compiler to tell apart by code. */
export function plainTranslator(language: Language, messages: Readonly<Record<string, string>>) {
  return createTranslator({ locale: locales[language], messages, formats, timeZone });
}
