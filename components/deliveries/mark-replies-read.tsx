"use client";

import { useEffect } from "react";
import { markRepliesRead } from "@/lib/replies/actions";

/** Stands on the page only for those before whose eyes replies count as read. */
export function MarkRepliesRead({ deliveryId }: { deliveryId: string }) {
  useEffect(() => {
    // A failure leaves them unread, which is what the next visit starts from.
    void markRepliesRead({ deliveryId }).catch(() => undefined);
  }, [deliveryId]);
  return null;
}
