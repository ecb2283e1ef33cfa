/** What a bundle tells of itself: its form, its seal over the list of its files, and each file by that list. */
import { decodeUtf8, encodeHex, equalBytes, sha256 } from "./bytes";
import { readContainer, type ContainerFile } from "./bundles/container-reader";
import { BUNDLE_MEDIA_TYPE, MEDIA_TYPE_NAME } from "./bundles/container";
import { memberKind, type BundleMember } from "./bundles/layout";
import {
  MANIFEST_NAME,
  SIGNATURE_NAME,
  parseManifest,
  type ManifestEntry,
} from "./bundles/manifest";
import { brokenSeal, checkCmsSeal, type CheckedSeal } from "./cms-checks";
import type { GivenFile } from "./given-files";
import { proved, refused, type Check, type CheckReason } from "./report";
import type { Anchors } from "./trust";

export type CheckedBundle = Omit<CheckedSeal, "members"> & { members: BundleMember[] };

export async function checkBundle(
  file: GivenFile,
  anchors: Anchors,
  now: Date,
): Promise<CheckedBundle> {
  const broken = (code: "bundle_form" | "bundle_seal", reason: CheckReason): CheckedBundle => ({
    ...brokenSeal(file, code, reason),
    members: [],
  });
  const container = readContainer(file.bytes);
  if (!container.ok) return broken("bundle_form", container.refusal);
  const [first, ...files] = container.value;
  const isNamed = first?.name === MEDIA_TYPE_NAME;
  if (!isNamed || decodeUtf8(first.bytes) !== BUNDLE_MEDIA_TYPE) {
    return broken("bundle_form", "container_not_as_written");
  }
  const [manifest, signature] = [MANIFEST_NAME, SIGNATURE_NAME].map((name) =>
    files.find((candidate) => candidate.name === name),
  );
  if (!manifest || !signature) return broken("bundle_seal", "bundle_not_sealed");
  const listed = parseManifest(manifest.bytes);
  if (!listed.ok) return broken("bundle_seal", listed.refusal);
  const codes = { seal: "bundle_seal", stamp: "bundle_stamp" } as const;
  const rest = files.filter((candidate) => candidate !== manifest && candidate !== signature);
  const members = membersOf(file, rest);
  const sealed = { signature: signature.bytes, bytes: manifest.bytes, members };
  const seal = await checkCmsSeal(file, sealed, codes, anchors, now);
  // Without its seal the list is anybody's, and so is what it lists.
  if (!seal.sealer) return { ...seal, members: [] };
  const checks = await checkFiles(file.name, rest, listed.value);
  const form = proved("bundle_form", file.name, {});
  return { ...seal, checks: [form, ...seal.checks, ...checks], members };
}

function membersOf({ name: bundle }: GivenFile, files: readonly ContainerFile[]): BundleMember[] {
  return files.flatMap(({ name, bytes }) => {
    const kind = memberKind(name);
    return kind ? [{ name: `${bundle}/${name}`, bytes, kind }] : [];
  });
}

async function checkFiles(
  bundle: string,
  files: readonly ContainerFile[],
  listed: readonly ManifestEntry[],
): Promise<Check[]> {
  const checks: Check[] = [];
  const missing = new Map(listed.map((entry) => [entry.name, entry]));
  for (const { name, bytes } of files) {
    const path = `${bundle}/${name}`;
    const entry = missing.get(name);
    const digest = await sha256(bytes);
    missing.delete(name);
    const refuseFile = (reason: CheckReason) => checks.push(refused("bundle_file", path, reason));
    if (!entry) refuseFile("bundle_file_unlisted");
    else if (!equalBytes(entry.sha256, digest)) refuseFile("bundle_file_changed");
    else if (!memberKind(name)) refuseFile("bundle_file_unknown");
    else checks.push(proved("bundle_file", path, { sha256: encodeHex(digest) }));
  }
  for (const name of missing.keys()) {
    checks.push(refused("bundle_file", `${bundle}/${name}`, "bundle_file_missing"));
  }
  return checks;
}
