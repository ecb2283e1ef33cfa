"use client";

import { useTranslations } from "next-intl";
import { Fieldset } from "@/components/ui/fieldset";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import { addressPartName, type TypedAnswer } from "@/lib/replies/answers/rules";
import {
  ADDRESS_PARTS,
  ANSWER_FILE_MEGABYTES,
  ANSWER_MEDIA_TYPES,
  CHOICE_ID,
} from "@/lib/replies/answers/schema";
import type { FieldKind, ReplyField as Field } from "@/lib/replies/options/schema";
import { ANSWER_PREFIX } from "@/lib/replies/requests/schema";

type Props = {
  field: Field;
  typed: TypedAnswer;
  faultOf: (name: string) => string | undefined;
  /** Names of the files that came with the answer before, by field. */
  kept: Readonly<Record<string, string>>;
};

/** What each kind asks of the browser: which keyboard, and what it may fill in by itself. */
const INPUTS: Partial<Record<FieldKind, Record<string, string>>> = {
  date: { type: "date" },
  amount: { inputMode: "decimal" },
  email: { type: "email", autoComplete: "email", spellCheck: "false" },
  phone: { type: "tel", autoComplete: "tel" },
  iban: { autoComplete: "off", spellCheck: "false", autoCapitalize: "characters" },
};

const WIDTHS: Partial<Record<FieldKind, "half" | "short">> = {
  date: "short",
  amount: "short",
  phone: "half",
  iban: "half",
};

/** One question of the form, by its kind. */
export function ReplyField(props: Props) {
  const { field, typed, faultOf, kept } = props;
  const t = useTranslations("answering");
  const { id, kind, label, isRequired, options } = field;
  const isOptional = !isRequired;
  const own = { id: `answer-${id}`, name: ANSWER_PREFIX + id, label, error: faultOf(id) };
  switch (kind) {
    case "choice":
      return (
        <RadioGroup
          id={own.id}
          name={own.name}
          legend={isOptional ? `${label} (${t("optional")})` : label}
          legendSize={id === CHOICE_ID ? "heading" : "label"}
          look={id === CHOICE_ID ? "cards" : "list"}
          error={own.error}
          defaultValue={typed[id] ?? ""}
          options={options.map((option) => ({ value: option, label: option }))}
        />
      );
    case "address":
      return <AddressField {...props} />;
    case "file":
      return (
        <TextInput
          {...own}
          type="file"
          hint={
            <>
              <p>{t("fileHint", { megabytes: ANSWER_FILE_MEGABYTES })}</p>
              {kept[id] !== undefined && <p>{t("fileKept", { name: kept[id] })}</p>}
            </>
          }
          isOptional={isOptional}
          accept={ANSWER_MEDIA_TYPES.join(",")}
        />
      );
    default:
      return (
        <TextInput
          {...own}
          hint={kind === "amount" ? t("amountHint") : kind === "iban" ? t("ibanHint") : undefined}
          isOptional={isOptional}
          width={WIDTHS[kind] ?? "full"}
          defaultValue={typed[id] ?? ""}
          {...INPUTS[kind]}
        />
      );
  }
}

const FILLED_IN = {
  street: "street-address",
  postcode: "postal-code",
  town: "address-level2",
  country: "country-name",
} as const;

function AddressField({ field, typed, faultOf }: Props) {
  const t = useTranslations("answering");
  const { id, label, isRequired } = field;
  return (
    <Fieldset
      id={`answer-${id}`}
      legend={isRequired ? label : `${label} (${t("optional")})`}
      error={faultOf(id)}
    >
      {ADDRESS_PARTS.map((part) => {
        const name = addressPartName(id, part);
        return (
          <TextInput
            key={part}
            id={`answer-${name}`}
            name={ANSWER_PREFIX + name}
            label={t(part)}
            error={faultOf(name)}
            isOptional={part === "country" && isRequired}
            width={part === "postcode" ? "short" : "full"}
            autoComplete={FILLED_IN[part]}
            defaultValue={typed[name] ?? ""}
          />
        );
      })}
    </Fieldset>
  );
}
