/** Writes DER (X.690 §10), as far as the seals made here need it. */
import { concatBytes, type Bytes } from "./bytes";
import { TAG } from "./der";

/** One value: its identifier octet, its length and its content. */
export function derValue(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const body = concatBytes(...content);
  return concatBytes(new Uint8Array([tag, ...lengthOctets(body.length)]), body);
}

/** Dotted form. */
export function derObjectIdentifier(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const octets = [40 * first + second, ...rest].flatMap(base128);
  return derValue(TAG.objectIdentifier, new Uint8Array(octets));
}

export function derSmallInteger(value: number): Bytes {
  return derValue(TAG.integer, new Uint8Array([value]));
}

/** The members of a SET OF stand in the order of their encodings (X.690 §11.6). */
export function derSetOf(tag: number, members: readonly Uint8Array[]): Bytes {
  return derValue(tag, ...members.toSorted(compareBytes));
}

/** UTCTime, as RFC 5652 §11.3 asks for until 2049. */
export function derUtcTime(at: Date): Bytes {
  const digits = at.toISOString().replaceAll(/\D/g, "").slice(2, 14);
  return derValue(TAG.utcTime, new TextEncoder().encode(`${digits}Z`));
}

/** From r ‖ s, as JOSE and PKCS#11 have it, to the pair of DER integers that CMS asks for. */
export function derSignature(raw: Uint8Array): Bytes {
  const half = raw.length / 2;
  return derValue(
    TAG.sequence,
    derMagnitude(raw.subarray(0, half)),
    derMagnitude(raw.subarray(half)),
  );
}

function derMagnitude(magnitude: Uint8Array): Bytes {
  const start = magnitude.findIndex((byte) => byte !== 0);
  const minimal = magnitude.subarray(start < 0 ? magnitude.length - 1 : start);
  const sign = new Uint8Array((minimal[0] ?? 0) >= 0x80 ? 1 : 0);
  return derValue(TAG.integer, sign, minimal);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function base128(value: number): number[] {
  const octets = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    octets.unshift(0x80 | (rest % 128));
  }
  return octets;
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1);
}
