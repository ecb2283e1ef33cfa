/** The ZIP that an .xlsx or .ods is, as a set of named parts. */
import { openArchive, type ZipEntry } from "@/lib/zip/archive";
import { type ZipRefusal } from "@/lib/zip/schema";
import { type ByteSource } from "@/lib/zip/source";
import { SheetError, sheetError } from "./refusal";
import { type SheetLimits } from "./schema";

/** By their names in small letters, in which programs differ. */
export type Package = Map<string, ZipEntry>;

const ENTRIES = 10_000;
/** Lists repeat themselves: a sheet of one word in all its rows packs well over a hundred times. */
const RATIO = 600;

/** @throws SheetError */
export async function openPackage(source: ByteSource, limits: SheetLimits): Promise<Package> {
  const archive = await openArchive(source, {
    entries: ENTRIES,
    entryBytes: limits.unpackedBytes,
    totalBytes: limits.unpackedBytes,
    ratio: RATIO,
    depth: 20,
    isGapless: false,
  });
  if (!archive.ok) throw new SheetError(refusalOfZip(archive.refusal, limits));
  return new Map(archive.value.map((entry) => [entry.name.toLowerCase(), entry]));
}

export function refusalOfZip({ code }: ZipRefusal, limits: SheetLimits) {
  if (code === "encrypted") return { code };
  if (code === "too_many_entries" || code === "unpacks_too_large")
    return { code: "unpacks_too_large", limit: limits.unpackedBytes } as const;
  return { code: "damaged" } as const;
}

/** @throws SheetError `damaged` when the package names a part it does not hold. */
export function partOf(parts: Package, name: string): ZipEntry {
  const part = parts.get(name.toLowerCase());
  if (!part) throw sheetError("damaged");
  return part;
}
