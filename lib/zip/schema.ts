/** What a ZIP file may be before anything in it is looked at (PKWARE APPNOTE 6.3). */

/**
 * - `not_a_zip`: something else, whatever its name says
 * - `damaged`: begins like one and cannot be read to its end
 * - `encrypted`: a file in it asks for a password
 * - `too_many_entries`, `unpacks_too_large`: more, or larger once unpacked, than the limits allow
 * - `unsafe_name`: a name that leads out of its folder, is too deep, or holds what no file name should
 * - `duplicate_name`: two files that would be one on a disk where capitals do not count
 * - `special_file`: a link or a device, which stands for something outside
 * - `ambiguous`: its two tables of contents disagree, files overlap, or bytes belong to nothing, so
 *   that two programs would unpack two different things
 */
export const ZIP_REFUSALS = [
  "not_a_zip",
  "damaged",
  "encrypted",
  "too_many_entries",
  "unpacks_too_large",
  "unsafe_name",
  "duplicate_name",
  "special_file",
  "ambiguous",
] as const;
export type ZipRefusalCode = (typeof ZIP_REFUSALS)[number];

/** `name` is the file it is about, as far as it can be shown. */
export type ZipRefusal = { code: ZipRefusalCode; name?: string };

export type ZipLimits = {
  /** Files and folders together. */
  entries: number;
  /** Bytes of one file, unpacked. */
  entryBytes: number;
  /** Bytes of all files, unpacked. */
  totalBytes: number;
  /** How many times its packed size a file may unpack to; the first mebibyte is free. */
  ratio: number;
  /** Folders within folders, the file itself counted. */
  depth: number;
  /** Refuses bytes that no entry names. Off where nobody but us will ever unpack the file. */
  isGapless: boolean;
};

export const ZIP_LIMITS: ZipLimits = {
  entries: 100_000,
  entryBytes: 25 * 1024 * 1024,
  totalBytes: 4 * 1024 * 1024 * 1024,
  ratio: 200,
  depth: 8,
  isGapless: true,
};
