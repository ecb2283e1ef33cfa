"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { markRepliesRead } from "@/lib/replies/actions";

/**
 * Stands on the page only for those before whose eyes replies count as read. They stay marked as new
 * here; the count in the navigation is made anew when one leaves.
 */
export function MarkRepliesRead({ deliveryId }: { deliveryId: string }) {
  const router = useRouter();
  useEffect(() => {
    let isMarked = false;
    // A failure leaves them unread, which is what the next visit starts from.
    void markRepliesRead({ deliveryId })
      .then(({ ok }) => (isMarked = ok))
      .catch(() => undefined);
    return () => {
      if (isMarked) router.refresh();
    };
  }, [deliveryId, router]);
  return null;
}
