/**
 * A strict reader of DER (X.690 §10), for certificates, CMS and time stamps that strangers hand
 * in. Small enough for the browser, and stricter than parsers that must live with the world's
 * mistakes: what has two encodings is accepted in one, so that no bit can change unseen.
 */
import { equalBytes, type Bytes } from "./bytes";

/** One value: its identifier octet, its content, its whole encoding and, if constructed, its parts. */
export type DerNode = { tag: number; content: Bytes; bytes: Bytes; children: DerNode[] };

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  octetStringInPieces: 0x24,
  null: 0x05,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const CONSTRUCTED = 0x20;
const CONTEXT = 0x80;
const DEEPEST = 32;
/** Larger than any certificate, seal or list that is read here: each level and each part costs memory. */
const LARGEST_BYTES = 1024 * 1024;

export function contextTag(number: number, isConstructed = true): number {
  return CONTEXT | (isConstructed ? CONSTRUCTED : 0) | number;
}

/** The one value that these bytes are; null when they are anything else, or more. */
export function readDer(bytes: Bytes): DerNode | null {
  const node = bytes.length > LARGEST_BYTES ? null : readNode(bytes, 0);
  return node?.bytes.length === bytes.length ? node : null;
}

/** Dotted form; null for anything but an object identifier. */
export function readObjectIdentifier(node: DerNode | undefined): string | null {
  if (node?.tag !== TAG.objectIdentifier) return null;
  const numbers: number[] = [];
  let value = 0;
  for (const byte of node.content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - 40 * root, ...rest].join(".");
}

/** A small non-negative integer; null for anything else. */
export function readSmallInteger(node: DerNode | undefined): number | null {
  if (node?.tag !== TAG.integer || node.content.length > 6 || (node.content[0] ?? 0x80) >= 0x80) {
    return null;
  }
  return node.content.reduce((value, byte) => value * 256 + byte, 0);
}

/** The octets of a bit string that has no unused bits. */
export function readBitString(node: DerNode | undefined): Bytes | null {
  return node?.tag === TAG.bitString && node.content[0] === 0 ? node.content.slice(1) : null;
}

/** UTCTime and GeneralizedTime as RFC 5280 §4.1.2.5 and RFC 3161 §2.4.2 write them, in UTC. */
export function readTime(node: DerNode | undefined): Date | null {
  if (node?.tag !== TAG.utcTime && node?.tag !== TAG.generalizedTime) return null;
  const text = String.fromCharCode(...node.content);
  const isShort = node.tag === TAG.utcTime;
  const [, year, month, day, hour, minute, second, fraction] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d*[1-9]))?Z$/.exec(text) ?? [];
  if (!year || (year.length === 2) !== isShort || (isShort && fraction)) return null;
  const fullYear = isShort ? (Number(year) < 50 ? `20${year}` : `19${year}`) : year;
  const milliseconds = (fraction ?? "").padEnd(3, "0").slice(0, 3);
  const time = new Date(`${fullYear}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}

function readNode(bytes: Bytes, depth: number): DerNode | null {
  const tag = bytes[0];
  // Tags beyond one octet occur in none of the structures that are read here.
  if (tag === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) return null;
  const length = readLength(bytes);
  if (!length || length.end > bytes.length) return null;
  const content = bytes.slice(length.start, length.end);
  const children = tag & CONSTRUCTED ? readChildren(content, depth + 1) : [];
  if (!children || !isWellFormed(tag, content)) return null;
  return { tag, content, bytes: bytes.slice(0, length.end), children };
}

function readChildren(content: Bytes, depth: number): DerNode[] | null {
  const children: DerNode[] = [];
  let rest = content;
  while (rest.length > 0) {
    const child = readNode(rest, depth);
    if (!child) return null;
    children.push(child);
    rest = rest.subarray(child.bytes.length);
  }
  return children;
}

/** Where the content starts and ends; null for a length written longer than needed. */
function readLength(bytes: Bytes): { start: number; end: number } | null {
  const first = bytes[1];
  if (first === undefined || first === 0x80) return null;
  if (first < 0x80) return { start: 2, end: 2 + first };
  const octets = first & 0x7f;
  const start = 2 + octets;
  if (octets > 4 || start > bytes.length || bytes[2] === 0) return null;
  const length = bytes.slice(2, start).reduce((value, byte) => value * 256 + byte, 0);
  return length < 0x80 ? null : { start, end: start + length };
}

/** What DER asks of the primitive types that occur here. */
function isWellFormed(tag: number, content: Bytes): boolean {
  const [first, second] = content;
  switch (tag) {
    case TAG.boolean:
      return content.length === 1 && (first === 0x00 || first === 0xff);
    case TAG.integer:
      if (first === undefined || second === undefined) return first !== undefined;
      return !(first === 0x00 && second < 0x80) && !(first === 0xff && second >= 0x80);
    case TAG.bitString: {
      const last = content.at(-1) ?? 0;
      if (first === undefined || first > 7) return false;
      return content.length === 1 ? first === 0 : (last & ((1 << first) - 1)) === 0;
    }
    case TAG.null:
      return content.length === 0;
    case TAG.objectIdentifier:
      return isObjectIdentifier(content);
    // A sequence or a set has parts; their primitive forms do not exist.
    case TAG.sequence & ~CONSTRUCTED:
    case TAG.set & ~CONSTRUCTED:
      return false;
    default:
      return true;
  }
}

function isObjectIdentifier(content: Bytes): boolean {
  const isComplete = content.length > 0 && (content.at(-1) ?? 0x80) < 0x80;
  const startsPadded = content.some(
    (byte, index) => byte === 0x80 && (index === 0 || (content[index - 1] ?? 0) < 0x80),
  );
  return isComplete && !startsPadded;
}

/** An algorithm without parameters: absent or NULL, which both occur for the same algorithm. */
export function readPlainAlgorithm(node: DerNode | undefined): string | null {
  if (node?.tag !== TAG.sequence || node.children.length > 2) return null;
  const [identifier, parameters] = node.children;
  if (parameters && !equalBytes(parameters.bytes, new Uint8Array([TAG.null, 0]))) return null;
  return readObjectIdentifier(identifier);
}
