"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { orderAgain, stopOrder } from "@/lib/proofs/bundles/actions";

const acts = { stop: stopOrder, again: orderAgain } as const;

/** One button over an order: has it made no further, or orders what was left out of it. */
export function OrderButton({
  orderId,
  act,
  isWhole = false,
}: {
  orderId: string;
  act: keyof typeof acts;
  /** Whether nothing of it was made, and all of it is ordered anew. */
  isWhole?: boolean;
}) {
  const t = useTranslations("proofs.bundles");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(acts[act], null);
  return (
    <form action={send}>
      <input type="hidden" name="orderId" value={orderId} />
      <Button type="submit" variant="secondary" size="small">
        {t(isWhole ? "againAll" : act)}
      </Button>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
    </form>
  );
}
