import { getTrust } from "@/lib/proofs/data";
import { logFile } from "@/lib/proofs/log-file";

/** The log's verifier key (C2SP signed-note), one line. */
export async function GET(): Promise<Response> {
  const { logKey } = await getTrust();
  return logFile(new TextEncoder().encode(`${logKey}\n`), "text/plain; charset=utf-8", "changing");
}
