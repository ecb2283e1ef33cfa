import { getTrust } from "@/lib/proofs/data";
import { certificateFile } from "@/lib/proofs/log-file";

/** The authority behind the portal's seal. */
export async function GET(): Promise<Response> {
  return certificateFile((await getTrust()).sealCa);
}
