import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { isRegistered } from "@/lib/messages/rules";
import type { DeliveryChoice } from "@/lib/messages/schema";
import type { ReplyKind } from "@/lib/replies/options/schema";

/** The reference, and what happens next without anybody doing anything. */
export function SentPanel({
  id,
  reference,
  deliveryId,
  recipientName: name,
  recipientCount,
  onPaper,
  deliveryChoice,
  replyKind,
}: {
  id: string;
  reference: string;
  deliveryId: string | null;
  recipientName: string;
  recipientCount: number;
  onPaper: number;
  deliveryChoice: DeliveryChoice;
  replyKind: ReplyKind;
}) {
  const t = useTranslations("messages.sent");
  const isMany = recipientCount > 1 || onPaper > 0;
  const inBoxes = recipientCount > onPaper;
  const letters = (words: ReactNode) => (
    <TextLink href={`/messages/${id}/letters`}>{words}</TextLink>
  );
  const steps: ReactNode[] = [
    ...(onPaper > 0 ? [t.rich("nextPaperMany", { count: onPaper, link: letters })] : []),
    ...(inBoxes ? [isMany ? t("nextBoxMany") : t("nextBox", { name })] : []),
    ...(isRegistered(deliveryChoice) ? [t("nextEvidence")] : []),
    isMany ? t("nextFollowMany") : t("nextOpen", { name }),
    ...(replyKind === "ebox" ? [t("nextReply")] : []),
    ...(replyKind === "choice" || replyKind === "form" ? [t("nextAnswer")] : []),
  ];
  return (
    <>
      <div className="mb-7 rounded border-2 border-opened bg-opened-tint px-5 py-5 md:px-7">
        <p className="text-small">{t("reference")}</p>
        <p className="flex flex-wrap items-center gap-x-3 text-h2 font-semibold tabular-nums">
          <Icon name="check" size={24} className="text-opened" />
          {reference}
          <CopyButton text={reference} label={t("reference")} />
        </p>
      </div>
      <Card id="next" heading={t("nextTitle")}>
        <ol className="grid list-decimal gap-2.5 pl-6">
          {steps.map((step, index) => (
            <li key={index}>{step}</li>
          ))}
        </ol>
      </Card>
      <p className="mt-7 flex flex-wrap gap-3">
        {isMany || deliveryId === null ? (
          <LinkButton href={`/messages/${id}/letters`}>{t("followMany")}</LinkButton>
        ) : (
          <LinkButton href={`/deliveries/${deliveryId}`}>{t("follow")}</LinkButton>
        )}
        <LinkButton variant="secondary" href="/messages/new">
          {t("another")}
        </LinkButton>
      </p>
    </>
  );
}
