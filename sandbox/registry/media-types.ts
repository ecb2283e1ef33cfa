/** The media types of the contract (v2.1, Attachment.mediaType). */
export const mediaTypes: readonly string[] = [
  "application/pdf",
  "application/zip",
  "text/csv",
  "text/html",
  "text/plain",
  "text/xml",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
  "application/vnd.oasis.opendocument.graphics",
  "application/vnd.ms-excel",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.ms-powerpoint",
  "application/msword",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
];
