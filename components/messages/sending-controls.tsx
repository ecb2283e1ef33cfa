import { useFormatter, useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { PlanWords } from "@/components/messages/plan-words";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { pauseSending, resumeSending } from "@/lib/messages/orders/actions";
import type { Plan } from "@/lib/messages/orders/schema";
import type { MessageState } from "@/lib/messages/schema";

/** How the sending goes on, with what one may do about it while letters are left. */
export function SendingControls({
  sending: { id, state, plan, halted, gone, left, total },
  mayWrite,
}: {
  sending: {
    id: string;
    state: MessageState;
    plan: Plan;
    halted: { at: Date; by: string } | null;
    gone: number;
    left: number;
    total: number;
  };
  mayWrite: boolean;
}) {
  const t = useTranslations("orders.sending");
  const format = useFormatter();
  const when = halted ? format.dateTime(halted.at, "moment") : "";
  if (state === "cancelled") {
    return (
      <Notification kind="attention" title={t("cancelled", { name: halted?.by ?? "", when })}>
        <p>{t("cancelledBody", { gone, total })}</p>
      </Notification>
    );
  }
  if (state !== "paused" && left === 0) return null;
  return (
    <Card id="sending" heading={t(state === "paused" ? "pausedTitle" : "title")}>
      {state === "paused" && (
        <p className="mb-2">{t("pausedBy", { name: halted?.by ?? "", when })}</p>
      )}
      {plan.kind === "spread" && (
        <p className="mb-2">
          <PlanWords plan={plan} />
        </p>
      )}
      <p className="mb-4">{t("state", { gone, left, total })}</p>
      {mayWrite && (
        <div className="flex flex-wrap gap-3">
          <MessageAction action={state === "paused" ? resumeSending : pauseSending} messageId={id}>
            <SubmitButton variant={state === "paused" ? "primary" : "secondary"}>
              {t(state === "paused" ? "resume" : "pause")}
            </SubmitButton>
          </MessageAction>
          <LinkButton variant="secondary" href={`/messages/${id}/stop`}>
            {t("stop")}
          </LinkButton>
        </div>
      )}
      {state === "paused" && plan.kind === "spread" && (
        <p className="mt-3 text-small text-ink-soft">{t("lateAtOnce")}</p>
      )}
    </Card>
  );
}
