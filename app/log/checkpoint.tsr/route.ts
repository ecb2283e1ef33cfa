import { getStampedCheckpoint } from "@/lib/proofs/data";
import { logFile } from "@/lib/proofs/log-file";

/** The newest RFC 3161 token. It is over the newest checkpoint that has one, which `?checkpoint` gives. */
export async function GET(request: Request): Promise<Response> {
  const stamped = await getStampedCheckpoint();
  return new URL(request.url).searchParams.has("checkpoint")
    ? logFile(stamped?.note ?? null, "text/plain; charset=utf-8", "changing")
    : logFile(stamped?.token ?? null, "application/timestamp-token", "changing");
}
