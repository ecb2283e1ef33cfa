/** Where each value of the letter that is looked at came from: what a sender asks when one looks odd. */
import {
  builtInOf,
  distinctNames,
  placeholderKey,
  valueOf,
  type BuiltIn,
} from "@/lib/messages/body/rules";
import { type DraftFacts } from "@/lib/messages/rules";
import { usedPlaceholders, valueNames } from "@/lib/messages/values/rules";
import type { Written } from "@/lib/messages/languages/schema";
import type { ColumnMatch } from "@/lib/recipients/files/schema";

export type Origin = {
  /** The placeholder, as it was first written. */
  name: string;
  /** As the letter has it; null where there is none. */
  value: string | null;
  from:
    | { kind: "column"; column: string; row: number | null }
    | { kind: "typed" }
    | { kind: "built_in"; builtIn: BuiltIn };
};

/** In the language of that letter alone. */
type Given = Pick<DraftFacts, keyof Written | "payment" | "paymentWanted"> & {
  recipient: { row: number | null } | null;
  recipients: {
    file: { header: readonly string[]; findings: { match: ColumnMatch } | null } | null;
  };
};

/** `values`: everything the letter is filled with, built-ins among them. */
export function originsOf(draft: Given, values: Readonly<Record<string, string>>): Origin[] {
  const names = distinctNames([...usedPlaceholders(draft), ...valueNames(draft)]);
  return names.map((name) => ({
    name,
    value: valueOf(values, name) ?? null,
    from: originOf(draft, name),
  }));
}

function originOf({ recipient, recipients: { file } }: Given, name: string): Origin["from"] {
  const match = recipient?.row === null ? undefined : file?.findings?.match;
  const builtIn = builtInOf(name);
  const place =
    builtIn === null
      ? Object.entries(match?.values ?? {}).find(
          ([written]) => placeholderKey(written) === placeholderKey(name),
        )?.[1]
      : builtIn === "name"
        ? match?.targets.name
        : undefined;
  const column = typeof place === "number" ? file?.header[place] : undefined;
  if (column !== undefined) return { kind: "column", column, row: recipient?.row ?? null };
  return builtIn === null ? { kind: "typed" } : { kind: "built_in", builtIn };
}
