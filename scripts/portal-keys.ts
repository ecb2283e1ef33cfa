/**
 * The key folder of the portal itself. It asks the eBox and publishes what strangers check proofs
 * with; what seals evidence, signs the log or owns the database stays with the worker.
 */
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Secrets } from "./keys";

const PUBLIC_FILES = ["seal-ca.pem", "timestamp-ca.pem", "log.vkey"];
/** There since the log first changed its key, and where it has witnesses. */
const MAY_BE_THERE = ["log.older-vkeys", "log.witnesses"];

const PORTAL_SECRETS: readonly (keyof Secrets)[] = [
  "NEXTAUTH_SECRET",
  "NUMBER_ENCRYPTION_KEY",
  "NUMBER_SEARCH_KEY",
  "CSAM_CLIENT_ID",
  "CSAM_CLIENT_SECRET",
];

/** Lays the folder out anew from the worker's, so that nothing stays in it that is not the portal's. */
export async function layPortalKeys(order: {
  keysDir: string;
  portalKeysDir: string;
  secrets: Secrets;
}): Promise<void> {
  const { keysDir, portalKeysDir, secrets } = order;
  const beside = `${portalKeysDir}.new`;
  await rm(beside, { recursive: true, force: true });
  await mkdir(join(beside, "mailbox"), { recursive: true, mode: 0o700 });
  await chmod(beside, 0o700);
  const clients = (await readdir(join(keysDir, "mailbox"))).filter((name) => /^\d/.test(name));
  const there = MAY_BE_THERE.filter((name) => existsSync(join(keysDir, name)));
  for (const name of [
    ...PUBLIC_FILES,
    ...there,
    ...clients.map((client) => join("mailbox", client)),
  ]) {
    await writeFile(join(beside, name), await readFile(join(keysDir, name)), { mode: 0o600 });
  }
  const lines = PORTAL_SECRETS.map((name) => `${name}=${secrets[name]}\n`);
  await writeFile(join(beside, "secrets.env"), lines.join(""), { mode: 0o600 });
  await rm(portalKeysDir, { recursive: true, force: true });
  await rename(beside, portalKeysDir);
}
