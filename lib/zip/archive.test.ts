import { zipSync, strToU8 } from "fflate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openArchive } from "./archive";
import { makeZip, unzipWhole, type ZipFixture } from "./fixtures";
import { type ZipLimits } from "./schema";
import { sourceOfBytes } from "./source";

const letter: ZipFixture = { name: "brief.pdf", content: "%PDF-1.7 brief" };
const other: ZipFixture = { name: "bijlage.pdf", content: "%PDF-1.7 bijlage" };

test("files come out as they went in, packed or not", async () => {
  const zip = makeZip([
    letter,
    { ...other, method: 0 },
    { ...other, name: "c/d.pdf", hasDescriptor: true },
  ]);
  expect(await unzipWhole(zip)).toEqual({
    "brief.pdf": "%PDF-1.7 brief",
    "bijlage.pdf": "%PDF-1.7 bijlage",
    "c/d.pdf": "%PDF-1.7 bijlage",
  });
});

test("what other programs make is read", async () => {
  const zip = zipSync({ "map/brief.pdf": strToU8("een"), "map/leeg.pdf": strToU8("") });
  expect(await unzipWhole(zip)).toEqual({ "map/brief.pdf": "een", "map/leeg.pdf": "" });
  expect(await unzipWhole(makeZip([letter], { comment: "gemaakt met zorg" }))).toHaveProperty([
    "brief.pdf",
  ]);
  expect(await unzipWhole(makeZip([]))).toEqual({});
});

test("names come out composed, whoever wrote them", async () => {
  const zip = makeZip([
    { name: "Ame\u0301lie.pdf" },
    { name: Buffer.from("Jürgen.pdf"), flags: 0 },
    { name: Buffer.from("Lef\x82bvre.pdf", "latin1"), flags: 0 },
  ]);
  expect(Object.keys(await unzipWhole(zip))).toEqual([
    "Am\u00e9lie.pdf",
    "Jürgen.pdf",
    "Lef\u00e9bvre.pdf",
  ]);
});

test("folders, and what systems add unasked, are left out", async () => {
  const names = ["map/", "map/a.pdf", "__MACOSX/map/._a.pdf", "map/.DS_Store", "Thumbs.db"];
  expect(Object.keys(await unzipWhole(makeZip(names.map((name) => ({ name })))))).toEqual([
    "map/a.pdf",
  ]);
});

test("a ZIP in a ZIP is a file like any other", async () => {
  const inner = makeZip([letter]);
  expect(
    Object.keys(await unzipWhole(makeZip([{ name: "in.zip", content: inner, method: 0 }]))),
  ).toEqual(["in.zip"]);
});

test.each([
  "/etc/passwd",
  "../brief.pdf",
  "a/../../brief.pdf",
  "./brief.pdf",
  "a//b.pdf",
  "a\\b.pdf",
  "C:brief.pdf",
  "a\0.pdf",
  "a\nb.pdf",
  "a/b/c/d/e/f/g/h/i.pdf",
  "",
  "x".repeat(1025),
])("the name %j is refused", async (name) => {
  expect(await unzipWhole(makeZip([{ name }]))).toMatchObject({ code: "unsafe_name" });
});

test("a name that says it is UTF-8 and is not, is refused", async () => {
  const zip = makeZip([{ name: Buffer.from("\xe9.pdf", "latin1") }]);
  expect(await unzipWhole(zip)).toEqual({ code: "unsafe_name", name: "é.pdf" });
});

test.each([
  [["a.pdf", "a.pdf"]],
  [["a.pdf", "A.PDF"]],
  [["\u00e9.pdf", "e\u0301.pdf"]],
  [["a", "a/b.pdf"]],
  [["a/b.pdf", "A"]],
])("the names %j are one and are refused", async (names) => {
  const zip = makeZip(names.map((name) => ({ name })));
  expect(await unzipWhole(zip)).toMatchObject({ code: "duplicate_name" });
});

const small: Partial<ZipLimits> = { entries: 3, entryBytes: 4_000_000, totalBytes: 6_000_000 };

