import { MEGABYTE } from "@/lib/attachments/rules";
import { ARCHIVE_MEGABYTES, type ArchiveState } from "@/lib/attachments/personal/schema";

/** What can be told of a ZIP before it travels; `size` in bytes. */
export function archiveSizeRefusal(size: number): "archive_too_large" | null {
  return size > ARCHIVE_MEGABYTES * MEGABYTE ? "archive_too_large" : null;
}

/** Something will still be found out, without anybody doing anything. */
export function isUnpacking(state: ArchiveState): boolean {
  return state !== "unpacked" && state !== "refused";
}
