import { route, problem } from "@/lib/auth/gate";
import { openLetter } from "@/lib/deliveries/mutations";
import { deliveryRefSchema } from "@/lib/deliveries/schema";
import { download } from "@/lib/download";

/** The letter as it was sent, to read in the browser; `?download` to keep it. */
export const GET = route<{ deliveryId: string }>(
  "delivery:read",
  async (actor, request, params) => {
    const ref = deliveryRefSchema.safeParse(params);
    if (!ref.success) return problem({ code: "not_found" });
    const letter = await openLetter(actor, ref.data);
    if (!letter.ok) return problem(letter.refusal);
    return download(
      letter.value,
      request.nextUrl.searchParams.has("download") ? "attachment" : "inline",
    );
  },
);
