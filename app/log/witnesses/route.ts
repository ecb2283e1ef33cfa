import { logFile } from "@/lib/proofs/log-file";
import { witnessesFile } from "@/lib/proofs/witnesses/data";

/** Each witness's key and the newest checkpoint that it signed; empty when there is none. */
export async function GET(): Promise<Response> {
  return logFile(await witnessesFile(), "text/plain; charset=utf-8", "changing");
}
