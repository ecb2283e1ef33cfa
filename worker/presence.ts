import { Client } from "pg";
import { WORKER_LOCK } from "@/lib/worker-lock";

/**
 * Holds a lock for as long as this worker lives: PostgreSQL drops it with the connection, however
 * the process ends. Others see by it that a worker is there. One that finds itself alone tidies up
 * after the dead first, and nobody else may begin meanwhile: their work would look abandoned.
 */
export async function claimWorkerPresence(
  connectionString: string,
  tidyUp: () => Promise<void> = async () => undefined,
): Promise<{ release: () => Promise<void> }> {
  const client = new Client({ connectionString });
  await client.connect();
  // Losing the lock means losing the database: the process starts anew from a clean state.
  client.on("error", () => process.kill(process.pid, "SIGTERM"));
  const { rows } = await client.query<{ alone: boolean }>(
    "SELECT pg_try_advisory_lock($1) AS alone",
    [WORKER_LOCK],
  );
  const isAlone = rows[0]?.alone ?? false;
  try {
    if (isAlone) await tidyUp();
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.query("SELECT pg_advisory_lock_shared($1)", [WORKER_LOCK]);
  if (isAlone) await client.query("SELECT pg_advisory_unlock($1)", [WORKER_LOCK]);
  return { release: () => client.end() };
}
