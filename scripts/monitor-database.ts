/** `npm run monitor -- --database`: an operator's check of the database against its own log. */
import { join } from "node:path";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/db";
import { environment } from "@/lib/env";
import { readOptional } from "@/lib/optional-file";
import type { LogKey } from "@/lib/proofs/checkpoint";
import { readLogKeys, readOlderKeys } from "@/lib/proofs/data";
import { inspectDatabase } from "@/lib/proofs/inspection/data";
import type { Inspection, InspectionFinding } from "@/lib/proofs/inspection/schema";
import { Failure } from "./failure";

const SENTENCES: Record<InspectionFinding["code"], string> = {
  checkpoint_not_ours: "a state of the log is not signed by the log's key",
  checkpoint_changed: "a state of the log is not the one that its entries lead to",
  stamp_changed: "a time stamp is not over the state of the log that it is kept with",
  state_not_the_one_witnessed: "a state of the log is not the one that a witness signed",
  log_shorter_than_remembered: "the log is shorter than what was signed last: it was set back",
  log_not_the_one_remembered: "the log is not the one that was signed last",
  leaf_missing: "nothing stands at a place of the log: what stood there was taken away",
  leaf_twice: "two things say that they stand at the same place of the log",
  leaf_beyond_newest_state: "there are entries behind the newest state: states were taken away",
  node_changed: "a hash of the tree was changed",
  node_missing: "a hash of the tree was taken away",
  node_surplus: "the tree has more hashes than its size allows",
  evidence_changed: "an evidence is not the one that was entered",
  evidence_row_differs: "the row of an evidence says something else than the evidence",
  delivery_missing: "the delivery or the row of an evidence is gone",
  delivery_differs: "a delivery says something else than its evidence",
  message_differs: "a message says something else than what was ordered",
  delivery_without_evidence: "a delivery claims what no evidence tells",
  record_changed: "a record is not the one that was entered",
  record_missing: "a record that was entered is gone",
  erasure_not_on_record: "an order says that it was erased, and no audit record of that is there",
  erasure_differs:
    "an erased order is not the one that was entered, or not what its erasing left of it",
  row_without_leaf: "a row was written past the log",
  leaf_late: "rows have waited for the log for more than ten minutes",
  dated_back: "a record claims a time more than a day before it was entered",
};

/** The findings in words, each with where; and whether there are none. */
export async function inspectOwnDatabase(): Promise<{ lines: string[]; isWell: boolean }> {
  const { KEYS_DIR } = environment();
  const kept = await readOptional(join(KEYS_DIR, "log.checkpoint"));
  try {
    const inspection = await inspectDatabase(systemActor("inspect_database"), {
      keys: [
        ...(await readOwnKeys(join(KEYS_DIR, "log.vkey"))),
        ...(await readOlderKeys(KEYS_DIR)),
      ],
      remembered: kept,
    });
    const lines = [...linesOf(inspection)];
    if (!kept) lines.push(`NOTE there is no ${join(KEYS_DIR, "log.checkpoint")} to compare with`);
    return { lines, isWell: inspection.findings.length === 0 };
  } finally {
    await closeDatabase();
  }
}

async function readOwnKeys(file: string): Promise<LogKey[]> {
  const keys = await readLogKeys(file);
  if (keys.length === 0) throw new Failure(`${file} holds no key of a log.`);
  return keys;
}

function linesOf(inspection: Inspection): string[] {
  const { findings, totals, size, counts, checkpoints, erased, erasedCount } = inspection;
  const wrong = findings.map(({ code, detail }) => {
    const where = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
    return `WRONG [${code}] ${SENTENCES[code]}${where.length > 0 ? `: ${where.join(", ")}` : ""}`;
  });
  const told = (code: string) => findings.filter((finding) => finding.code === code).length;
  const more = Object.entries(totals).flatMap(([code, total]) =>
    total > told(code) ? [`      [${code}] ${total} times in all`] : [],
  );
  const kinds = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  const gone = erased.map(
    ({ id, index, at, months }) =>
      `ERASED contents of message ${id} (entry ${index}) erased on ${at}${months === null ? "" : `, kept for ${months} months after it was over`}`,
  );
  return [
    ...wrong,
    ...more,
    ...gone,
    ...(erasedCount > erased.length ? [`      ${erasedCount} erased messages in all`] : []),
    `${wrong.length > 0 ? "see above" : "well"}: ${size} entries (${kinds.join(", ") || "none"}), ${checkpoints} signed states`,
  ];
}
