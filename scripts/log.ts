/**
 * `npm run log -- COMMAND`: what an operator does with the log's keys and stamps, with the worker's
 * environment.
 *
 * - `rotate-key`: a new key for the log, introduced by the old one. The worker must be stopped.
 * - `rotate-seal`: has the key in `next.key.pem` with `next.chain.pem` seal from now on. The same.
 * - `stamp-again`: one more time stamp over the newest state, which renews every older proof.
 */
import { pathToFileURL } from "node:url";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/db";
import { environment } from "@/lib/env";
import { openLogKeeper, stampAgain } from "@/lib/proofs/jobs";
import { finishSealRotation, rotateLogKey, rotateSeal } from "@/lib/proofs/rotation/jobs";
import type { RotationRefusal } from "@/lib/proofs/rotation/schema";
import { Failure, runMain } from "./failure";

const REFUSALS: Record<RotationRefusal, string> = {
  worker_running: "A worker is running, which would go on with the old key. Stop it first.",
  nothing_signed:
    "Nothing was signed yet: nobody relies on this key. Take log.key and log.vkey away instead, and run npm run keys.",
  log_inconsistent:
    "The newest state of the log is not signed by its key: run npm run monitor -- --database.",
  seal_unfit:
    "Lay next.key.pem (P-256) and next.chain.pem (its certificate first, for seals) in the folder of keys.",
};

const COMMANDS: Record<string, () => Promise<string[]>> = {
  "rotate-key": async () => {
    const done = await rotateLogKey(systemActor("rotate_log_key"), await openLogKeeper());
    if (!done.ok) throw new Failure(REFUSALS[done.refusal]);
    return [
      `The log's key is now ${done.value.key}`,
      `It was ${done.value.older}`,
      "Copy log.vkey and log.older-vkeys into the portal's folder of keys, then start worker and portal.",
    ];
  },
  "rotate-seal": async () => {
    if (await finishSealRotation(environment().KEYS_DIR)) {
      return ["The rotation that was interrupted is finished: start worker and portal."];
    }
    const done = await rotateSeal(systemActor("rotate_seal"), await openLogKeeper());
    if (!done.ok) throw new Failure(REFUSALS[done.refusal]);
    return [
      `The certificate that seals is now ${done.value.newer} (SHA-256)`,
      `It was ${done.value.older}`,
      "When its authority is another one, add it to seal-ca.pem in both folders of keys. Then start worker and portal.",
    ];
  },
  "stamp-again": async () => {
    const outcome = await stampAgain(systemActor("stamp_checkpoint"));
    if (outcome === "failed") throw new Failure("No authority stamped: see the line above.");
    return [
      outcome === "stamped"
        ? "The newest state of the log has one more time stamp, which covers everything before it."
        : "Nothing was signed yet.",
    ];
  },
};

async function main(): Promise<void> {
  const [word = "", ...more] = process.argv.slice(2);
  const command = more.length === 0 && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (!command) {
    throw new Failure(`Use: npm run log -- ${Object.keys(COMMANDS).join(" | ")}`);
  }
  try {
    for (const line of await command()) process.stdout.write(`${line}\n`);
  } finally {
    await closeDatabase();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) runMain(main);
