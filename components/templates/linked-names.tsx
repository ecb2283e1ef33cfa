"use client";

import { useTranslations } from "next-intl";
import { Fieldset } from "@/components/ui/fieldset";
import { Select } from "@/components/ui/select";
import { nameIn, withLink, type NameLink } from "@/lib/messages/body/names";
import { placeholderKey } from "@/lib/messages/body/rules";
import type { TemplateLanguage } from "@/lib/templates/schema";

/** Says what each placeholder of one text is called in the others, so that a list brings it once. */
export function LinkedNames({
  language,
  names,
  others,
  links,
  onChange,
}: {
  language: TemplateLanguage;
  names: readonly string[];
  /** The placeholders of the texts in other languages. */
  others: readonly { language: TemplateLanguage; names: readonly string[] }[];
  links: readonly NameLink[];
  onChange: (links: NameLink[]) => void;
}) {
  const t = useTranslations("templates.write");
  const languages = useTranslations("common.language");
  const shown = others.filter((other) => other.names.length > 0);
  if (names.length === 0 || shown.length === 0) return null;
  return (
    <Fieldset id="template-names" legend={t("linked")} hint={t("linkedHint")}>
      <ul className="grid gap-4">
        {names.map((name, place) => (
          <li key={placeholderKey(name)} className="rounded border border-line px-4 pt-3">
            <p className="mb-2 font-semibold break-words">{name}</p>
            <div className="grid gap-x-4 sm:grid-cols-2">
              {shown.map((other) => (
                <Select
                  key={other.language}
                  id={`template-name-${place}-${other.language}`}
                  label={t("linkedIn", { language: languages(other.language) })}
                  aria-label={t("linkedOf", { name, language: languages(other.language) })}
                  value={nameIn(links, name, other.language, other.names) ?? ""}
                  onChange={(event) =>
                    onChange(
                      withLink(
                        links,
                        { language, name },
                        { language: other.language, name: event.target.value || null },
                      ),
                    )
                  }
                  options={[
                    { value: "", label: t("linkedNone") },
                    ...other.names.map((one) => ({ value: one, label: one })),
                  ]}
                />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Fieldset>
  );
}
