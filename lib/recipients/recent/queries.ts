import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { recentRecipientSchema, type RecentRecipient } from "@/lib/recipients/recent/schema";

/** Whom the draft's service wrote to lately. By POST, because names never stand in an address. */
export function recentRecipientsQuery({
  messageId,
  query,
  isWanted,
}: {
  messageId: string;
  query: string;
  isWanted: boolean;
}) {
  return queryOptions({
    queryKey: ["recent-recipients", messageId, query],
    enabled: isWanted,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<RecentRecipient[]> => {
      const answer = await fetch("/api/recipients/recent", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ messageId, query }),
        signal,
      });
      if (!answer.ok) throw new Error(`recent recipients answered ${answer.status}`);
      return recentRecipientSchema.array().parse(await answer.json());
    },
  });
}
