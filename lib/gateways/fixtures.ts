/** A token of SoftHSM2 for tests: its keys are imported from files, so that certificates can be made for them. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TokenSettings } from "./pkcs11";

const run = promisify(execFile);
/** Where Debian's package lays it. */
const MODULE = "/usr/lib/softhsm/libsofthsm2.so";
const PIN = "271828";

export type TestToken = {
  settings: TokenSettings;
  /** Takes in the key of a PKCS #8 file. */
  importKey: (file: string, label: string) => Promise<void>;
};

export async function makeTestToken(folder: string): Promise<TestToken> {
  const [tokens, configuration] = [join(folder, "tokens"), join(folder, "softhsm2.conf")];
  await mkdir(tokens, { recursive: true });
  await writeFile(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  // The module finds its tokens by this, in whichever process it is loaded.
  process.env.SOFTHSM2_CONF = configuration;
  const pins = ["--so-pin", "314159", "--pin", PIN];
  await run("softhsm2-util", ["--init-token", "--free", "--label", "seals", ...pins]);
  const pinFile = join(folder, "pin");
  await writeFile(pinFile, `${PIN}\n`, { mode: 0o600 });
  let imported = 0;
  return {
    settings: { module: MODULE, token: "seals", pinFile, timeoutMs: 5_000 },
    importKey: async (file, label) => {
      imported += 1;
      const id = String(imported).padStart(2, "0");
      const where = ["--token", "seals", "--label", label, "--id", id, "--pin", PIN];
      await run("softhsm2-util", ["--import", file, ...where]);
    },
  };
}
