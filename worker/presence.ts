import { Client } from "pg";
import { WORKER_LOCK } from "@/lib/worker-lock";

/**
 * Holds a lock for as long as this worker lives: PostgreSQL drops it with the connection, however
 * the process ends. Others see by it that a worker is there.
 */
export async function claimWorkerPresence(
  connectionString: string,
): Promise<{ isAlone: boolean; release: () => Promise<void> }> {
  const client = new Client({ connectionString });
  await client.connect();
  // Losing the lock means losing the database: the process starts anew from a clean state.
  client.on("error", () => process.kill(process.pid, "SIGTERM"));
  const { rows } = await client.query<{ alone: boolean }>(
    "SELECT pg_try_advisory_lock($1) AS alone",
    [WORKER_LOCK],
  );
  await client.query("SELECT pg_advisory_lock_shared($1)", [WORKER_LOCK]);
  const isAlone = rows[0]?.alone ?? false;
  if (isAlone) await client.query("SELECT pg_advisory_unlock($1)", [WORKER_LOCK]);
  return { isAlone, release: () => client.end() };
}
