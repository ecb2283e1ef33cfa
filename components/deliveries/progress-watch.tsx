"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFreshPage } from "@/components/layout/use-fresh-page";
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
  const { data, refetch } = useQuery(deliveryProgress(deliveryId, seen));
  const [first] = useState(seen.stamp);
  useFreshPage(data.stamp !== seen.stamp, refetch);
  return (
    <p role="status" className="sr-only">
      {seen.stamp === first ? "" : sentence}
    </p>
  );
}
