import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireEnvironment } from "@/lib/env";
import { openLogSigner, openSealSigner } from "@/lib/gateways/signer";
import { getTrust } from "@/lib/proofs/data";
import { DEMONSTRATION_ORGANISATIONS, ensureKeys, type Secrets } from "./keys";
import { rootDirectory } from "./paths";
import { layPortalKeys } from "./portal-keys";

let directory: string;
let keysDir: string;
let portalKeysDir: string;
let secrets: Secrets;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "portal-keys-"));
  [keysDir, portalKeysDir] = [join(directory, "keys"), join(directory, "portal-keys")];
  const organisations = DEMONSTRATION_ORGANISATIONS;
  secrets = await ensureKeys({ keysDir, portalUrl: "https://portal.example", organisations });
  await writeFile(join(keysDir, "timestamp-ca.pem"), "the authority");
  await layPortalKeys({ keysDir, portalKeysDir, secrets });
});
afterAll(() => rm(directory, { recursive: true }));

describe("the portal's own key folder", () => {
  test("holds what it asks the eBox with and what it publishes, and nothing else", async () => {
    const mailbox = ["0000000097", "0000000196"].flatMap((number) =>
      ["cert.pem", "client-id", "key.pem"].map((extension) => `${number}.${extension}`),
    );
    expect((await readdir(join(portalKeysDir, "mailbox"))).sort()).toEqual(mailbox.sort());
    expect((await readdir(portalKeysDir)).sort()).toEqual(
      ["log.vkey", "mailbox", "seal-ca.pem", "secrets.env", "timestamp-ca.pem"].sort(),
    );
    expect(await readFile(join(portalKeysDir, "secrets.env"), "utf8")).not.toContain("DATABASE");
    expect((await stat(portalKeysDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(portalKeysDir, "secrets.env"))).mode & 0o777).toBe(0o600);
  });

  test("laid out again keeps nothing that does not belong there", async () => {
    await writeFile(join(portalKeysDir, "seal.key.pem"), "left behind");
    await layPortalKeys({ keysDir, portalKeysDir, secrets });
    expect(existsSync(join(portalKeysDir, "seal.key.pem"))).toBe(false);
  });

  test("is enough for the portal to start and to tell whom to trust, and seals nothing", async () => {
    for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, {
      KEYS_DIR: portalKeysDir,
      DATABASE_APP_URL: "postgresql://portal_app@127.0.0.1:9/portal",
    });
    expect(requireEnvironment("app").NEXTAUTH_SECRET).toBe(secrets.NEXTAUTH_SECRET);
    const trust = await getTrust();
    expect(trust.logKey).toMatch(/^portal\.example\/log\+/);
    expect([trust.sealCa.length, trust.timestampCa.length]).toEqual([1, 1]);
    await expect(openSealSigner(portalKeysDir)).rejects.toThrow("seal.key.pem");
    await expect(openLogSigner(portalKeysDir)).rejects.toThrow("log.key");
  });
});

test("no page and no route reaches the code that opens the keys for seal and log", async () => {
  const reached = await filesReachedFrom(["app", "proxy.ts"]);
  expect(reached.size).toBeGreaterThan(100);
  expect(reached).toContain("lib/proofs/data.ts");
  expect(reached).not.toContain("lib/gateways/signer.ts");
});

/** Every source file that these lead to by import, types aside, relative to the root. */
async function filesReachedFrom(starts: string[]): Promise<Set<string>> {
  const waiting: string[] = [];
  for (const start of starts) {
    const path = join(rootDirectory, start);
    const isFolder = (await stat(path)).isDirectory();
    const names = isFolder ? await readdir(path, { recursive: true }) : [];
    waiting.push(...(isFolder ? names.map((name) => join(path, name)) : [path]));
  }
  const reached = new Set<string>();
  for (const path of waiting) {
    const name = relative(rootDirectory, path);
    if (!/(?<!\.test)\.tsx?$/.test(path) || reached.has(name)) continue;
    reached.add(name);
    const source = await readFile(path, "utf8");
    const imports = source.matchAll(
      /(?:^|\n)(?:import|export)(?! type)[^;]*?from "([^"]+)"|import\("([^"]+)"\)/g,
    );
    for (const [, fixed, dynamic] of imports) {
      const target = fixed ?? dynamic ?? "";
      const base = target.startsWith("@/")
        ? join(rootDirectory, target.slice(2))
        : join(dirname(path), target);
      const found = [".ts", ".tsx"].map((extension) => `${base}${extension}`).find(existsSync);
      if (found && /^[@.]/.test(target)) waiting.push(found);
    }
  }
  return reached;
}
