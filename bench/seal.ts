/**
 * `npm run bench:seal`: signatures of the seal a second by a key file and by a token (SoftHSM2 over PKCS #11),
 * over the same bytes in the same run: as the sequencer asks for them, many at once, and one after the other.
 * Needs the Debian packages softhsm2 and p11-kit.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTestToken } from "@/lib/gateways/fixtures";
import { openSealSigner, type Signer } from "@/lib/gateways/signer";
import { ensureKeys } from "@/scripts/keys";
import { machine } from "./machine";

const SIGNATURES = 10_000;
/** What the sequencer asks for at once. */
const AT_ONCE = 500;
const ONE_BY_ONE = 2_000;
const LEAST_PER_SECOND = 3_000;
/** An evidence's size. */
const bytes = randomBytes(4_000);

const keysDir = await mkdtemp(join(tmpdir(), "bench-seal-"));
const organisations = [{ enterpriseNumber: "0000000097", name: "Stad Maanrode" }];
await ensureKeys({ keysDir, portalUrl: "http://localhost:3000", organisations });
const token = await makeTestToken(keysDir);
await token.importKey(join(keysDir, "seal.key.pem"), "seal");
const signers = {
  "key file": await openSealSigner(keysDir, "seal", null),
  "token (SoftHSM2)": await openSealSigner(keysDir, "seal", token.settings),
};

console.log(`Machine: ${machine()}`);
const rates: number[] = [];
for (const [name, signer] of Object.entries(signers)) {
  await together(signer, AT_ONCE);
  const many = await rateOf(SIGNATURES, () => together(signer, SIGNATURES));
  const single = await rateOf(ONE_BY_ONE, async () => {
    for (let done = 0; done < ONE_BY_ONE; done += 1) await signer.sign(bytes);
  });
  rates.push(many);
  console.log(
    `${name.padEnd(18)} ${many.toFixed(0).padStart(6)} /s ${AT_ONCE} at once   ${single.toFixed(0).padStart(6)} /s one by one`,
  );
}
const [byFile = 1, byToken = 0] = rates;
console.log(`Token ÷ key file ${(byToken / byFile).toFixed(2)}`);
console.log(`Token ÷ limit of ${LEAST_PER_SECOND} /s ${(byToken / LEAST_PER_SECOND).toFixed(2)}`);
signers["token (SoftHSM2)"].close?.();
await rm(keysDir, { recursive: true });

async function together(signer: Signer, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => signer.sign(bytes)));
  }
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (count * 1000) / (performance.now() - from);
}
