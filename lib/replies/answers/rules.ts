import { isValidIBAN } from "ibantools";
import { z } from "zod";
import { brusselsMoment } from "@/lib/brussels";
import { isCalendarDate } from "@/lib/format";
import { parseAmount } from "@/lib/payments/rules";
import { printableLine } from "@/lib/printable";
import {
  ADDRESS_PARTS,
  ANSWER_FILE_MEGABYTES,
  CHOICE_ID,
  type AddressPart,
  type AnswerContent,
  type AnswerCount,
  type AnswerEntry,
} from "@/lib/replies/answers/schema";
import type { AskedReply, ReplyField } from "@/lib/replies/options/schema";
import { ok, refuse, type Result } from "@/lib/result";
import type { Language } from "@/lib/text/languages";
import { nextDay } from "@/lib/working-days";

export type AnswerRefusal =
  | "answer_missing"
  | "answer_too_long"
  | "answer_not_offered"
  | "date_invalid"
  | "amount_invalid"
  | "email_invalid"
  | "phone_invalid"
  | "iban_invalid"
  | "street_missing"
  | "postcode_invalid"
  | "town_missing"
  | "file_too_large"
  | "file_type"
  | "file_damaged"
  | "file_infected"
  | "file_scan_failed";

const TEXT_LIMIT = 1000;
const PART_LIMIT = 120;

/** What a form sends, by the name of its control. */
export type TypedAnswer = Readonly<Record<string, string>>;
/** What was attached, by the name of its control. */
export type AttachedFiles = Readonly<Record<string, { name: string; size: number }>>;

/** Through the last day, in Brussels; null: never. */
export function closingTime(deadline: string): Date | null {
  return isCalendarDate(deadline) ? brusselsMoment(nextDay(deadline), "00:00") : null;
}

export type AskedState = { isChangeable: boolean; closesAt: Date | null; answers: number };

/** Why nothing can be answered (any more), or null while one may. */
export function answerClosed(
  { isChangeable, closesAt, answers }: AskedState,
  now: Date,
): "reply_closed" | "reply_given" | null {
  if (closesAt && now >= closesAt) return "reply_closed";
  return answers > 0 && !isChangeable ? "reply_given" : null;
}

/** The fields that a reply page shows: a choice is a form with one question. */
export function fieldsOf(asked: AskedReply): ReplyField[] {
  if (asked.kind === "form") return asked.fields;
  return [
    {
      id: CHOICE_ID,
      kind: "choice",
      label: asked.question,
      isRequired: true,
      options: asked.labels,
    },
  ];
}

/** The name of one part of an address, beside that of its field. */
export function addressPartName(id: string, part: AddressPart): string {
  return `${id}-${part}`;
}

/**
 * The answer in what was typed, or what is wrong with it by the name of the control. A file is there
 * by its name alone; what is inside is for others to check. `language` is the message's.
 */
export function readAnswer(
  asked: AskedReply,
  typed: TypedAnswer,
  files: AttachedFiles,
  language: Language,
): Result<AnswerEntry[], Record<string, AnswerRefusal>> {
  const refusals: Record<string, AnswerRefusal> = {};
  const entries = fieldsOf(asked).map((field): AnswerEntry => {
    const { id, kind, label } = field;
    const read = readField(field, typed, files, language);
    if (read.ok) return { id, kind, label, ...read.value, ...chosenOf(field, read.value.value) };
    Object.assign(refusals, read.refusal);
    return { id, kind, label, value: "" };
  });
  return Object.keys(refusals).length > 0 ? refuse(refusals) : ok(entries);
}

/** The answer by its place, which all languages share, among those that were shown. */
function chosenOf({ kind, options }: ReplyField, value: string) {
  if (kind !== "choice" || value === "") return {};
  return { chosen: options.indexOf(value) + 1, offered: options };
}

type Read = Result<Pick<AnswerEntry, "value" | "address">, Record<string, AnswerRefusal>>;

function readField(
  field: ReplyField,
  typed: TypedAnswer,
  files: AttachedFiles,
  language: Language,
): Read {
  const { id, kind, isRequired } = field;
  if (kind === "address") return readAddress(field, typed);
  if (kind === "file") return readFile(field, files[id]);
  const value = printableLine(typed[id] ?? "");
  if (value === "") return isRequired ? refuse({ [id]: "answer_missing" }) : ok({ value });
  if (value.length > TEXT_LIMIT) return refuse({ [id]: "answer_too_long" });
  const read = readValue(field, value, language);
  return read.ok ? ok({ value: read.value }) : refuse({ [id]: read.refusal });
}

