import { expect, test, vi } from "vitest";
import { catalogues } from "@/lib/text/catalogue";
import { languages, locales, type Locale } from "@/lib/text/languages";

const reader = vi.hoisted(() => ({ cookie: undefined as string | undefined, accepts: "fr-BE" }));
vi.mock("next/headers", () => ({
  cookies: () =>
    Promise.resolve({ get: () => (reader.cookie ? { value: reader.cookie } : undefined) }),
  headers: () => Promise.resolve(new Headers({ "accept-language": reader.accepts })),
}));
// Outside a server component next-intl has no such function; within one it hands back what it is given.
vi.mock("next-intl/server", () => ({ getRequestConfig: (make: unknown) => make }));

const wordsFor = async (locale?: Locale) => {
  const { default: requestConfig } = await import("@/lib/text/request");
  return (requestConfig as (asked: { locale?: Locale }) => Promise<object>)(
    locale === undefined ? {} : { locale },
  );
};

test.each(languages)(
  "words asked for in %s come in it, whatever the reader reads",
  async (language) => {
    reader.cookie = language === "nl" ? "de" : "nl";
    const asked = { locale: locales[language], messages: catalogues[language] };
    expect(await wordsFor(locales[language])).toMatchObject(asked);
  },
);

test("words asked for in no language come in the reader's: the one chosen, or the browser's", async () => {
  reader.cookie = "de";
  expect(await wordsFor()).toMatchObject({ locale: locales.de, messages: catalogues.de });
  reader.cookie = undefined;
  expect(await wordsFor()).toMatchObject({ locale: locales.fr, messages: catalogues.fr });
});
