import { calendarDateOf, isCalendarDate } from "@/lib/format";
import {
  askedReplySchema,
  replyOptionSchema,
  FEWEST_LABELS,
  MOST_FILE_FIELDS,
  type AskedReply,
  type ReplyKind,
  type ReplyOption,
} from "@/lib/replies/options/schema";

/** What is missing or wrong in the option itself, for whoever asks. */
export const OPTION_PROBLEMS = [
  "reply_labels_missing",
  "reply_label_repeated",
  "reply_fields_missing",
  "reply_field_without_label",
  "reply_field_options",
  "reply_files_too_many",
  "reply_link_invalid",
  "reply_deadline_invalid",
  "reply_deadline_past",
] as const;
export type ReplyProblem = (typeof OPTION_PROBLEMS)[number];

export function emptyReplyOption(kind: ReplyKind): ReplyOption {
  return {
    kind,
    question: "",
    labels: [],
    fields: [],
    url: "",
    deadline: "",
    isChangeable: false,
  };
}

/** What a message says of replies; those begun before there were options say yes or no. */
export function replyOptionOf(row: {
  replyAllowed: boolean | null;
  replyOption: unknown;
}): ReplyOption | null {
  if (row.replyOption !== null) return replyOptionSchema.parse(row.replyOption);
  return row.replyAllowed === null ? null : emptyReplyOption(row.replyAllowed ? "ebox" : "none");
}

/** What stands between the option and its sending; nothing for what asks no reply of its own. */
export function replyProblems(option: ReplyOption, now: Date): ReplyProblem[] {
  switch (option.kind) {
    case "none":
    case "ebox":
      return [];
    case "choice":
      return [...labelProblems(option), ...deadlineProblems(option, now)];
    case "form":
      return [...fieldProblems(option), ...deadlineProblems(option, now)];
    case "link":
      return [
        ...(isReplyLink(option.url) ? [] : ["reply_link_invalid" as const]),
        ...deadlineProblems(option, now),
      ];
  }
}

function labelProblems(option: ReplyOption): ReplyProblem[] {
  const labels = filledIn(option.labels);
  return [
    ...(labels.length < FEWEST_LABELS ? ["reply_labels_missing" as const] : []),
    ...(isRepeated(labels) ? ["reply_label_repeated" as const] : []),
  ];
}

/** Two answers that read the same are one. */
export function isRepeated(labels: readonly string[]): boolean {
  return new Set(labels.map((each) => each.toLowerCase())).size < labels.length;
}

function fieldProblems({ fields }: ReplyOption): ReplyProblem[] {
  if (fields.length === 0) return ["reply_fields_missing"];
  const choices = fields.filter(({ kind }) => kind === "choice");
  const isOpen = choices.some(({ options }) => {
    const labels = filledIn(options);
    return labels.length < FEWEST_LABELS || isRepeated(labels);
  });
  const files = fields.filter(({ kind }) => kind === "file").length;
  return [
    ...(fields.some(({ label }) => !label.trim()) ? ["reply_field_without_label" as const] : []),
    ...(isOpen ? ["reply_field_options" as const] : []),
    ...(files > MOST_FILE_FIELDS ? ["reply_files_too_many" as const] : []),
  ];
}

function deadlineProblems({ deadline }: ReplyOption, now: Date): ReplyProblem[] {
  if (deadline === "") return [];
  if (!isCalendarDate(deadline)) return ["reply_deadline_invalid"];
  return deadline < calendarDateOf(now) ? ["reply_deadline_past"] : [];
}

/** The service's own site: an address that browsers protect. */
export function isReplyLink(text: string): boolean {
  if (!/^https:\/\/[^\s"<>\\]+$/i.test(text)) return false;
  if (!URL.canParse(text)) return false;
  const { username, password, hostname } = new URL(text);
  return username === "" && password === "" && hostname.includes(".");
}

/** What was left empty is not offered. */
export function filledIn(labels: readonly string[]): string[] {
  return labels.map((each) => each.trim()).filter(Boolean);
}

/** What the reply page will ask; null for what is not answered there, or is not complete. */
export function askedOf(option: ReplyOption): AskedReply | null {
  const { kind, question } = option;
  const parsed = askedReplySchema.safeParse({
    kind,
    question: question.trim(),
    labels: filledIn(option.labels),
    fields: option.fields.map((field) => ({
      ...field,
      label: field.label.trim(),
      options: field.kind === "choice" ? filledIn(field.options) : [],
    })),
  });
  return parsed.success ? parsed.data : null;
}
