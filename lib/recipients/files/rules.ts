import {
  COLUMN_TARGETS,
  RECIPIENT_FILE_MEGABYTES,
  type ColumnMatch,
  type ColumnTarget,
  type RecipientFileFacts,
  type RecipientNeeds,
  type RowProblem,
  type RowProblemCode,
} from "@/lib/recipients/files/schema";
import type { PersonalRefusal } from "@/lib/attachments/personal/schema";
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import { placeholderKey } from "@/lib/messages/body/placeholder";
import { SHEET_REFUSALS, type SheetRefusalCode } from "@/lib/spreadsheet/schema";

export type RecipientFileProblem =
  "recipients_being_read" | "recipients_refused" | "recipients_unanswered" | "recipient_missing";

/** What can be told of a spreadsheet before it travels; `size` in bytes. */
export function recipientFileRefusal(size: number): "recipients_too_large" | null {
  return size > RECIPIENT_FILE_MEGABYTES * 1024 * 1024 ? "recipients_too_large" : null;
}

/** What stands between a spreadsheet and its sending; null when nothing does. */
export function recipientFileProblem(file: RecipientFileFacts): RecipientFileProblem | null {
  if (file.state === "waiting" || file.state === "reading") return "recipients_being_read";
  if (file.state === "refused" || file.missingColumns > 0) return "recipients_refused";
  if (!isAnswered(file)) return "recipients_unanswered";
  return file.goodRows === 0 ? "recipient_missing" : null;
}

/**
 * Faulty rows are left out knowingly, or the file is mended; somebody who stands in it twice gets one
 * letter or two knowingly; a file that was sent to before is sent to again knowingly.
 */
export function isAnswered(file: RecipientFileFacts): boolean {
  return (
    (file.faultyRows === 0 || file.leaveOutFaulty === true) &&
    (file.repeatedRows === 0 || file.keepRepeated !== null) &&
    (file.sentBefore.length === 0 || file.sendAgain === true)
  );
}

/** How a choice by hand names a placeholder: no target is called so. */
export function valueKey(name: string): string {
  return `((${placeholderKey(name)}))`;
}

/** Everything a column can be chosen for, and what gives it now. */
export function columnPlaces(
  needs: RecipientNeeds,
  match: ColumnMatch,
): { place: string; label: string; column: number | null }[] {
  return [
    ...COLUMN_TARGETS.map((target) => ({
      place: target,
      label: target,
      column: match.targets[target] ?? null,
    })),
    ...needs.placeholders.map(({ name }) => ({
      place: valueKey(name),
      label: name,
      column: match.values[name] ?? null,
    })),
  ];
}

export function isColumnTarget(place: string): place is ColumnTarget {
  return COLUMN_TARGETS.some((target) => target === place);
}

export function isSheetRefusal(code: string): code is SheetRefusalCode {
  return SHEET_REFUSALS.some((refusal) => refusal === code);
}

/** What a row's problem is said of, for its sentence: a language by its name, all else as it stands. */
export function detailOf(
  { code, detail }: Pick<RowProblem, "code" | "detail">,
  nameOf: (language: LetterLanguage) => string,
): string {
  const language = LETTER_LANGUAGES.find((one) => one === detail);
  return code === "language_other" && language ? nameOf(language) : (detail ?? "none");
}

/** Why a file of the ZIP cannot be sent, as the row that names it is told. */
export function fileProblemOf(refusal: PersonalRefusal): RowProblemCode {
  return FILE_PROBLEM[refusal];
}

const FILE_PROBLEM: Record<PersonalRefusal, RowProblemCode> = {
  attachment_type: "file_type",
  attachment_encrypted: "file_encrypted",
  attachment_damaged: "file_damaged",
  attachment_active: "file_active",
  attachment_infected: "file_infected",
  attachment_empty: "file_empty",
  attachment_too_large: "file_too_large",
  attachment_name: "file_name",
  upload_incomplete: "file_damaged",
};
