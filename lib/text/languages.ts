/** The languages of the interface and of letters, and how each is formatted in Belgium. */
export const languages = ["nl", "fr", "de", "en"] as const;
export type Language = (typeof languages)[number];

/**
 * BCP 47 tags: the region decides day-month order, 24-hour clock and number grouping. English is Britain's:
 * that of Belgium, in the Unicode tables, has a decimal comma in numbers and a point in amounts.
 */
export const locales = { nl: "nl-BE", fr: "fr-BE", de: "de-BE", en: "en-GB" } as const;
export type Locale = (typeof locales)[Language];

export const defaultLanguage: Language = "nl";
export const languageCookie = "portal-language";
export const timeZone = "Europe/Brussels";

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/** "nl-BE" → "nl". Takes any string because next-intl hands locales around as plain text. */
export function languageOf(locale: string): Language {
  const primary = locale.toLowerCase().split("-")[0];
  return isLanguage(primary) ? primary : defaultLanguage;
}

/**
 * The best of our languages for an Accept-Language header (RFC 9110, section 12.5.4).
 * A wildcard or an unknown language decides nothing: the default answers then.
 */
export function languageAccepted(header: string | null): Language {
  const ranges = (header ?? "").split(",").map((range, position) => {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter));
    const weight = Number(quality.find((match) => match !== null)?.[1] ?? 1);
    return { primary: tag.trim().split("-")[0], weight, position };
  });
  const best = ranges
    .filter((range) => range.weight > 0 && isLanguage(range.primary))
    .sort((a, b) => b.weight - a.weight || a.position - b.position)[0];
  return isLanguage(best?.primary) ? best.primary : defaultLanguage;
}

/** A cookie the person set wins over what the browser asks for. */
export function chooseLanguage(cookie: string | undefined, header: string | null): Language {
  return isLanguage(cookie) ? cookie : languageAccepted(header);
}
