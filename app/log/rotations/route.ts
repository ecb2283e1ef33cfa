import { listLogKeyRotations } from "@/lib/proofs/log/data";
import { logFile } from "@/lib/proofs/log-file";

/** Each new key of the log with a state that the old key and it signed, oldest first; empty when there is none. */
export async function GET(): Promise<Response> {
  return logFile(await listLogKeyRotations(), "text/plain; charset=utf-8", "changing");
}
