import { getCheckpoint } from "@/lib/proofs/data";
import { logFile } from "@/lib/proofs/log-file";

/** The newest signed checkpoint (C2SP tlog-tiles), byte for byte. */
export async function GET(): Promise<Response> {
  return logFile(await getCheckpoint(), "text/plain; charset=utf-8", "changing");
}