function readValue(
  { kind, options }: ReplyField,
  value: string,
  language: Language,
): Result<string, AnswerRefusal> {
  switch (kind) {
    case "date":
      return isCalendarDate(value) ? ok(value) : refuse("date_invalid");
    case "amount": {
      const cents = parseAmount(value, language);
      return cents.ok ? ok((cents.value / 100).toFixed(2)) : refuse("amount_invalid");
    }
    case "choice":
      return options.includes(value) ? ok(value) : refuse("answer_not_offered");
    case "email":
      return z.email().max(254).safeParse(value).success ? ok(value) : refuse("email_invalid");
    case "phone":
      return isPhone(value) ? ok(value) : refuse("phone_invalid");
    case "iban": {
      const iban = value.replace(/[\s.\-\u2010-\u2015]/g, "").toUpperCase();
      return isValidIBAN(iban) ? ok(iban) : refuse("iban_invalid");
    }
    default:
      return ok(value);
  }
}

/** From five digits (a Belgian service line) to what the numbering plans allow (ITU-T E.164: 15). */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return /^\+?[\d\s()./-]+$/.test(text) && digits >= 5 && digits <= 15;
}

function readAddress({ id, isRequired }: ReplyField, typed: TypedAnswer): Read {
  const name = (part: AddressPart) => addressPartName(id, part);
  const parts = Object.fromEntries(
    ADDRESS_PARTS.map((part) => [part, printableLine(typed[name(part)] ?? "")]),
  ) as Record<AddressPart, string>;
  const { street, postcode, town, country } = parts;
  if (ADDRESS_PARTS.every((part) => parts[part] === "") && !isRequired) return ok({ value: "" });
  // Elsewhere postcodes look otherwise; without a country it is Belgium.
  const isPostcode = country === "" ? /^[1-9]\d{3}$/.test(postcode) : postcode !== "";
  const refusals: Record<string, AnswerRefusal> = {
    ...(street === "" ? { [name("street")]: "street_missing" as const } : {}),
    ...(isPostcode ? {} : { [name("postcode")]: "postcode_invalid" as const }),
    ...(town === "" ? { [name("town")]: "town_missing" as const } : {}),
  };
  for (const part of ADDRESS_PARTS) {
    if (parts[part].length > PART_LIMIT) refusals[name(part)] = "answer_too_long";
  }
  if (Object.keys(refusals).length > 0) return refuse(refusals);
  const value = [street, `${postcode} ${town}`, country].filter(Boolean).join("\n");
  return ok({ value, address: parts });
}

function readFile(
  { id, isRequired }: ReplyField,
  file: { name: string; size: number } | undefined,
): Read {
  if (!file || file.size === 0)
    return isRequired ? refuse({ [id]: "answer_missing" }) : ok({ value: "" });
  if (file.size > ANSWER_FILE_MEGABYTES * 1024 * 1024) return refuse({ [id]: "file_too_large" });
  return ok({ value: printableLine(file.name) });
}

/** What was answered before, as the form's controls show it; files are attached anew. */
export function typedFrom(entries: readonly AnswerEntry[], language: Language): TypedAnswer {
  return Object.fromEntries(
    entries.flatMap(({ id, kind, value, address }): [string, string][] => {
      if (kind === "file") return [];
      if (kind === "address" && address)
        return ADDRESS_PARTS.map((part) => [addressPartName(id, part), address[part]]);
      if (kind === "amount" && language !== "en") return [[id, value.replace(".", ",")]];
      return [[id, value]];
    }),
  );
}

/** The name under which evidence knows an answer, and under which it is handed out. */
export function answerFileName(number: number): string {
  return `answer-${number}.json`;
}

/** How often each answer was given, for every question that offers some. */
export function countAnswers(
  asked: AskedReply,
  answers: readonly (readonly AnswerEntry[])[],
): AnswerCount[] {
  return fieldsOf(asked)
    .filter(({ kind }) => kind === "choice")
    .map(({ id, label, options }) => ({
      id,
      label,
      options: options.map((option, place) => ({
        label: option,
        count: answers.filter((entries) =>
          entries.some((entry) => entry.id === id && isChosen(entry, option, place + 1)),
        ).length,
      })),
    }));
}

/** Answers of before name no place: then all languages had the same words. */
function isChosen({ chosen, value }: AnswerEntry, option: string, place: number): boolean {
  return chosen === undefined ? value === option : chosen === place;
}

/** Answers given in any language, in the words of this one. */
export function entriesIn(asked: AskedReply, entries: readonly AnswerEntry[]): AnswerEntry[] {
  const fields = fieldsOf(asked);
  return entries.map((entry) => {
    const field = fields.find(({ id }) => id === entry.id);
    if (!field) return entry;
    const { label, options } = field;
    const value = entry.chosen === undefined ? entry.value : options[entry.chosen - 1];
    return { ...entry, label, value: value ?? entry.value };
  });
}

/** An answer in one line, for lists. */
export function answerInShort(entries: readonly AnswerEntry[]): string {
  const words = entries.map(({ value }) => value.replace(/\s+/g, " ")).filter(Boolean);
  const line = words.join(" · ");
  return line.length > 160 ? `${line.slice(0, 160).trimEnd()}…` : line;
}

/** Hexadecimal digests of the files in an answer. */
export function digestsIn({ entries }: Pick<AnswerContent, "entries">): string[] {
  return entries.flatMap(({ file }) => (file ? [file.sha256] : []));
}
