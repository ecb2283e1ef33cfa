import "server-only";
import { channelLimits } from "@/lib/attachments/data";
import { readShelfFiles } from "@/lib/attachments/personal/data";
import { FileShelf } from "@/lib/attachments/personal/shelf";
import type { Transaction } from "@/lib/db";
import type { RecipientNeeds } from "@/lib/recipients/files/schema";
import type { FilesAtHand } from "@/lib/recipients/reading/row-files";

/** What the rows of a draft's list can name, as its ZIP was unpacked. */
export async function readFilesAtHand(
  tx: Transaction,
  messageId: string,
  { archive: wanted }: Pick<RecipientNeeds, "archive">,
): Promise<FilesAtHand> {
  const archive = await tx.personalArchive.findUnique({ where: { messageId } });
  if (!wanted || !archive) return { kind: "none" };
  if (archive.state === "refused") return { kind: "refused" };
  return {
    kind: "given",
    shelf: new FileShelf(await readShelfFiles(tx, messageId)),
    shared: wanted.shared,
    limits: channelLimits(),
  };
}
