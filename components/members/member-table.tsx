import { useTranslations } from "next-intl";
import { RightPeriod } from "@/components/members/right-line";
import { useRightWords } from "@/components/members/right-words";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Member, ServiceName } from "@/lib/members/schema";
import type { Language } from "@/lib/text/languages";

export function MemberTable({
  members,
  services,
  language,
  ownId,
}: {
  members: readonly Member[];
  services: readonly ServiceName[];
  language: Language;
  ownId: string;
}) {
  const t = useTranslations("members");
  const words = useRightWords(services, language);
  return (
    <Table
      id="members"
      caption={t("list.caption")}
      isSlim
      columns={[
        { key: "name", label: t("list.name") },
        { key: "rights", label: t("list.rights") },
        { key: "lastSignIn", label: t("list.lastSignIn"), from: "md" },
      ]}
    >
      {members.map(({ personId, name, email, rights, lastSignInAt }) => (
        <tr key={personId}>
          <RowHeader>
            <TextLink href={`/people/${personId}`} className="font-semibold">
              {name}
            </TextLink>
            {personId === ownId && ` (${t("list.you")})`}
            {email && <span className="block text-note text-ink-soft">{email}</span>}
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
          <Cell from="md">
            {lastSignInAt ? <DateTime value={lastSignInAt} /> : t("list.never")}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
