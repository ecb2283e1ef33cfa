import { queryOptions } from "@tanstack/react-query";
import { isUnderCheck } from "@/lib/attachments/rules";
import { attachmentSchema, type Attachment } from "@/lib/attachments/schema";

export const attachmentsKey = (messageId: string) => ["message", messageId, "attachments"] as const;

/** The files of a draft, asked again for as long as one of them is looked at. */
export function draftAttachments(messageId: string, seen: readonly Attachment[]) {
  return queryOptions({
    queryKey: attachmentsKey(messageId),
    queryFn: async ({ signal }): Promise<readonly Attachment[]> => {
      const answer = await fetch(`/api/messages/${messageId}/attachments`, { signal });
      if (!answer.ok) throw new Error(`attachments answered ${answer.status}`);
      return attachmentSchema.array().parse(await answer.json());
    },
    initialData: seen,
    refetchInterval: ({ state }) =>
      state.data?.some(({ scanState }) => isUnderCheck(scanState)) ? 700 : false,
  });
}
