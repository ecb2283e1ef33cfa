import { useTranslations } from "next-intl";
import { InvitationStateTag } from "@/components/members/invitation-state-tag";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Invitation } from "@/lib/members/invitations/schema";

export function InvitationTable({ invitations }: { invitations: readonly Invitation[] }) {
  const t = useTranslations("members.invitations");
  if (invitations.length === 0) return <p className="text-ink-soft">{t("none")}</p>;
  return (
    <Table
      id="invitations"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "name", label: t("name") },
        { key: "state", label: t("state") },
        { key: "sent", label: t("sentOn"), from: "md" },
      ]}
    >
      {invitations.map(({ id, name, email, state, createdAt }) => (
        <tr key={id}>
          <RowHeader>
            <TextLink href={`/people/invitations/${id}`} className="font-semibold">
              {name}
            </TextLink>
            <span className="block text-note text-ink-soft">{email}</span>
          </RowHeader>
          <Cell>
            <InvitationStateTag state={state} />
          </Cell>
          <Cell from="md">
            <DateTime value={createdAt} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
