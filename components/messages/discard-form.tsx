import { useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { LinkButton } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { discardMessage } from "@/lib/messages/actions";

export function DiscardForm({ messageId, lockNumber }: { messageId: string; lockNumber: number }) {
  const t = useTranslations("messages.discard");
  return (
    <MessageAction action={discardMessage} messageId={messageId} lockNumber={lockNumber}>
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger">{t("confirm")}</SubmitButton>
        <LinkButton variant="secondary" href={`/messages/${messageId}`}>
          {t("keep")}
        </LinkButton>
      </div>
    </MessageAction>
  );
}
