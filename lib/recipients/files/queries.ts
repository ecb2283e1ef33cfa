import { queryOptions } from "@tanstack/react-query";
import { isUnpacking } from "@/lib/attachments/personal/rules";
import { readingSchema, type Reading } from "@/lib/recipients/files/schema";

/** Asked again while the file is read or boxes are looked up, and no longer. */
export function readingQuery(
  /** The save that was looked at: what was known of an older one says nothing of this one. */
  { messageId, lockNumber }: { messageId: string; lockNumber: number },
  known: Reading,
) {
  return queryOptions({
    queryKey: ["recipients-reading", messageId, lockNumber],
    initialData: known,
    refetchInterval: ({ state }) => (isUnderWay(state.data ?? known) ? 1000 : false),
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/messages/${messageId}/recipients/reading`, { signal });
      if (!answer.ok) throw new Error(`the reading answered ${answer.status}`);
      return readingSchema.parse(await answer.json());
    },
  });
}

export function isUnderWay({ state, unchecked, archive }: Reading): boolean {
  if (archive && isUnpacking(archive.state)) return true;
  return state === "waiting" || state === "reading" || (state === "read" && unchecked > 0);
}