test.each<[string, Buffer, string]>([
  ["a file without bytes", Buffer.alloc(0), "not_a_zip"],
  ["a file that is no ZIP", Buffer.from("%PDF-1.7"), "not_a_zip"],
  ["half a ZIP", makeZip([letter]).subarray(0, 60), "damaged"],
  ["an entry that asks for a password", makeZip([{ ...letter, flags: 0x801 }]), "encrypted"],
  ["strong encryption", makeZip([{ ...letter, flags: 0x841 }]), "encrypted"],
  ["a way of packing nobody uses", makeZip([{ ...letter, method: 12 }]), "damaged"],
  ["a link", makeZip([{ ...letter, attributes: 0xa1ff0000 }]), "special_file"],
  ["a device", makeZip([{ ...letter, attributes: 0x21ff0000 }]), "special_file"],
  [
    "one entry too many",
    makeZip(["a", "b", "c", "d"].map((name) => ({ name }))),
    "too_many_entries",
  ],
  ["a table that promises more entries", makeZip([letter], { count: 2 }), "damaged"],
  [
    "a file that is too large",
    makeZip([{ name: "a", content: Buffer.alloc(4_000_001, "ab1"), method: 0 }]),
    "unpacks_too_large",
  ],
  [
    "files that are too large together",
    makeZip(["a", "b"].map((name) => ({ name, content: Buffer.alloc(3_100_000), method: 0 }))),
    "unpacks_too_large",
  ],
  [
    "a file that unpacks to a thousand times its size",
    makeZip([{ name: "a", content: Buffer.alloc(2_000_000) }]),
    "unpacks_too_large",
  ],
  [
    "a file that unpacks to more than it said",
    makeZip([
      { name: "a", content: "x".repeat(90_000), central: { size: 10 }, local: { size: 10 } },
    ]),
    "damaged",
  ],
  [
    "a file that unpacks to less than it said",
    makeZip([{ name: "a", content: "xx", central: { size: 10 }, local: { size: 10 } }]),
    "damaged",
  ],
  ["a wrong checksum", makeZip([{ ...letter, central: { crc: 1 }, local: { crc: 1 } }]), "damaged"],
  ["two names for one file", makeZip([{ ...letter, local: { name: "andere.pd" } }]), "ambiguous"],
  ["two sizes for one file", makeZip([{ ...letter, local: { size: 1 } }]), "ambiguous"],
  ["two ways of packing", makeZip([{ ...letter, local: { method: 0 } }]), "ambiguous"],
  ["a password for some", makeZip([{ ...letter, local: { flags: 0x801 } }]), "ambiguous"],
  [
    "two entries over one file",
    makeZip([letter, { ...other, central: { offset: 0 } }]),
    "ambiguous",
  ],
  ["bytes before the first file", makeZip([{ ...letter, gap: Buffer.from("MZ") }]), "ambiguous"],
  ["a whole ZIP before the ZIP", makeZip([{ ...letter, gap: makeZip([other]) }]), "ambiguous"],
  [
    "a file that no table names",
    makeZip([letter, { ...other, gap: makeZip([other]) }]),
    "ambiguous",
  ],
  ["bytes after the table", makeZip([letter], { tail: Buffer.from("x") }), "ambiguous"],
  ["a ZIP behind a ZIP", Buffer.concat([makeZip([letter]), makeZip([other])]), "damaged"],
  ["a folder with content", makeZip([{ name: "map/", content: "x" }]), "ambiguous"],
  ["bytes after its end", Buffer.concat([makeZip([letter]), Buffer.from("x")]), "damaged"],
])("%s is refused", async (_, bytes, code) => {
  expect(await unzipWhole(bytes, small)).toMatchObject({ code });
});

test("the disk's own faults are no refusals", async () => {
  const bytes = makeZip([letter]);
  const read = () => Promise.reject(new Error("the disk is gone"));
  await expect(openArchive({ size: bytes.length, read })).rejects.toThrow("the disk is gone");
});

test("whatever is changed in a ZIP, the answer is its files or a refusal", async () => {
  const zip = makeZip([
    letter,
    { ...other, hasDescriptor: true },
    { name: "c", content: "x".repeat(999) },
  ]);
  const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(zip.length), { freq: 4 }),
      async (changes, cut) => {
        const bytes = Buffer.from(zip);
        for (const [at, value] of changes) bytes[at] = value;
        await unzipWhole(bytes.subarray(0, cut ?? undefined), { ...small, isGapless: false });
      },
    ),
    { numRuns: 2000 },
  );
});

test("ten thousand small files are listed in a few dozen reads", async () => {
  const zip = makeZip(Array.from({ length: 10_000 }, (_, index) => ({ name: `${index}.pdf` })));
  const source = sourceOfBytes(zip);
  let reads = 0;
  const archive = await openArchive({
    size: source.size,
    read: (into, position) => {
      reads += 1;
      return source.read(into, position);
    },
  });
  expect(archive.ok && archive.value).toHaveLength(10_000);
  expect(reads).toBeLessThan(100);
});
