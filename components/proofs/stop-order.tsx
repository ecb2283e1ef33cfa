"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { stopOrder } from "@/lib/proofs/bundles/actions";

export function StopOrder({ orderId }: { orderId: string }) {
  const t = useTranslations("proofs.bundles");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(stopOrder, null);
  return (
    <form action={send}>
      <input type="hidden" name="orderId" value={orderId} />
      <Button type="submit" variant="secondary" size="small">
        {t("stop")}
      </Button>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
    </form>
  );
}
