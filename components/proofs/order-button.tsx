"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { orderAgain, stopOrder } from "@/lib/proofs/bundles/actions";

const acts = { stop: stopOrder, again: orderAgain } as const;

/** One button over an order: has it made no further, or orders what was left out of it. */
export function OrderButton({ orderId, act }: { orderId: string; act: keyof typeof acts }) {
  const t = useTranslations("proofs.bundles");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(acts[act], null);
  return (
    <form action={send}>
      <input type="hidden" name="orderId" value={orderId} />
      <Button type="submit" variant="secondary" size="small">
        {t(act)}
      </Button>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
    </form>
  );
}
