/** A fingerprint of everything that a build depends on, so that nothing is built twice in vain. */
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What no page is made of, or the build itself makes. Everything else counts, so that a new folder cannot be forgotten. */
const apart = new Set([
  ...["node_modules", "coverage", "test-results", "playwright-report"],
  ...["docs", "e2e", "sandbox", "bench", "scripts", "worker"],
  ...["prisma/generated", "prisma/migrations", "prisma/seed"],
]);

function counts(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (apart.has(path) || (name.startsWith(".") && !name.startsWith(".env"))) return false;
  return !/\.(test\.tsx?|md|tsbuildinfo|d\.json\.ts)$|^next-env\.d\.ts$/.test(name);
}

async function list(root: string, folder = ""): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (!counts(path)) continue;
    if (entry.isDirectory()) paths.push(...(await list(root, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths;
}

/** Changes when a source, the lockfile or Node changes; `ignored` is a folder of data inside the root. */
export async function sourceHash(root: string, ignored: string): Promise<string> {
  const hash = createHash("sha256").update(`${process.version} ${process.platform}\n`);
  const paths = (await list(root)).filter((path) => !join(root, path).startsWith(`${ignored}/`));
  for (const path of paths.sort()) {
    const content = createHash("sha256").update(await readFile(join(root, path)));
    hash.update(`${path} ${content.digest("hex")}\n`);
  }
  return hash.digest("hex");
}
