import { route, problem } from "@/lib/auth/gate";
import { drawSentLetter } from "@/lib/deliveries/mutations";
import { deliveryRefSchema } from "@/lib/deliveries/schema";
import { download } from "@/lib/download";

/** The letter as it was sent, as a picture for the page about it. */
export const GET = route<{ deliveryId: string }>(
  "delivery:read",
  async (actor, _request, params) => {
    const ref = deliveryRefSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const picture = await drawSentLetter(actor, ref.data);
    return picture.ok ? download(picture.value, "inline") : problem(picture.refusal);
  },
);
