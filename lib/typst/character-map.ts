/**
 * Which characters a TrueType or OpenType font has: its `cmap` table (OpenType specification 1.9,
 * "cmap — Character to Glyph Index Mapping Table"), formats 4 and 12, which every current font uses.
 */
export type CharacterMap = { has: (codePoint: number) => boolean };

/** Throws `RangeError` or `Error` on bytes that are no such font: fonts come from our own packages. */
export function readCharacterMap(font: Uint8Array): CharacterMap {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = tableOffset(view, "cmap");
  const subtables = unicodeSubtables(view, table).map((offset) => readSubtable(view, offset));
  const known = new Set(subtables.flat());
  if (known.size === 0) throw new Error("the font maps no characters");
  return { has: (codePoint) => known.has(codePoint) };
}

function tableOffset(view: DataView, wanted: string): number {
  const count = view.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + index * 16;
    const tag = String.fromCharCode(
      ...[0, 1, 2, 3].map((position) => view.getUint8(record + position)),
    );
    if (tag === wanted) return view.getUint32(record + 8);
  }
  throw new Error(`the font has no ${wanted} table`);
}

/** Platform 0 is Unicode; platform 3 with encoding 1 or 10 is Windows' name for the same. */
function unicodeSubtables(view: DataView, table: number): number[] {
  const count = view.getUint16(table + 2);
  return Array.from({ length: count }, (_, index) => table + 4 + index * 8)
    .filter((record) => {
      const platform = view.getUint16(record);
      const encoding = view.getUint16(record + 2);
      return platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    })
    .map((record) => table + view.getUint32(record + 4));
}

function readSubtable(view: DataView, offset: number): number[] {
  const format = view.getUint16(offset);
  if (format === 4) return readSegments(view, offset);
  if (format === 12) return readGroups(view, offset);
  return [];
}

/** Format 4: segments of the basic plane, each with a delta or a list of glyphs. */
function readSegments(view: DataView, offset: number): number[] {
  const doubled = view.getUint16(offset + 6);
  const ends = offset + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  const found: number[] = [];
  for (let segment = 0; segment < doubled; segment += 2) {
    const start = view.getUint16(starts + segment);
    const end = view.getUint16(ends + segment);
    const delta = view.getUint16(deltas + segment);
    const range = view.getUint16(ranges + segment);
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const listed =
        range === 0 ? code : view.getUint16(ranges + segment + range + (code - start) * 2);
      const glyph = range !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) found.push(code);
    }
  }
  return found;
}

/** Format 12: groups over all planes. */
function readGroups(view: DataView, offset: number): number[] {
  const count = view.getUint32(offset + 12);
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const group = offset + 16 + index * 12;
    const start = view.getUint32(group);
    const end = view.getUint32(group + 4);
    const glyph = view.getUint32(group + 8);
    for (let code = start; code <= end; code += 1) {
      if (glyph + code - start !== 0) found.push(code);
    }
  }
  return found;
}
