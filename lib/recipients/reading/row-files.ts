/** The files that a row names for its recipient alone, or everything that is wrong with them. */
import { filesProblems, MEGABYTE } from "@/lib/attachments/rules";
import type { ChannelLimits } from "@/lib/attachments/schema";
import type { ShelfFile } from "@/lib/attachments/personal/schema";
import { namesInCell, type FileShelf } from "@/lib/attachments/personal/shelf";
import { fileProblemOf } from "@/lib/recipients/files/rules";
import type { RecipientNeeds, RowProblemCode } from "@/lib/recipients/files/schema";
import type { RecipientKind } from "@/lib/recipients/schema";

/** What there is to name: nothing, a ZIP that could not be used, or the files of one. */
export type FilesAtHand =
  | { kind: "none" }
  | { kind: "refused" }
  | {
      kind: "given";
      shelf: FileShelf;
      /** What every recipient gets beside the letter, and a letter of the sender's own. */
      shared: NonNullable<RecipientNeeds["archive"]>["shared"];
      limits: ChannelLimits;
    };

export type RowFiles = {
  /** In the order in which they are named. */
  files: ShelfFile[];
  problems: { code: RowProblemCode; detail?: string }[];
};

export function filesOfRow(text: string, kind: RecipientKind, atHand: FilesAtHand): RowFiles {
  const names = namesInCell(text);
  // The ZIP itself is told of as a whole: thousands of rows would say the same.
  if (names.length === 0 || atHand.kind === "refused") return { files: [], problems: [] };
  if (atHand.kind === "none") return { files: [], problems: [{ code: "file_without_archive" }] };
  const { shelf, shared, limits } = atHand;
  const files: ShelfFile[] = [];
  const problems: RowFiles["problems"] = [];
  for (const name of names) {
    const found = shelf.find(name);
    if (found === "missing" || found === "ambiguous") {
      problems.push({ code: `file_${found}`, detail: name });
    } else if (!files.includes(found)) {
      files.push(found);
      const code = problemOf(found, kind, limits);
      if (code) problems.push({ code, detail: name });
    }
  }
  const all = [...shared, ...files.map(({ size }) => ({ size, isMainContent: false }))];
  const isOver = filesProblems(all.map(asChecked), kind, limits).includes("attachments_over_limit");
  // Of what was not taken it says nothing that counts.
  if (isOver && problems.length === 0) problems.push({ code: "files_over_limit" });
  return { files, problems };
}

function problemOf(
  { refusal, mediaType, size }: ShelfFile,
  kind: RecipientKind,
  limits: ChannelLimits,
): RowProblemCode | null {
  if (refusal) return fileProblemOf(refusal);
  if (kind === "citizen" && mediaType !== "application/pdf") return "file_not_pdf";
  return size > limits[kind].megabytes * MEGABYTE ? "file_too_large" : null;
}

function asChecked(file: { size: number; isMainContent: boolean }) {
  return { ...file, mediaType: "application/pdf", scanState: "clean" as const };
}
