import { expect, test } from "vitest";
import { linkedNames } from "@/lib/messages/body/names";
import { builtInOf, conditionsIn, placeholderKey } from "@/lib/messages/body/rules";
import { usedPlaceholders } from "@/lib/messages/values/rules";
import { TEMPLATE_LANGUAGES } from "@/lib/templates/schema";
import { contentOf } from "@/prisma/seed/templates";
import { EXAMPLES } from "@/prisma/seed/template-texts";

test.each(EXAMPLES.map((example) => [example.name, contentOf(example)] as const))(
  "%s asks the same values in each language, under names that are known as one",
  (_name, { texts }) => {
    // The portal's own by what they mean, the others by all that they are called.
    const asked = TEMPLATE_LANGUAGES.map((language) => {
      const text = texts[language];
      const names = text ? usedPlaceholders(text).filter((name) => builtInOf(name) === null) : [];
      return names
        .map((name) => [name, ...linkedNames([], name)].map(placeholderKey).sort().join(" "))
        .sort();
    });
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
    expect(asked.flat().every((names) => names.split(" ").length === 3)).toBe(true);
    const questions = TEMPLATE_LANGUAGES.flatMap((language) => {
      const text = texts[language];
      return text ? conditionsIn(text.subject, text.body) : [];
    });
    expect(questions).toEqual([]);
  },
);
