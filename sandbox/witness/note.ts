/** Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), as a witness reads them. */
import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";

/** What keys sign, by the first byte of their material. */
export const KEY_TYPE = { log: 1, witness: 4 } as const;

export interface VerifierKey {
  name: string;
  id: Buffer;
  key: KeyObject;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
  /** What signatures cover. */
  text: string;
  lines: { name: string; bytes: Buffer }[];
}

const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

export function keyId(name: string, material: Buffer): Buffer {
  return createHash("sha256").update(`${name}\n`).update(material).digest().subarray(0, 4);
}

/** `name+hash+base64(0x01 ‖ public key)`; undefined for anything else. */
export function readVerifierKey(line: string): VerifierKey | undefined {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? [];
  const material = Buffer.from(encoded ?? "", "base64");
  if (name === undefined || material.length !== 33 || material[0] !== KEY_TYPE.log)
    return undefined;
  if (keyId(name, material).toString("hex") !== id) return undefined;
  const der = Buffer.concat([SPKI_HEAD, material.subarray(1)]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  return { name, id: keyId(name, material), key };
}

export function readCheckpoint(note: string): Checkpoint | undefined {
  const [, text, origin, size, root, block] =
    /^(([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/=]{44})\n)\n((?:— [^\n]+\n)+)$/.exec(note) ??
    [];
  if (text === undefined || origin === undefined || root === undefined) return undefined;
  const lines = (block ?? "").trimEnd().split("\n");
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, "base64"),
    text,
    lines: lines.map((line) => {
      const [, name = "", encoded = ""] = line.split(" ");
      return { name, bytes: Buffer.from(encoded, "base64") };
    }),
  };
}

/** Whether one of these keys signed it. */
export function isSignedBy({ text, lines }: Checkpoint, keys: readonly VerifierKey[]): boolean {
  return lines.some(({ name, bytes }) =>
    keys.some(
      ({ name: wanted, id, key }) =>
        name === wanted &&
        bytes.subarray(0, 4).equals(id) &&
        verify(null, Buffer.from(text), key, bytes.subarray(4)),
    ),
  );
}
