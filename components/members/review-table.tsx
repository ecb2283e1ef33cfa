import { useTranslations } from "next-intl";
import { KeepForm } from "@/components/members/review-form";
import { RightPeriod } from "@/components/members/right-line";
import { useRightWords } from "@/components/members/right-words";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { Reviewed } from "@/lib/members/reviews/schema";
import type { ServiceName } from "@/lib/members/schema";
import type { Language } from "@/lib/text/languages";

/** Everybody with what they hold, and the word that is wanted of each. */
export function ReviewTable({
  people,
  services,
  language,
}: {
  people: readonly Reviewed[];
  services: readonly ServiceName[];
  language: Language;
}) {
  const t = useTranslations("members");
  const words = useRightWords(services, language);
  return (
    <Table
      id="review"
      caption={t("review.caption")}
      isSlim
      columns={[
        { key: "name", label: t("list.name") },
        { key: "rights", label: t("list.rights") },
        { key: "word", label: t("review.word") },
      ]}
    >
      {people.map(({ personId, name, rights, isDone }) => (
        <tr key={personId}>
          <RowHeader>
            <TextLink href={`/people/${personId}`} className="font-semibold">
              {name}
            </TextLink>
          </RowHeader>
          <Cell>
            <ul className="grid gap-1">
              {rights.map((right) => (
                <li key={right.id}>
                  {words(right)}
                  <RightPeriod right={right} />
                </li>
              ))}
            </ul>
          </Cell>
          <Cell>
            {isDone ? (
              <Tag tone="opened" icon="check">
                {t("review.kept")}
              </Tag>
            ) : (
              <KeepForm personId={personId} name={name} />
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
