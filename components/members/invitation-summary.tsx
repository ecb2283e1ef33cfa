import { useTranslations } from "next-intl";
import { useRightWords } from "@/components/members/right-words";
import { DateTime } from "@/components/ui/date-time";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { isOpen } from "@/lib/members/invitations/rules";
import type { Invitation } from "@/lib/members/invitations/schema";
import type { ServiceName } from "@/lib/members/schema";
import type { Language } from "@/lib/text/languages";

export function InvitationSummary({
  invitation,
  services,
  language,
}: {
  invitation: Invitation;
  services: readonly ServiceName[];
  language: Language;
}) {
  const t = useTranslations("members");
  const names = useTranslations("common.language");
  const words = useRightWords(services, language);
  const { email, rights, mailState, expiresAt, acceptedBy, state } = invitation;
  return (
    <SummaryList>
      <SummaryRow term={t("invitation.email")}>
        <span className="wrap-anywhere">{email}</span>
      </SummaryRow>
      <SummaryRow term={t("invitation.language")}>{names(invitation.language)}</SummaryRow>
      <SummaryRow term={t("list.rights")}>
        <ul>
          {rights.map((right) => (
            <li key={words(right)}>{words(right)}</li>
          ))}
        </ul>
      </SummaryRow>
      {isOpen(state) && (
        <>
          <SummaryRow term={t("invitation.mail")}>{t(`mailState.${mailState}`)}</SummaryRow>
          <SummaryRow term={t("invitation.expires")}>
            <DateTime value={expiresAt} />
          </SummaryRow>
        </>
      )}
      {acceptedBy && <SummaryRow term={t("invitation.acceptedBy")}>{acceptedBy.name}</SummaryRow>}
    </SummaryList>
  );
}
