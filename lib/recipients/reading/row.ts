/**
 * One row of a spreadsheet: the recipient it stands for, or everything that is wrong with it. All
 * problems of a row are found at once, each with its cell.
 */
import { formatDate, isCalendarDate } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { answerOf, fillText } from "@/lib/messages/body/rules";
import { ADDRESS_LINE_LIMIT, ADDRESS_LINES_LIMIT, SUBJECT_LIMIT } from "@/lib/messages/schema";
import { placeholderKey } from "@/lib/messages/body/placeholder";
import {
  namesInPayment,
  paymentOf,
  paymentProblems,
  type PaymentRefusal,
} from "@/lib/payments/rules";
import { paymentSchema } from "@/lib/payments/schema";
import { printable, printableLine, printableLines } from "@/lib/printable";
import type {
  ColumnMatch,
  ColumnTarget,
  RecipientNeeds,
  RowProblem,
  RowProblemCode,
} from "@/lib/recipients/files/schema";
import { guessKind, parseRecipientNumber } from "@/lib/recipients/rules";
import { filesOfRow, type FilesAtHand } from "@/lib/recipients/reading/row-files";
import type { RecipientKind } from "@/lib/recipients/schema";

/** A cell as spreadsheets have it: the text that a person would see, and what it is. */
export type SheetCell = { text: string; kind: string };

export type RowRecipient = {
  kind: RecipientKind;
  number: string;
  name: string;
  addressLines: string[];
  attention: string;
  /** As the row says; null: the message's main one. */
  language: LetterLanguage | null;
  values: Record<string, string>;
  /** Ids of the files that go to them alone. */
  fileIds: string[];
};

export type RowReading = {
  recipient: RowRecipient | null;
  problems: RowProblem[];
  /** Ids of the files that it names, good row or not. */
  namedFiles: string[];
};

const NAME_LIMIT = 200;
const ATTENTION_LIMIT = 100;
const VALUE_LIMIT = 1000;

export type RowContext = {
  match: ColumnMatch;
  needs: RecipientNeeds;
  columns: number;
  now: Date;
  /** Characters that no letter can print. */
  missingGlyphs: (text: string) => string[];
  files: FilesAtHand;
};

const EMPTY: SheetCell = { text: "", kind: "empty" };

export function readRow(cells: readonly SheetCell[], context: RowContext): RowReading {
  const row = new Row(cells, context);
  row.findStray();
  const number = row.number();
  const name = row.name();
  const addressLines = row.address();
  const attention = row.attention(number.kind);
  const language = row.language();
  const values = row.values(language);
  row.checkSubject(values, language);
  row.checkPayment(values);
  const namedFiles = row.files(number.kind);
  const { problems } = row;
  if (problems.length > 0 || number.digits === null)
    return { recipient: null, problems, namedFiles };
  const { kind, digits } = number;
  return {
    recipient: {
      kind,
      number: digits,
      name,
      addressLines,
      attention,
      language,
      values,
      fileIds: namedFiles,
    },
    problems,
    namedFiles,
  };
}

/** One row while it is read, with what was found wrong so far. */
class Row {
  readonly problems: RowProblem[] = [];

  constructor(
    private readonly cells: readonly SheetCell[],
    private readonly context: RowContext,
  ) {}

