/**
 * Reads a bundle's ZIP, and refuses whatever `layOutContainer` would not have written for the same
 * files, with the nearest reason. Nothing is ever unpacked, so that nothing can blow up.
 */
import { ok, refuse, type Result } from "@/lib/result";
import { decodeUtf8, equalBytes, type Bytes } from "../bytes";
import {
  BUNDLE_MEDIA_TYPE,
  MEDIA_TYPE_NAME,
  SIGNATURE,
  crc32,
  layOutContainer,
  type ContainerEntry,
} from "./container";

export type ContainerFile = { name: string; bytes: Bytes };

export type ContainerRefusal =
  /** Not a ZIP, or not to its end. */
  | "container_malformed"
  /** Bytes before, between or behind the files, or a comment. */
  | "container_hidden_bytes"
  /** A second table of contents, by which another program would find other files. */
  | "container_two_directories"
  | "container_encrypted"
  /** A file in it is packed: another program wrote it anew, or it is meant to blow up. */
  | "container_packed"
  /** A name that leads out of its folder, or holds what no name should. */
  | "container_name_unsafe"
  /** Two files that would be one on a disk where capitals do not count. */
  | "container_name_twice"
  /** A file's own header says something else than the table of contents. */
  | "container_headers_differ"
  /** Two files that share bytes. */
  | "container_overlaps"
  | "container_checksum_wrong"
  | "container_too_many"
  /** In some other way not as this portal writes bundles. */
  | "container_not_as_written";

type Listed = ContainerEntry & { offset: number; flags: number; method: number; nameBytes: Bytes };

const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_FILES = 20_000;
const MOST_COMMENT = 0xffff;

/** By its first file, as programs know it: a ZIP of any other kind is a document like any other. */
export function isBundle(bytes: Uint8Array): boolean {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, LOCAL_BYTES + 64));
  return start.startsWith("PK\x03\x04") && start.includes(MEDIA_TYPE_NAME + BUNDLE_MEDIA_TYPE);
}

/** What lies in a bundle that can be read, whatever else is wrong with it: for telling what it is. */
export function readableMembers(bytes: Bytes): Bytes[] {
  const container = readContainer(bytes);
  return container.ok ? container.value.map((file) => file.bytes) : [];
}

export function readContainer(bytes: Bytes): Result<ContainerFile[], ContainerRefusal> {
  const end = readEnd(bytes);
  if (!end.ok) return end;
  const listed = readDirectory(bytes, end.value);
  if (!listed.ok) return listed;
  const problem = problemOfNames(listed.value) ?? problemOfPlaces(bytes, listed.value, end.value);
  if (problem) return refuse(problem);
  const files = listed.value.map(({ name, offset, size, nameBytes }) => {
    const start = offset + LOCAL_BYTES + nameBytes.length;
    return { name, bytes: bytes.slice(start, start + size) };
  });
  const isWhole = files.every((file, index) => crc32(file.bytes) === listed.value[index]?.crc32);
  if (!isWhole) return refuse("container_checksum_wrong");
  return isAsWritten(bytes, listed.value) ? ok(files) : refuse("container_not_as_written");
}

type End = { count: number; start: number; end: number };

/** The one record at the very end; where it stands elsewhere, something was laid behind it. */
function readEnd(bytes: Bytes): Result<End, ContainerRefusal> {
  const view = viewOf(bytes);
  const at = bytes.length - END_BYTES;
  if (at < 0) return refuse("container_malformed");
  if (view.getUint32(at, true) !== SIGNATURE.end || view.getUint16(at + 20, true) !== 0) {
    return refuse(hasEndBefore(view, at) ? "container_hidden_bytes" : "container_malformed");
  }
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  if (count > MOST_FILES) return refuse("container_too_many");
  if (view.getUint32(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count) {
    return refuse("container_malformed");
  }
  if (start + size !== at) {
    return refuse(start + size < at ? "container_hidden_bytes" : "container_malformed");
  }
  return ok({ count, start, end: at });
}

function hasEndBefore(view: DataView, at: number): boolean {
  for (let position = at; position >= Math.max(0, at - MOST_COMMENT); position -= 1) {
    if (view.getUint32(position, true) === SIGNATURE.end) return true;
  }
  return false;
}

function readDirectory(
  bytes: Bytes,
  { count, start, end }: End,
): Result<Listed[], ContainerRefusal> {
  const view = viewOf(bytes);
  const listed: Listed[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== SIGNATURE.central) {
      return refuse("container_malformed");
    }
    const [nameLength, extra, comment] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    const nameBytes = bytes.slice(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
    const name = decodeUtf8(nameBytes);
    if (name === null) return refuse("container_name_unsafe");
    listed.push({
      name,
      nameBytes,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += CENTRAL_BYTES + nameLength + extra + comment;
  }
  return at === end ? ok(listed) : refuse("container_malformed");
}

function problemOfNames(listed: readonly Listed[]): ContainerRefusal | null {
  const seen = new Set<string>();
  for (const { name, flags, method } of listed) {
    if (flags & 0x41) return "container_encrypted";
    if (method !== 0) return "container_packed";
    if (!isSafeName(name)) return "container_name_unsafe";
    const key = name.normalize("NFC").toLowerCase();
    if (seen.has(key)) return "container_name_twice";
    seen.add(key);
  }
  return null;
}

/** Each file right behind the one before, and its own header as the table of contents has it. */
function problemOfPlaces(
  bytes: Bytes,
  listed: readonly Listed[],
  { start }: End,
): ContainerRefusal | null {
  const view = viewOf(bytes);
  let end = 0;
  for (const { offset, size, crc32: checksum, flags, method, nameBytes } of listed) {
    if (offset < end) return "container_overlaps";
    if (offset > end) return "container_hidden_bytes";
    const at = end;
    if (at + LOCAL_BYTES + nameBytes.length + size > start) return "container_malformed";
    const isSame =
      view.getUint32(at, true) === SIGNATURE.local &&
      view.getUint16(at + 6, true) === flags &&
      view.getUint16(at + 8, true) === method &&
      view.getUint32(at + 14, true) === checksum &&
      view.getUint32(at + 18, true) === size &&
      view.getUint32(at + 22, true) === size &&
      view.getUint16(at + 26, true) === nameBytes.length &&
      view.getUint16(at + 28, true) === 0 &&
      equalBytes(bytes.subarray(at + LOCAL_BYTES, at + LOCAL_BYTES + nameBytes.length), nameBytes);
    if (!isSame) return "container_headers_differ";
    end = at + LOCAL_BYTES + nameBytes.length + size;
  }
  if (end === start) return null;
  const isDirectory = start - end >= 4 && view.getUint32(end, true) === SIGNATURE.central;
  return isDirectory ? "container_two_directories" : "container_hidden_bytes";
}

/** The bytes of the files are where they must be; what lies around them must be what we would write. */
function isAsWritten(bytes: Bytes, listed: readonly Listed[]): boolean {
  const { headers, tail, size } = layOutContainer(listed);
  if (size !== bytes.length) return false;
  const written = listed.map(({ offset }, index) => [offset, headers[index]] as const);
  return [...written, [size - tail.length, tail] as const].every(
    ([at, piece]) => piece && equalBytes(bytes.subarray(at, at + piece.length), piece),
  );
}

function isSafeName(name: string): boolean {
  if (name === "" || name.length > 255 || /^[a-z]:|[\\\p{Cc}\p{Cs}\u2028\u2029]/iu.test(name)) {
    return false;
  }
  const parts = name.split("/");
  return parts.length <= 4 && parts.every((part) => part !== "" && part !== "." && part !== "..");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
