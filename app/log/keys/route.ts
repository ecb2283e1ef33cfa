import { getTrust } from "@/lib/proofs/data";
import { logFile } from "@/lib/proofs/log-file";

/** Every verifier key that the log had, a line each, newest first: proofs keep the one of their time. */
export async function GET(): Promise<Response> {
  const { logKey, olderLogKeys } = await getTrust();
  const lines = [logKey, ...olderLogKeys].map((line) => `${line}\n`);
  return logFile(new TextEncoder().encode(lines.join("")), "text/plain; charset=utf-8", "changing");
}
