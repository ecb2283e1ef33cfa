import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { reachabilitySchema, type RecipientKind } from "@/lib/recipients/schema";

const boxCheckSchema = z.object({
  reachability: reachabilitySchema.or(z.literal("unknown")),
  checkedAt: z.string(),
});
export type BoxCheckAnswer = z.infer<typeof boxCheckSchema>;

/**
 * Whether the recipient has a box. By POST, because numbers never stand in an address. `digits` is
 * null while there is no valid number.
 */
export function boxCheckQuery({
  messageId,
  kind,
  digits,
  beforehand,
}: {
  messageId: string;
  kind: RecipientKind;
  digits: string | null;
  /** Saves the number first, so that the answer can be kept with it. */
  beforehand: () => Promise<unknown>;
}) {
  return queryOptions({
    queryKey: ["box-check", messageId, kind, digits],
    enabled: digits !== null,
    staleTime: 5 * 60_000,
    retry: false,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      await beforehand();
      const answer = await fetch("/api/recipients/check", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ messageId, kind, number: digits }),
        signal,
      });
      if (!answer.ok) throw new Error(`box check answered ${answer.status}`);
      return boxCheckSchema.parse(await answer.json());
    },
  });
}
