import {
  FILE_NAME_LIMIT,
  MEDIA_TYPES,
  scanStateSchema,
  type Attachment,
  type BoxLimits,
  type ChannelLimits,
  type MediaType,
  type ScanState,
} from "@/lib/attachments/schema";
import { printableLine } from "@/lib/printable";

export const MEGABYTE = 1024 * 1024;

export type FileRefusal = "attachment_too_large" | "attachment_empty" | "attachment_name";

/** What can be told of a file before it travels: the form and the upload route ask the same. */
export function fileRefusal(
  file: { name: string; size: number },
  megabytes: number,
): FileRefusal | null {
  if (file.size === 0) return "attachment_empty";
  if (file.size > megabytes * MEGABYTE) return "attachment_too_large";
  return cleanFileName(file.name) ? null : "attachment_name";
}

/** What a message may carry as long as nobody knows to whom it goes: one of the boxes must take it. */
export function widestLimits(limits: ChannelLimits): BoxLimits {
  const { citizen, enterprise } = limits;
  return {
    files: Math.max(citizen.files, enterprise.files),
    megabytes: Math.max(citizen.megabytes, enterprise.megabytes),
    totalMegabytes: Math.max(citizen.totalMegabytes, enterprise.totalMegabytes),
  };
}

/** What all boxes of these kinds take; of either one where nobody is addressed yet. */
export function limitsOfKinds(
  kinds: readonly ("citizen" | "enterprise")[],
  limits: ChannelLimits,
): BoxLimits {
  if (kinds.length === 0) return widestLimits(limits);
  const each = kinds.map((kind) => limits[kind]);
  return {
    files: Math.min(...each.map(({ files }) => files)),
    megabytes: Math.min(...each.map(({ megabytes }) => megabytes)),
    totalMegabytes: Math.min(...each.map(({ totalMegabytes }) => totalMegabytes)),
  };
}

export type FilesProblem = "attachment_not_pdf" | "attachments_over_limit";

/** What a box would refuse of files that are all right by themselves. */
export function filesProblems(
  files: readonly Pick<Attachment, "mediaType" | "size" | "scanState" | "isMainContent">[],
  kind: "citizen" | "enterprise",
  limits: ChannelLimits,
): FilesProblem[] {
  const kept = files.filter((file) => isKept(file.scanState));
  const isForeign = kept.some((file) => file.mediaType !== "application/pdf");
  const { files: most, megabytes, totalMegabytes } = limits[kind];
  const total = kept.reduce((sum, file) => sum + file.size, 0);
  const isOver =
    kept.filter((file) => !file.isMainContent).length > most ||
    kept.some((file) => file.size > megabytes * MEGABYTE) ||
    total > totalMegabytes * MEGABYTE;
  return [
    ...(kind === "citizen" && isForeign ? (["attachment_not_pdf"] as const) : []),
    ...(isOver ? (["attachments_over_limit"] as const) : []),
  ];
}

/** Checked and stored: it may be sent. */
export function isKept(state: ScanState): boolean {
  return state === "clean" || state === "not_scanned";
}

/** Only what was checked, and only what every box shows. */
export function canBeLetter(file: { mediaType: string; scanState: string }): boolean {
  const state = scanStateSchema.safeParse(file.scanState);
  return file.mediaType === "application/pdf" && state.success && isKept(state.data);
}

/** Something will still be found out, without anybody doing anything. */
export function isUnderCheck(state: ScanState): boolean {
  return !isKept(state) && state !== "refused";
}

/** The name as the recipient will see it: no path, nothing invisible; null when nothing is left. */
export function cleanFileName(name: string): string | null {
  const clean = (printableLine(name).split(/[/\\]/).at(-1) ?? "")
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "")
    .trim()
    .replace(/^\.+/, "")
    .trim();
  return clean && clean.length <= FILE_NAME_LIMIT ? clean : null;
}

const ENDINGS: Record<MediaType, string> = {
  "application/pdf": "pdf",
  "text/csv": "csv",
  "text/plain": "txt",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
};

/** The name with the ending of what is inside: a recipient's computer goes by that. */
export function fileNameFor(name: string, mediaType: MediaType): string {
  return withEnding(name, `.${ENDINGS[mediaType]}`);
}

function withEnding(name: string, ending: string): string {
  if (name.toLowerCase().endsWith(ending.toLowerCase())) return name;
  return `${name.slice(0, FILE_NAME_LIMIT - ending.length)}${ending}`;
}

/** The ending with its point, empty without one: what a renaming leaves as it is. */
export function endingOf(name: string): string {
  const point = name.lastIndexOf(".");
  return point > 0 ? name.slice(point) : "";
}

/** The name without its ending: what a renaming is about. */
export function stemOf(name: string): string {
  return name.slice(0, name.length - endingOf(name).length);
}

/** What was typed in place of `current`, with the ending that is there; null when nothing is left. */
export function renamed(current: string, typed: string): string | null {
  const clean = cleanFileName(typed);
  return clean && withEnding(clean, endingOf(current));
}

/** Recipients tell files apart by their names: a second "plan.pdf" becomes "plan (2).pdf". */
export function freeName(name: string, taken: readonly string[]): string {
  const isTaken = (candidate: string) =>
    taken.some((other) => other.toLowerCase() === candidate.toLowerCase());
  const ending = endingOf(name);
  for (let number = 2, candidate = name; ; number += 1) {
    if (!isTaken(candidate)) return candidate;
    const mark = ` (${number})`;
    const room = FILE_NAME_LIMIT - mark.length - ending.length;
    candidate = `${stemOf(name).slice(0, room)}${mark}${ending}`;
  }
}

const TEXT_ENDINGS: Record<string, MediaType> = { csv: "text/csv", txt: "text/plain" };

/**
 * The media type by content; plain text has no mark of its own, so there the name's ending counts,
 * when the bytes are text. `sniffed` is what the content's first bytes say, if anything.
 */
export function mediaTypeOf(
  name: string,
  sniffed: string | undefined,
  isText: boolean,
): MediaType | null {
  if (sniffed) return MEDIA_TYPES.find((type) => type === sniffed) ?? null;
  const ending = name.toLowerCase().split(".").at(-1) ?? "";
  return (isText && TEXT_ENDINGS[ending]) || null;
}

/** No byte that text does not have. */
export function looksLikeText(bytes: Uint8Array): boolean {
  return !bytes.includes(0);
}
