import { listStatements } from "@/lib/proofs/log/data";
import { logFile } from "@/lib/proofs/log-file";

/** What the portal states about its own keys, each sealed and with its place in the log. */
export async function GET(): Promise<Response> {
  const bytes = new TextEncoder().encode(JSON.stringify(await listStatements()));
  return logFile(bytes, "application/json", "changing");
}
