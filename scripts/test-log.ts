import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/db";
import { environment } from "@/lib/env";
import { concatBytes, type Bytes } from "@/lib/proofs/bytes";
import { makeTestAuthority } from "@/lib/proofs/fixtures";
import { sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { stopTypst } from "@/lib/typst/compile";
import { ensureKeys } from "@/scripts/keys";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

/** A database with the test house, keys, and a time-stamp authority that it was told to trust. */
export type TestLog = { actors: TestActors; close: () => Promise<void> };

export async function layTestLog(): Promise<TestLog> {
  const authority = await makeTestAuthority();
  const listening = await authority.listen();
  process.env.TIMESTAMP_URL = listening.url;
  await testDatabase();
  const { KEYS_DIR: keysDir, PORTAL_URL: portalUrl } = environment();
  const organisations = [{ enterpriseNumber: "0000000097", name: "Stad Maanrode" }];
  await ensureKeys({ keysDir, portalUrl, organisations });
  await writeFile(join(keysDir, "timestamp-ca.pem"), authority.caPem);
  return {
    actors: await layTestHouse(),
    close: async () => {
      await closeDatabase();
      await stopTypst();
      await listening.close();
      await authority.remove();
    },
  };
}

/** What waits is sealed, entered and stamped, as the worker does of itself within seconds. */
export async function enterAll(): Promise<void> {
  await sequenceLog(systemActor("sequence_log"));
  await stampCheckpoint(systemActor("stamp_checkpoint"));
}

/** All of what is handed out piece by piece. */
export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return concatBytes(...all);
}
