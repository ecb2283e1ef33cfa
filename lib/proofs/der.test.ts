import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeHex, type Bytes } from "./bytes";
import { readDer, readObjectIdentifier, readSmallInteger, readTime } from "./der";

const der = (hexadecimal: string): Bytes =>
  decodeHex(hexadecimal.replaceAll(" ", "")) ?? new Uint8Array();

describe("the reader of DER", () => {
  test("reads a sequence and its parts", () => {
    const node = readDer(der("30 06 02 01 05 01 01 ff"));
    expect(node?.children.map(({ tag }) => tag)).toEqual([2, 1]);
    expect(readSmallInteger(node?.children[0])).toBe(5);
  });

  test("reads nothing larger than what it is for, whose parts would fill the memory", () => {
    const nulls = new Uint8Array(1024 * 1024);
    for (let at = 0; at < nulls.length; at += 2) nulls[at] = 5;
    const sequence = (content: Uint8Array) =>
      new Uint8Array([
        0x30,
        0x83,
        content.length >> 16,
        content.length >> 8,
        content.length,
        ...content,
      ]);
    expect(readDer(sequence(nulls))).toBeNull();
    expect(readDer(sequence(nulls.slice(0, 70_000)))?.children).toHaveLength(35_000);
  });

  test.each([
    ["2a 86 48 ce 3d 03 01 07", "1.2.840.10045.3.1.7"],
    ["55 04 61", "2.5.4.97"],
    ["60 86 48 01 65 03 04 02 01", "2.16.840.1.101.3.4.2.1"],
  ])("reads the object identifier %s", (content, dotted) => {
    const length = (content.length + 1) / 3;
    const node = readDer(der(`06 ${length.toString(16).padStart(2, "0")} ${content}`));
    expect(readObjectIdentifier(node ?? undefined)).toBe(dotted);
  });

  test.each([
    ["17", "261123062126Z", "2026-11-23T06:21:26.000Z"],
    ["17", "500101000000Z", "1950-01-01T00:00:00.000Z"],
    ["18", "20500101000000Z", "2050-01-01T00:00:00.000Z"],
    ["18", "20261123062126.25Z", "2026-11-23T06:21:26.250Z"],
    ["17", "20261123062126Z", null],
    ["18", "20261123062126.50Z", null],
    ["18", "20261123062126+0100", null],
    ["18", "20261323062126Z", null],
  ])("reads time %s %s as %s", (tag, text, time) => {
    const length = text.length.toString(16).padStart(2, "0");
    const node = readDer(der(`${tag} ${length} ${Buffer.from(text).toString("hex")}`));
    expect(readTime(node ?? undefined)?.toISOString() ?? null).toBe(time);
  });

  test.each([
    ["a byte after the end", "02 01 05 00"],
    ["a length longer than needed", "02 81 01 05"],
    ["a length with a leading zero", "02 82 00 81"],
    ["an indefinite length", "30 80 02 01 05 00 00"],
    ["an integer longer than needed", "02 02 00 05"],
    ["an integer of nothing", "02 00"],
    ["a truth that is neither", "01 01 01"],
    ["a null of something", "05 01 00"],
    ["unused bits that are used", "03 02 01 01"],
    ["an object identifier that does not end", "06 02 2a 86"],
    ["an object identifier with padding", "06 03 2a 80 01"],
    ["a sequence without parts inside it", "10 00"],
    ["a sequence that is too short", "30 05 02 01 05"],
    ["a tag of several octets", "1f 81 01 00"],
    ["nothing", ""],
  ])("refuses %s", (_, bytes) => {
    expect(readDer(der(bytes))).toBeNull();
  });

  test("refuses or reads any bytes, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const node = readDer(new Uint8Array(bytes));
        expect(node === null || node.bytes.length === bytes.length).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("refuses values nested beyond all reason", () => {
    let bytes = new Uint8Array([5, 0]);
    for (let depth = 0; depth < 40; depth += 1)
      bytes = new Uint8Array([0x30, bytes.length, ...bytes]);
    expect(readDer(bytes)).toBeNull();
  });
});
