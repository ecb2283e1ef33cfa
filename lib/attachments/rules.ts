import {
  ATTACHMENT_MEGABYTES,
  FILE_NAME_LIMIT,
  MEDIA_TYPES,
  type MediaType,
} from "@/lib/attachments/schema";

export type FileRefusal = "attachment_too_large" | "attachment_empty" | "attachment_name";

/** What can be told of a file before it travels: the form and the upload route ask the same. */
export function fileRefusal(file: { name: string; size: number }): FileRefusal | null {
  if (file.size === 0) return "attachment_empty";
  if (file.size > ATTACHMENT_MEGABYTES * 1024 * 1024) return "attachment_too_large";
  return cleanFileName(file.name) ? null : "attachment_name";
}

/** The name as the recipient will see it: no path, no control characters; null when nothing is left. */
export function cleanFileName(name: string): string | null {
  const clean = (name.split(/[/\\]/).at(-1) ?? "")
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "")
    .trim()
    .replace(/^\.+/, "");
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
  const ending = `.${ENDINGS[mediaType]}`;
  if (name.toLowerCase().endsWith(ending)) return name;
  return `${name.slice(0, FILE_NAME_LIMIT - ending.length)}${ending}`;
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
