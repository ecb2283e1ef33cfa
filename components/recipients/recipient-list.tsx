import { useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { LinkButton } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { removeRecipient } from "@/lib/messages/actions";
import { capitalised } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { BY_HAND_LIMIT } from "@/lib/messages/schema";
import { formatNumber } from "@/lib/recipients/rules";
import type { Reachability, RecipientKind } from "@/lib/recipients/schema";

export type ListedRecipient = {
  id: string;
  kind: RecipientKind;
  number: string;
  name: string;
  /** Of their letter, where the message is in several; null: it is not. */
  letterIn: LetterLanguage | null;
  reachability: Reachability | "unknown";
};

/** Several recipients typed by hand, each with the way to change or remove them. */
export function RecipientList({
  messageId,
  lockNumber,
  people,
}: {
  messageId: string;
  lockNumber: number;
  people: readonly ListedRecipient[];
}) {
  const t = useTranslations("recipients");
  const names = useTranslations("common.language");
  const isInSeveral = people.some(({ letterIn }) => letterIn !== null);
  const label = (person: ListedRecipient) => person.name || t("list.nameless");
  return (
    <>
      <Table
        id="recipients"
        caption={t("list.caption")}
        isSlim
        columns={[
          { key: "name", label: t("list.name") },
          { key: "number", label: t("list.number"), from: "lg" },
          ...(isInSeveral ? [{ key: "language", label: t("list.language") }] : []),
          { key: "box", label: t("list.box"), from: "md" },
          { key: "actions", label: <span className="sr-only">{t("list.actions")}</span> },
        ]}
      >
        {people.map((person) => (
          <tr key={person.id}>
            <RowHeader>
              <span className="break-words">{label(person)}</span>
            </RowHeader>
            <Cell isNumeric from="lg">
              {formatNumber(person.kind, person.number)}
            </Cell>
            {isInSeveral && <Cell>{person.letterIn && capitalised(names(person.letterIn))}</Cell>}
            <Cell from="md">{t(`boxShort.${person.reachability}`)}</Cell>
            <Cell align="end">
              <span className="flex flex-wrap items-center justify-end gap-x-3">
                <TextLink
                  href={`/messages/${messageId}/recipient/${person.id}`}
                  aria-label={t("list.change", { name: label(person) })}
                >
                  {t("list.changeShort")}
                </TextLink>
                <MessageAction
                  action={removeRecipient}
                  messageId={messageId}
                  lockNumber={lockNumber}
                >
                  <input type="hidden" name="recipientId" value={person.id} />
                  <SubmitButton
                    variant="quiet"
                    size="small"
                    label={t("list.remove", { name: label(person) })}
                  >
                    {t("list.removeShort")}
                  </SubmitButton>
                </MessageAction>
              </span>
            </Cell>
          </tr>
        ))}
      </Table>
      <p className="mt-5 flex flex-wrap gap-3">
        <LinkButton variant="secondary" href={`/messages/${messageId}/recipient/new`} icon="add">
          {t("more.add")}
        </LinkButton>
      </p>
      <p className="mt-3 text-note text-ink-soft">{t("limits", { count: BY_HAND_LIMIT })}</p>
    </>
  );
}
