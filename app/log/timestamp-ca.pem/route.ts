import { getTrust } from "@/lib/proofs/data";
import { certificateFile } from "@/lib/proofs/log-file";

/** The authority behind the log's time stamps. */
export async function GET(): Promise<Response> {
  return certificateFile((await getTrust()).timestampCa);
}
