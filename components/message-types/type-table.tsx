import { useFormatter, useLocale, useTranslations } from "next-intl";
import { RuleWords } from "@/components/message-types/rule-words";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import type { ManagedType } from "@/lib/message-types/schema";
import { languageOf } from "@/lib/text/languages";

/** Each type with what it asks, and the way to change it. */
export function TypeTable({ types }: { types: readonly ManagedType[] }) {
  const t = useTranslations("types");
  const language = languageOf(useLocale());
  return (
    <Table
      id="message-types"
      caption={t("title")}
      isSlim
      columns={[
        { key: "type", label: t("column.type") },
        { key: "begins", label: t("column.begins"), from: "md" },
        { key: "held", label: t("column.held"), from: "lg" },
        { key: "unopened", label: t("column.unopened"), from: "md" },
      ]}
    >
      {types.map((type) => (
        <tr key={type.id}>
          <RowHeader>
            <TextLink href={`/message-types/${type.id}`}>{type.name[language]}</TextLink>
            <div className="mt-1 text-tiny text-ink-soft md:hidden">
              <Begins type={type} />
            </div>
            <div className="mt-1 text-tiny text-ink-soft lg:hidden">
              <Held type={type} />
            </div>
            <div className="mt-1 text-tiny text-ink-soft md:hidden">
              <span className="font-semibold">{t("column.unopened")}</span>{" "}
              <RuleWords rule={type.unopened} />
            </div>
          </RowHeader>
          <Cell from="md">
            <Begins type={type} />
          </Cell>
          <Cell from="lg">
            <Held type={type} />
          </Cell>
          <Cell from="md">
            <RuleWords rule={type.unopened} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Begins({ type }: { type: ManagedType }) {
  const t = useTranslations("types.begins");
  const choices = useTranslations("deliveries.choice");
  const replies = useTranslations("replies.kind");
  const lines = [
    ...(type.template ? [t("template", { name: type.template.name })] : []),
    ...(type.isPaymentWanted ? [t("payment")] : []),
    ...(type.replyOption ? [t("replies", { choice: replies(type.replyOption.kind) })] : []),
    ...(type.deliveryChoice ? [t("delivery", { choice: choices(type.deliveryChoice) })] : []),
  ];
  return <Lines lines={lines.length > 0 ? lines : [t("nothing")]} />;
}

function Held({ type }: { type: ManagedType }) {
  const t = useTranslations("types.held");
  const names = useTranslations("common.language");
  const format = useFormatter();
  const isAnyLanguage = type.languages.length === LETTER_LANGUAGES.length;
  const languages = format.list(
    type.languages.map((each) => names(each)),
    "or",
  );
  const lines = [
    ...(isAnyLanguage ? [] : [t("languages", { languages })]),
    ...(type.isFourEyes ? [t("fourEyes")] : []),
    ...(type.legalBasis ? [type.legalBasis] : []),
  ];
  return <Lines lines={lines.length > 0 ? lines : [t("nothing")]} />;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="grid gap-0.5">
      {lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
}
