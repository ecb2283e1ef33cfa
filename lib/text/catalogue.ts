import { de } from "@/lib/text/catalogue/de";
import { en } from "@/lib/text/catalogue/en";
import { fr } from "@/lib/text/catalogue/fr";
import { nl } from "@/lib/text/catalogue/nl";
import type { Language } from "@/lib/text/languages";

/** The English catalogue gives every sentence its key and arguments; the others follow it. */
export type Catalogue = typeof en;
export type Section = keyof Catalogue;

// The four are equal in shape, which catalogue.test.ts holds: types cannot, because the English
// sentences are literal types, so that next-intl can read their arguments.
export const catalogues = { nl, fr, de, en } as unknown as Record<Language, Catalogue>;