  private found(column: number | null | undefined, code: RowProblemCode, detail?: string): void {
    this.problems.push({
      column: column ?? null,
      code,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  private textOf(target: ColumnTarget): string {
    const column = this.context.match.targets[target];
    return column === undefined ? "" : (this.cells[column]?.text ?? "");
  }

  private checkGlyphs(column: number | null | undefined, text: string): void {
    const glyphs = this.context.missingGlyphs(text);
    if (glyphs.length > 0) this.found(column, "characters_unprintable", glyphs.join(" "));
  }

  /** Cells beyond the last column, and formulas that fail where something is wanted. */
  findStray(): void {
    const { columns, match } = this.context;
    if (this.cells.length > columns && this.cells.slice(columns).some(isFilled))
      this.found(null, "too_many_cells");
    for (let column = 0; column < this.cells.length; column += 1) {
      const cell = this.cells[column];
      if (cell?.kind === "error" && !match.ignored.includes(column))
        this.found(column, "value_error", cell.text);
    }
  }

  /** Of which kind, the number itself tells; a number that is none is called wrong as what it resembles. */
  number(): { kind: RecipientKind; digits: string | null } {
    const text = this.textOf("number");
    const kind = guessKind(text) ?? likelyKind(text, this.context.now);
    const parsed = parseRecipientNumber(kind, text, this.context.now);
    if (parsed.ok) return { kind, digits: parsed.value };
    const length = kind === "citizen" ? 11 : 10;
    const suggestion =
      parsed.refusal === "number_lost_zero"
        ? text.replace(/\D/g, "").padStart(length, "0")
        : undefined;
    this.found(this.context.match.targets.number, parsed.refusal, suggestion);
    return { kind, digits: null };
  }

  name(): string {
    const { targets } = this.context.match;
    const column = targets.name ?? targets.surname;
    const name = printableLine(
      targets.name === undefined
        ? `${this.textOf("given_name")} ${this.textOf("surname")}`
        : this.textOf("name"),
    );
    if (name === "") this.found(column, "name_missing");
    if (name.length > NAME_LIMIT) this.found(column, "name_too_long");
    this.checkGlyphs(column, name);
    return name;
  }

  address(): string[] {
    const { targets } = this.context.match;
    const column = targets.address ?? targets.street;
    const place = `${this.textOf("postcode")} ${this.textOf("municipality")}`;
    const lines = printableLines(this.textOf("address"));
    for (const line of [this.textOf("street"), place]) {
      const printed = printableLine(line);
      if (printed !== "") lines.push(printed);
    }
    if (
      lines.length > ADDRESS_LINES_LIMIT ||
      lines.some((line) => line.length > ADDRESS_LINE_LIMIT)
    )
      this.found(column, "address_too_long");
    for (const line of lines) this.checkGlyphs(column, line);
    return lines;
  }

  /** Of an enterprise alone. */
  attention(kind: RecipientKind): string {
    if (kind === "citizen") return "";
    const column = this.context.match.targets.attention;
    const attention = printableLine(this.textOf("attention"));
    if (attention.length > ATTENTION_LIMIT) this.found(column, "attention_too_long");
    this.checkGlyphs(column, attention);
    return attention;
  }

  /** One of those that the message is written in; null where the row says nothing. */
  language(): LetterLanguage | null {
    const { match, needs } = this.context;
    const written = this.textOf("language").trim().toLowerCase();
    if (written === "") return null;
    const meant = LANGUAGES[written];
    const column = match.targets.language;
    if (!meant) {
      this.found(column, "language_unknown");
      return null;
    }
    const isWritten = needs.texts ? needs.texts[meant] !== undefined : meant === needs.language;
    if (needs.language !== null && !isWritten) this.found(column, "language_other", meant);
    return meant;
  }

  /** Of the placeholders of the row's own language alone. */
  values(language: LetterLanguage | null): Record<string, string> {
    const { needs } = this.context;
    const own = language ?? needs.language ?? "nl";
    const asked = needs.texts?.[own]?.names;
    const paid = needs.payment ? namesInPayment(needs.payment).map(placeholderKey) : [];
    const values: Record<string, string> = {};
    for (const { name, others = [], isQuestion } of needs.placeholders) {
      // In several languages what the row's own text calls it; what that does not ask for is left.
      const all = [name, ...others];
      const names = all.filter((one) => asked?.includes(placeholderKey(one)) !== false);
      const column = this.columnOf([...names, ...all]);
      if (column === undefined || names.length === 0) continue;
      const cell = this.cells[column] ?? EMPTY;
      const isPaid = names.some((one) => paid.includes(placeholderKey(one)));
      const value = isPaid ? plainValue(cell) : valueOf(cell, own);
      for (const one of names) values[one] = value;
      const code = valueProblem(cell, value, name, isQuestion);
      if (code) this.found(column, code);
      this.checkGlyphs(column, value);
    }
    return values;
  }

  /** Of the columns of one value, the first that this row has filled in; else the first. */
  columnOf(names: readonly string[]): number | undefined {
    const columns = names.flatMap((name) => this.context.match.values[name] ?? []);
    return columns.find((column) => isFilled(this.cells[column] ?? EMPTY)) ?? columns[0];
  }

  /** Answers the ids of those that are there. */
  files(kind: RecipientKind): string[] {
    const column = this.context.match.targets.attachments;
    const { files, problems } = filesOfRow(this.textOf("attachments"), kind, this.context.files);
    for (const { code, detail } of problems) this.found(column, code, detail);
    return files.map(({ id }) => id);
  }

  checkSubject(values: Record<string, string>, language: LetterLanguage | null): void {
    const { needs } = this.context;
    const { subject } = (language && needs.texts?.[language]) ?? needs;
    if (isSubjectTooLong(subject, values)) this.found(null, "subject_too_long");
  }

  checkPayment(values: Record<string, string>): void {
    const { needs, match, now } = this.context;
    if (!needs.payment || this.problems.length > 0) return;
    for (const { code, name } of paymentFaults(needs.payment, values, now))
      this.found(name === undefined ? null : match.values[name], code);
  }
}

function isFilled({ text }: SheetCell): boolean {
  return text.trim() !== "";
}

/** Ten digits may be a citizen's eleven without the zero in front, and nine an enterprise's ten. */
function likelyKind(text: string, now: Date): RecipientKind {
  const enterprise = parseRecipientNumber("enterprise", text, now);
  if (enterprise.ok) return "enterprise";
  const citizen = parseRecipientNumber("citizen", text, now);
  if (!citizen.ok && citizen.refusal === "number_lost_zero") return "citizen";
  return enterprise.refusal === "number_lost_zero" ? "enterprise" : "citizen";
}

const LANGUAGES: Record<string, LetterLanguage> = {
  nl: "nl",
  nederlands: "nl",
  dutch: "nl",
  néerlandais: "nl",
  niederländisch: "nl",
  n: "nl",
  fr: "fr",
  frans: "fr",
  français: "fr",
  francais: "fr",
  french: "fr",
  französisch: "fr",
  f: "fr",
  de: "de",
  duits: "de",
  deutsch: "de",
  german: "de",
  allemand: "de",
  d: "de",
};

function isSubjectTooLong(subject: string, values: Record<string, string>): boolean {
  if (subject === "") return false;
  // Filling it in costs more than adding up what it can be at most.
  const longest = Object.values(values).reduce((most, { length }) => Math.max(most, length), 0);
  const most = subject.length + (subject.split("((").length - 1) * longest;
  return most > SUBJECT_LIMIT && fillText(subject, values).text.length > SUBJECT_LIMIT;
}

type PaymentFault = { code: RowProblemCode; name: string | undefined };

/** What keeps the payment from being made of this row. */
function paymentFaults(
  payment: NonNullable<RecipientNeeds["payment"]>,
  values: Record<string, string>,
  now: Date,
): PaymentFault[] {
  const payable = paymentOf(payment, { values, position: 1 });
  if (!payable.ok) return [{ code: faultOf(payable.refusal.code), name: payable.refusal.name }];
  // VAT of the whole message may be more than this row's amount.
  if (!paymentSchema.safeParse(payable.value).success)
    return [{ code: "amount_invalid", name: payment.amountFrom ?? undefined }];
  const isPast = paymentProblems(payable.value, now).includes("due_date_past");
  return isPast && payment.dueDateFrom
    ? [{ code: "due_date_past", name: payment.dueDateFrom }]
    : [];
}

function faultOf(code: PaymentRefusal["code"]): RowProblemCode {
  if (code === "due_date_invalid") return "due_date_invalid";
  return code.startsWith("amount_") ? "amount_invalid" : "communication_invalid";
}

/** As a payment reads it: a date as 2026-12-02, an amount with a decimal comma. */
function plainValue({ text, kind }: SheetCell): string {
  return kind === "number" ? text.replace(".", ",") : text.trim();
}

/** As it will stand in the letter: a number with a decimal comma, a date in words. */
function valueOf({ text, kind }: SheetCell, language: LetterLanguage): string {
  if (kind === "date" && isCalendarDate(text)) return formatDate(text, language);
  if (kind === "number") return text.replace(".", ",");
  return printable(text).trim();
}

const SOUNDS_LIKE_DATE = /dat(um|e)\b|vervaldag|échéance|echeance|fällig|frist|termijn|délai/iu;
/** Days since 1900 between 1990 and 2100: what is left of a date when its format is lost. */
const FIRST_DAY = 32_874;
const LAST_DAY = 73_050;

function valueProblem(
  cell: SheetCell,
  value: string,
  name: string,
  isQuestion: boolean,
): RowProblemCode | null {
  if (cell.kind === "error") return null;
  if (isQuestion)
    return answerOf({ [name]: value }, name) === "unanswered" ? "answer_unclear" : null;
  if (value === "") return "value_missing";
  if (value.length > VALUE_LIMIT) return "value_too_long";
  // Most values are words.
  const first = value.charCodeAt(0);
  if (first < 48 || first > 57) return null;
  if (/^\d([.,]\d+)?e\+?\d{1,2}$/iu.test(value)) return "value_scientific";
  const days = Number(cell.text);
  const isDays = Number.isInteger(days) && days >= FIRST_DAY && days <= LAST_DAY;
  return isDays && SOUNDS_LIKE_DATE.test(name) ? "value_date_as_number" : null;
}
