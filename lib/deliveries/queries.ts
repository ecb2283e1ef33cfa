import { queryOptions } from "@tanstack/react-query";
import type { Progress } from "@/lib/deliveries/schema";

/**
 * Where a delivery stands now, asked again for as long as something may come by itself. Asking is
 * no sign of somebody being there, and does not prolong the session.
 */
export function deliveryProgress(deliveryId: string, seen: Progress) {
  return queryOptions({
    queryKey: ["delivery", deliveryId, "progress"],
    queryFn: async ({ signal }): Promise<Progress> => {
      const answer = await fetch(`/api/deliveries/${deliveryId}/progress`, { signal });
      // Signed out, or acting for another service: there is nothing to follow any more.
      if (answer.status === 401 || answer.status === 404) return { ...seen, pause: null };
      if (!answer.ok) throw new Error(`progress answered ${answer.status}`);
      return progressIn(await answer.json());
    },
    initialData: seen,
    refetchInterval: ({ state }) => state.data?.pause ?? false,
  });
}

/** Written by hand because zod would weigh more than the rest of the page. */
function progressIn(told: unknown): Progress {
  if (
    typeof told === "object" &&
    told !== null &&
    "stamp" in told &&
    "pause" in told &&
    typeof told.stamp === "string" &&
    (told.pause === null || typeof told.pause === "number")
  ) {
    return { stamp: told.stamp, pause: told.pause };
  }
  throw new TypeError("the answer tells no progress");
}
