"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Progress } from "@/lib/deliveries/schema";
import { deliveryProgress } from "@/lib/deliveries/queries";

/**
 * Asks where the delivery stands and, when there is more to show, has the page made anew. Speaks the
 * state aloud when it changes under the reader's eyes.
 */
export function ProgressWatch({
  deliveryId,
  seen,
  sentence,
}: {
  deliveryId: string;
  seen: Progress;
  /** What to say after a change: it arrives with the page. */
  sentence: string;
}) {
  const router = useRouter();
  const { data } = useQuery(deliveryProgress(deliveryId, seen));
  const [first] = useState(seen.stamp);
  useEffect(() => {
    if (data.stamp !== seen.stamp) router.refresh();
  }, [data.stamp, seen.stamp, router]);
  return (
    <p role="status" className="sr-only">
      {seen.stamp === first ? "" : sentence}
    </p>
  );
}
