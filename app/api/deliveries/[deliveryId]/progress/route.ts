import { route, problem } from "@/lib/auth/gate";
import { getDeliveryProgress } from "@/lib/deliveries/data";
import { deliveryRefSchema } from "@/lib/deliveries/schema";

/** A page that refreshes itself asks here; that is no sign of somebody being there. */
export const GET = route<{ deliveryId: string }>(
  "delivery:read",
  async (actor, _request, params) => {
    const ref = deliveryRefSchema.safeParse(params);
    const progress = ref.success && (await getDeliveryProgress(actor, ref.data.deliveryId));
    if (!progress) return problem({ code: "not_found" });
    return Response.json(progress, { headers: { "cache-control": "no-store" } });
  },
  { live: true },
);
