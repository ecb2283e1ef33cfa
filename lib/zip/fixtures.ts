import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync } from "node:zlib";
import { openArchive } from "./archive";
import { ZipError } from "./refusal";
import { type ZipLimits, type ZipRefusal } from "./schema";
import { sourceOfBytes } from "./source";

type Header = {
  name: string | Buffer;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
};

export type ZipFixture = {
  name: string | Buffer;
  content?: string | Buffer;
  /** 0 stored, 8 deflated. */
  method?: number;
  flags?: number;
  /** Upper half: the mode of Unix. */
  attributes?: number;
  /** What one of the two headers says instead of the truth. */
  local?: Partial<Header>;
  central?: Partial<Header & { offset: number }>;
  /** Sizes stand after the file. */
  hasDescriptor?: boolean;
  /** Bytes that nothing names, before this entry. */
  gap?: Buffer;
};

/** A ZIP to the letter of the standard, and against it where asked. */
export function makeZip(
  entries: readonly ZipFixture[],
  { comment = "", count = entries.length, tail = Buffer.alloc(0) } = {},
): Buffer {
  const parts: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = 0;
  const put = (part: Buffer) => {
    parts.push(part);
    offset += part.length;
  };
  for (const entry of entries) {
    put(entry.gap ?? Buffer.alloc(0));
    const content = Buffer.from(entry.content ?? "");
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const header: Header = {
      name: entry.name,
      flags: (entry.flags ?? 0x800) | (entry.hasDescriptor ? 8 : 0),
      method,
      crc: crc32(content),
      packed: packed.length,
      size: content.length,
    };
    const later = entry.hasDescriptor ? { crc: 0, packed: 0, size: 0 } : {};
    const start = offset;
    put(localHeader({ ...header, ...later, ...entry.local }));
    put(packed);
    if (entry.hasDescriptor)
      put(numbers([0x08074b50, 4], [header.crc, 4], [packed.length, 4], [content.length, 4]));
    contents.push(
      centralHeader(
        { ...header, ...entry.central },
        entry.central?.offset ?? start,
        entry.attributes,
      ),
    );
  }
  const table = Buffer.concat(contents);
  const note = Buffer.from(comment, "latin1");
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [table.length, 4],
    [offset, 4],
    [note.length, 2],
  );
  return Buffer.concat([...parts, table, tail, end, note]);
}

function localHeader(header: Header): Buffer {
  const name = Buffer.from(header.name);
  const { flags, method, crc, packed, size } = header;
  return Buffer.concat([
    numbers([0x04034b50, 4], [20, 2], [flags, 2], [method, 2], [0, 4], [crc, 4]),
    numbers([packed, 4], [size, 4], [name.length, 2], [0, 2]),
    name,
  ]);
}

function centralHeader(header: Header, offset: number, attributes = 0): Buffer {
  const name = Buffer.from(header.name);
  const { flags, method, crc, packed, size } = header;
  return Buffer.concat([
    numbers([0x02014b50, 4], [20, 2], [20, 2], [flags, 2], [method, 2], [0, 4], [crc, 4]),
    numbers([packed, 4], [size, 4], [name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2]),
    numbers([attributes, 4], [offset, 4]),
    name,
  ]);
}

function numbers(...fields: [value: number, bytes: number][]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}

/** Every file of an archive as text, or why not. */
export async function unzipWhole(
  bytes: Uint8Array,
  limits?: Partial<ZipLimits>,
): Promise<Record<string, string> | ZipRefusal> {
  const archive = await openArchive(sourceOfBytes(bytes), limits);
  if (!archive.ok) return archive.refusal;
  const files: Record<string, string> = {};
  try {
    for (const entry of archive.value)
      files[entry.name] = (await buffer(entry.open())).toString("utf8");
  } catch (error) {
    if (error instanceof ZipError) return error.refusal;
    throw error;
  }
  return files;
}
