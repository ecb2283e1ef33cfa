import { queryOptions } from "@tanstack/react-query";
import { HEARTBEAT, presenceSchema, type Presence } from "@/lib/messages/presence/schema";

/** Tells that one is here and asks who else is, for as long as the page is open and looked at. */
export function presenceQuery(messageId: string) {
  return queryOptions({
    queryKey: ["presence", messageId],
    refetchInterval: HEARTBEAT,
    // Who else is here is told at the next beat; a form must not wait or warn for it.
    retry: false,
    queryFn: async ({ signal }): Promise<Presence> => {
      const answer = await fetch(`/api/messages/${messageId}/presence`, { method: "POST", signal });
      if (!answer.ok) throw new Error(`presence answered ${answer.status}`);
      return presenceSchema.parse(await answer.json());
    },
  });
}
