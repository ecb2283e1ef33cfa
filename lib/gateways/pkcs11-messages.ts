/**
 * The few messages of p11-kit's remote protocol (`p11-kit remote MODULE`) that finding a key and signing with
 * it need. Numbers are big-endian; CK_ULONG is eight bytes.
 *
 * @see https://github.com/p11-glue/p11-kit/blob/master/p11-kit/rpc-message.h
 * @see OASIS PKCS #11 2.40
 */
type Call = { id: number; request: string };

const CALLS = {
  initialize: { id: 1, request: "ayyay" },
  getSlotList: { id: 4, request: "yfu" },
  getTokenInfo: { id: 6, request: "u" },
  openSession: { id: 10, request: "uu" },
  login: { id: 18, request: "uuay" },
  findObjectsInit: { id: 26, request: "uaA" },
  findObjects: { id: 27, request: "ufu" },
  findObjectsFinal: { id: 28, request: "u" },
  signInit: { id: 42, request: "uMu" },
  sign: { id: 43, request: "uayfy" },
} as const satisfies Record<string, Call>;
export type CallName = keyof typeof CALLS;

const HANDSHAKE = "PRIVATE-GNOME-KEYRING-PKCS11-PROTOCOL-V-1";
const NOTHING = 0xffffffff;
export const HEADER_BYTES = 12;

export const CKA = { class: 0x0, label: 0x3, keyType: 0x100 } as const;
export const CKO_PRIVATE_KEY = 3;
export const CKK_EC = 3;
/** The token signs a digest that we made: r ‖ s. */
export const CKM_ECDSA = 0x1041;
export const CKF_SERIAL_SESSION = 4;
export const CKU_USER = 1;

/** What the module answered instead of a value, with the number of its error (CKR_…). */
export class TokenError extends Error {
  constructor(readonly code: number) {
    super(`the token answered 0x${code.toString(16)}`);
  }
}

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

export const ulong = (value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

export const byte = (value: number): Buffer => Buffer.from([value]);

const block = (bytes: Uint8Array): Buffer => Buffer.concat([uint32(bytes.length), bytes]);

/** An array that is there. */
export const bytesOf = (bytes: Uint8Array): Buffer => Buffer.concat([byte(1), block(bytes)]);

export const ulongAttribute = (type: number, value: number): Buffer =>
  Buffer.concat([uint32(type), byte(1), uint32(8), ulong(value)]);

export const textAttribute = (type: number, text: string): Buffer => {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([uint32(type), byte(1), uint32(bytes.length), block(bytes)]);
};

export const attributes = (list: readonly Buffer[]): Buffer =>
  Buffer.concat([uint32(list.length), ...list]);

export const mechanism = (type: number): Buffer => Buffer.concat([uint32(type), uint32(NOTHING)]);

export const handshake = (): Buffer[] => [
  bytesOf(Buffer.from(HANDSHAKE)),
  byte(0),
  bytesOf(Buffer.from([0])),
];

/** A whole message; `code` tells its answer apart. */
export function formatMessage(code: number, name: CallName, values: readonly Buffer[]): Buffer {
  const { id, request } = CALLS[name];
  const body = Buffer.concat([uint32(id), block(Buffer.from(request)), ...values]);
  return Buffer.concat([uint32(code), uint32(0), uint32(body.length), body]);
}

export type Answer = { code: number; size: number; values: Buffer };

/** The first whole answer of what came in; null while there is none. `size`: how much of it that is. */
export function takeAnswer(received: Buffer): Answer | null {
  if (received.length < HEADER_BYTES) return null;
  const start = HEADER_BYTES + received.readUInt32BE(4);
  const size = start + received.readUInt32BE(8);
  if (received.length < size) return null;
  return { code: received.readUInt32BE(0), size, values: received.subarray(start, size) };
}

/** What follows the call's name and signature. Throws what the module refused with. */
export function valuesOf(body: Buffer): Buffer {
  const start = 8 + body.readUInt32BE(4);
  if (body.readUInt32BE(0) === 0) throw new TokenError(Number(body.readBigUInt64BE(start)));
  return body.subarray(start);
}

export function readUlong(values: Buffer): bigint {
  return values.readBigUInt64BE(0);
}

export function readUlongs(values: Buffer): bigint[] {
  const count = values.readUInt32BE(1);
  return Array.from({ length: count }, (_, index) => values.readBigUInt64BE(5 + 8 * index));
}

export function readBytes(values: Buffer): Buffer {
  const length = values.readUInt32BE(1);
  return values.subarray(5, 5 + length);
}

/** The label that a token's description begins with, without the blanks that fill it. */
export function readLabel(values: Buffer): string {
  return values
    .subarray(4, 4 + values.readUInt32BE(0))
    .toString("utf8")
    .trimEnd();
}
