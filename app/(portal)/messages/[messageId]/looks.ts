import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { getSilentRecipients } from "@/lib/follow-ups/data";
import type { Draft } from "@/lib/messages/data";
import { amountLooks, amountName, secondLooks, type SecondLook } from "@/lib/messages/second-look";
import { listValues } from "@/lib/recipients/data";

/** What looks like a slip in a message, for whoever sends it and for whoever lets it go. */
export async function loadLooks(actor: PersonActor, draft: Draft): Promise<SecondLook[]> {
  const amounts = amountName(draft);
  return [
    // A day that is still to come today may be over when the letter goes.
    ...secondLooks(
      draft,
      await getSilentRecipients(actor, draft.id),
      draft.ordered?.sendAt ?? now(),
    ),
    ...(amounts ? amountLooks(await listValues(actor, draft.id, amounts)) : []),
  ];
}
