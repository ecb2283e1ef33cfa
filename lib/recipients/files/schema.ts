import { z } from "zod";
import { archiveStateSchema } from "@/lib/attachments/personal/schema";
import { letterLanguageSchema, type LetterLanguage } from "@/lib/letters/schema";
import type { MessagePayment } from "@/lib/payments/schema";
import { NUMBER_REFUSALS } from "@/lib/recipients/schema";

/** What is told of a spreadsheet before it is sent: more is refused. */
export const RECIPIENT_FILE_MEGABYTES = 50;
export const ROWS_LIMIT = 100_000;
/** So many faulty rows are shown on the page; the file that is handed back has all of them. */
export const FAULTS_SHOWN = 500;

export const RECIPIENT_FILE_STATES = ["waiting", "reading", "read", "refused"] as const;
export type RecipientFileState = (typeof RECIPIENT_FILE_STATES)[number];

/** What a column can give besides the message's own placeholders. */
export const COLUMN_TARGETS = [
  "number",
  "name",
  "given_name",
  "surname",
  "attention",
  "address",
  "street",
  "postcode",
  "municipality",
  "language",
  "attachments",
] as const;
export type ColumnTarget = (typeof COLUMN_TARGETS)[number];
export const columnTargetSchema = z.enum(COLUMN_TARGETS);

/** Of the files that a row names in the ZIP beside it. */
const FILE_PROBLEMS = [
  "file_without_archive",
  "file_missing",
  "file_ambiguous",
  "file_type",
  "file_encrypted",
  "file_damaged",
  "file_active",
  "file_infected",
  "file_empty",
  "file_too_large",
  "file_name",
  "file_not_pdf",
  "files_over_limit",
] as const;

/** Why a row cannot be sent to as it stands; each has a sentence that says how to mend it. */
export const ROW_PROBLEMS = [
  ...NUMBER_REFUSALS,
  "name_missing",
  "name_too_long",
  "address_too_long",
  "attention_too_long",
  "language_unknown",
  "language_other",
  "value_missing",
  "value_too_long",
  "value_scientific",
  "value_date_as_number",
  "value_error",
  "answer_unclear",
  "amount_invalid",
  "due_date_invalid",
  "due_date_past",
  "communication_invalid",
  "characters_unprintable",
  "subject_too_long",
  "too_many_cells",
  "recipient_repeated",
  ...FILE_PROBLEMS,
] as const;
export const rowProblemCodeSchema = z.enum(ROW_PROBLEMS);
export type RowProblemCode = z.infer<typeof rowProblemCodeSchema>;

export const rowProblemSchema = z.object({
  /** Counts from 0; null when it is about the row as a whole. */
  column: z.int().nullable(),
  code: rowProblemCodeSchema,
  /** What the sentence needs: a row number, characters, a suggestion. */
  detail: z.string().optional(),
});
export type RowProblem = z.infer<typeof rowProblemSchema>;

/** What a message wants of each recipient. */
export type RecipientNeeds = {
  placeholders: readonly {
    name: string;
    isQuestion: boolean;
    /** What other texts of the message call the same value. */
    others?: readonly string[];
    /** What else a column of it may be called. */
    accepted?: readonly string[];
  }[];
  /** The main one. */
  language: LetterLanguage | null;
  /** The subject, where it has placeholders of its own. */
  subject: string;
  /**
   * Of a message in several languages what each of its texts asks: that subject, and the keys of those
   * of the placeholders that stand in it. Absent: it has one.
   */
  texts?: Partial<Record<LetterLanguage, { subject: string; names: readonly string[] }>>;
  /** What is to be paid, where it takes something from each row. */
  payment: MessagePayment | null;
  /** A ZIP with files for single recipients, and the sizes of what all get beside them; null: none. */
  archive: { shared: readonly { size: number; isMainContent: boolean }[] } | null;
};

/** Which column gives what. */
export const columnMatchSchema = z.object({
  targets: z.partialRecord(columnTargetSchema, z.int()),
  /** By the placeholder's name. */
  values: z.record(z.string(), z.int()),
  /** Columns that nothing asks for. */
  ignored: z.array(z.int()),
  /** Targets that must be there, and placeholders; without them no row is read. */
  missing: z.array(z.string()),
});
export type ColumnMatch = z.infer<typeof columnMatchSchema>;

/** What the sender chose by hand: a column, or none, for a target or a placeholder. */
export const handMatchSchema = z.record(z.string().max(100), z.int().min(0).max(500).nullable());
export type HandMatch = z.infer<typeof handMatchSchema>;

export const findingsSchema = z.object({
  match: columnMatchSchema,
  /** Problems of one kind in one column, with the first row that has it. */
  kinds: z.array(
    z.object({
      code: rowProblemCodeSchema,
      column: z.int().nullable(),
      count: z.int(),
      firstRow: z.int(),
      detail: z.string().optional(),
    }),
  ),
  /** Files of the ZIP that no row names; absent where there was none. */
  unnamedFiles: z.object({ count: z.int(), first: z.array(z.string()) }).optional(),
});
export type Findings = z.infer<typeof findingsSchema>;

export const fileRefusalSchema = z.object({ code: z.string(), detail: z.string().optional() });
export type FileRefusal = z.infer<typeof fileRefusalSchema>;

/** What the rules ask of a spreadsheet before its message may be sent. */
export type RecipientFileFacts = {
  state: RecipientFileState;
  missingColumns: number;
  goodRows: number;
  faultyRows: number;
  repeatedRows: number;
  leaveOutFaulty: boolean | null;
  keepRepeated: boolean | null;
  /** Earlier messages of the service that went to this very file. */
  /** `sentAt`: or ordered at, where it has not gone yet. */
  sentBefore: readonly { reference: string; sentAt: Date }[];
  sendAgain: boolean | null;
};

/** The spreadsheet as the recipients' page shows it. */
export type RecipientFileView = RecipientFileFacts & {
  id: string;
  fileName: string;
  size: number;
  uploadedAt: Date;
  uploadedBy: string;
  refusal: FileRefusal | null;
  header: string[];
  findings: Findings | null;
  rowsRead: number;
  /** Of a thousand. */
  progress: number;
};

/** A row that cannot be sent to, with its cells as they are. */
export type FaultyRow = { row: number; cells: string[]; problems: RowProblem[] };

const draftRef = { messageId: z.uuid(), lockNumber: z.int32().positive() };

export const addRecipientFileSchema = z.object({ ...draftRef, uploadId: z.uuid() });
export const removeRecipientFileSchema = z.object(draftRef);
export const matchColumnsSchema = z.object({ ...draftRef, matching: handMatchSchema });
export const answerFaultsSchema = z.object({
  ...draftRef,
  leaveOutFaulty: z.boolean().nullable(),
  keepRepeated: z.boolean().nullable(),
  sendAgain: z.boolean().nullable(),
});
export const chooseLanguageSchema = z.object({ ...draftRef, language: letterLanguageSchema });

export const readRecipientsJobSchema = z.object({ fileId: z.uuid() });
export const checkBoxesJobSchema = z.object({ messageId: z.uuid() });

/** What the page asks again and again while the file is read. */
export const readingSchema = z.object({
  state: z.enum(RECIPIENT_FILE_STATES),
  rowsRead: z.int(),
  progress: z.int(),
  unchecked: z.int(),
  /** The ZIP beside it; null: none. */
  archive: z.object({ state: archiveStateSchema, checked: z.int(), fileCount: z.int() }).nullable(),
});
export type Reading = z.infer<typeof readingSchema>;
