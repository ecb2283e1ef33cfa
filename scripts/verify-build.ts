/**
 * `npm run verify:build [FILE]`: the program that checks proofs as one file without the product: it
 * needs Node.js and nothing else. The portal hands it out at `/verify.mjs`, and beside it the script that
 * does the same with other people's programs, at `/verify.sh`.
 */
import { build } from "esbuild";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runMain } from "./failure";
import { rootDirectory } from "./paths";

const HANDED_OUT = join(rootDirectory, "public", "verify.mjs");

export async function buildVerifier(file: string = HANDED_OUT): Promise<void> {
  await build({
    entryPoints: [join(rootDirectory, "scripts", "verify.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    alias: { "@": rootDirectory },
    // It looks for no installation around it: whom to trust is said on its command line.
    define: { STANDALONE: "true" },
    banner: {
      js: "// eBox Sender Portal: checks proofs, offline. EUPL-1.2. node verify.mjs FILE…",
    },
    legalComments: "inline",
    logLevel: "error",
  });
}

/** What the portal hands out to whoever checks. */
export async function layVerifiers(): Promise<void> {
  await buildVerifier();
  const script = join(rootDirectory, "lib", "proofs", "bundles", "verify.sh");
  await copyFile(script, join(rootDirectory, "public", "verify.sh"));
}

async function main(): Promise<void> {
  const file = process.argv[2] ?? HANDED_OUT;
  await buildVerifier(file);
  console.log(`The program that checks proofs is ${file}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) runMain(main);
