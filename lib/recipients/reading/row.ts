/**
 * One row of a spreadsheet: the recipient it stands for, or everything that is wrong with it. All
 * problems of a row are found at once, each with its cell.
 */
import { formatDate, isCalendarDate } from "@/lib/format";
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
  RecipientNeeds,
  RowProblem,
  RowProblemCode,
} from "@/lib/recipients/files/schema";
import { guessKind, parseRecipientNumber } from "@/lib/recipients/rules";
import type { RecipientKind } from "@/lib/recipients/schema";

/** A cell as spreadsheets have it: the text that a person would see, and what it is. */
export type SheetCell = { text: string; kind: string };

export type RowRecipient = {
  kind: RecipientKind;
  number: string;
  name: string;
  addressLines: string[];
  attention: string;
  values: Record<string, string>;
};

export type RowReading = { recipient: RowRecipient | null; problems: RowProblem[] };

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
};

export function readRow(cells: readonly SheetCell[], context: RowContext): RowReading {
  const { match, needs, columns, missingGlyphs } = context;
  const problems: RowProblem[] = [];
  const found = (column: number | null, code: RowProblemCode, detail?: string) =>
    void problems.push({ column, code, ...(detail === undefined ? {} : { detail }) });
  const cellOf = (column: number | undefined) =>
    (column === undefined ? undefined : cells[column]) ?? { text: "", kind: "empty" };
  const { targets } = match;
  const textOf = (target: keyof typeof targets) => cellOf(targets[target]).text;

  if (cells.slice(columns).some(({ text }) => text.trim() !== "")) found(null, "too_many_cells");
  for (const column of new Set([...Object.values(targets), ...Object.values(match.values)])) {
    if (cellOf(column).kind === "error") found(column, "value_error", cellOf(column).text);
  }

  const numberColumn = targets.number ?? null;
  const { kind, number } = numberOf(textOf("number"), context.now, (code, detail) =>
    found(numberColumn, code, detail),
  );

  const name = printableLine(
    targets.name === undefined ? `${textOf("given_name")} ${textOf("surname")}` : textOf("name"),
  );
  const nameColumn = targets.name ?? targets.surname ?? null;
  if (name === "") found(nameColumn, "name_missing");
  if (name.length > NAME_LIMIT) found(nameColumn, "name_too_long");

  const addressLines = addressOf(textOf);
  const addressColumn = targets.address ?? targets.street ?? null;
  if (
    addressLines.length > ADDRESS_LINES_LIMIT ||
    addressLines.some((line) => line.length > ADDRESS_LINE_LIMIT)
  ) {
    found(addressColumn, "address_too_long");
  }

  const attention = kind === "enterprise" ? printableLine(textOf("attention")) : "";
  if (attention.length > ATTENTION_LIMIT) found(targets.attention ?? null, "attention_too_long");

  languageProblem(textOf("language"), needs.language, (code, detail) =>
    found(targets.language ?? null, code, detail),
  );

  const values: Record<string, string> = {};
  const paid = needs.payment ? namesInPayment(needs.payment).map(placeholderKey) : [];
  for (const { name: placeholder, isQuestion } of needs.placeholders) {
    const column = match.values[placeholder];
    if (column === undefined) continue;
    const cell = cellOf(column);
    const value = paid.includes(placeholderKey(placeholder))
      ? plainValue(cell)
      : valueOf(cell, needs.language ?? "nl");
    values[placeholder] = value;
    const code = valueProblem(cell, value, placeholder, isQuestion);
    if (code) found(column, code);
    const glyphs = missingGlyphs(value);
    if (glyphs.length > 0) found(column, "characters_unprintable", glyphs.join(" "));
  }

  for (const [column, text] of [
    [nameColumn, name],
    [addressColumn, addressLines.join(" ")],
    [targets.attention ?? null, attention],
  ] as const) {
    const glyphs = missingGlyphs(text);
    if (glyphs.length > 0) found(column, "characters_unprintable", glyphs.join(" "));
  }
  if (needs.subject && fillText(needs.subject, values).text.length > SUBJECT_LIMIT)
    found(null, "subject_too_long");

  if (needs.payment && problems.length === 0) {
    for (const { code, name: from } of paymentFaults(needs.payment, values, context.now))
      found(columnOf(match, from), code);
  }

  if (problems.length > 0 || number === null) return { recipient: null, problems };
  return { recipient: { kind, number, name, addressLines, attention, values }, problems };
}

/** Of which kind, the number itself tells; a number that is none is called wrong as what it resembles. */
function numberOf(
  text: string,
  now: Date,
  found: (code: RowProblemCode, detail?: string) => void,
): { kind: RecipientKind; number: string | null } {
  const kind = guessKind(text) ?? likelyKind(text, now);
  const parsed = parseRecipientNumber(kind, text, now);
  if (parsed.ok) return { kind, number: parsed.value };
  const { refusal } = parsed;
  if (refusal === "number_lost_zero") {
    found(refusal, text.replace(/\D/g, "").padStart(kind === "citizen" ? 11 : 10, "0"));
  } else {
    found(refusal);
  }
  return { kind, number: null };
}

/** Ten digits may be a citizen's eleven without the zero in front, and nine an enterprise's ten. */
function likelyKind(text: string, now: Date): RecipientKind {
  const enterprise = parseRecipientNumber("enterprise", text, now);
  if (enterprise.ok) return "enterprise";
  const citizen = parseRecipientNumber("citizen", text, now);
  if (!citizen.ok && citizen.refusal === "number_lost_zero") return "citizen";
  return enterprise.refusal === "number_lost_zero" ? "enterprise" : "citizen";
}

function addressOf(textOf: (target: "address" | "street" | "postcode" | "municipality") => string) {
  const place = `${textOf("postcode")} ${textOf("municipality")}`;
  return [...printableLines(textOf("address")), textOf("street"), place]
    .map(printableLine)
    .filter((line) => line !== "");
}

const LANGUAGES: Record<string, "nl" | "fr" | "de"> = {
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

/** One message carries one language; a column may say which, and then it must be that one. */
function languageProblem(
  text: string,
  language: RecipientNeeds["language"],
  found: (code: RowProblemCode, detail?: string) => void,
): void {
  const written = text.trim().toLowerCase();
  if (written === "") return;
  const meant = LANGUAGES[written];
  if (!meant) found("language_unknown", text.trim());
  else if (language && meant !== language) found("language_other", meant);
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

function columnOf(match: ColumnMatch, name: string | undefined): number | null {
  return (name === undefined ? undefined : match.values[name]) ?? null;
}

/** As a payment reads it: a date as 2026-12-02, an amount with a decimal comma. */
function plainValue({ text, kind }: SheetCell): string {
  return kind === "number" ? text.replace(".", ",") : text.trim();
}

/** As it will stand in the letter: a number with a decimal comma, a date in words. */
function valueOf({ text, kind }: SheetCell, language: "nl" | "fr" | "de"): string {
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
  if (/^\d([.,]\d+)?e\+?\d{1,2}$/iu.test(value)) return "value_scientific";
  const days = Number(cell.text);
  const isDays = Number.isInteger(days) && days >= FIRST_DAY && days <= LAST_DAY;
  return isDays && SOUNDS_LIKE_DATE.test(name) ? "value_date_as_number" : null;
}
