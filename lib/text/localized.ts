import { z } from "zod";

/** A name in every language of the interface. */
export const localizedSchema = z.object({
  nl: z.string(),
  fr: z.string(),
  de: z.string(),
  en: z.string(),
});
export type Localized = z.infer<typeof localizedSchema>;
