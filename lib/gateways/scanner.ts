import "server-only";
import NodeClam from "clamscan";
import { environment } from "@/lib/env";

/** Malware scan by clamd; "not_scanned" where none is configured, which the portal says openly. */
export type ScanOutcome = "clean" | "infected" | "not_scanned" | "failed";

export function isScannerConfigured(): boolean {
  return environment().CLAMD_HOST !== undefined;
}

export async function scanFile(file: string): Promise<ScanOutcome> {
  if (!isScannerConfigured()) return "not_scanned";
  try {
    const scanner = await connect();
    const { isInfected } = await scanner.isInfected(file);
    // clamscan answers null when clamd could not tell.
    if (isInfected === null) return "failed";
    return isInfected ? "infected" : "clean";
  } catch {
    return "failed";
  }
}

export async function scannerAnswers(): Promise<boolean> {
  if (!isScannerConfigured()) return false;
  return connect()
    .then((scanner) => scanner.getVersion())
    .then(() => true)
    .catch(() => false);
}

function connect(): Promise<NodeClam> {
  const { CLAMD_HOST: host, CLAMD_PORT: port } = environment();
  return new NodeClam().init({
    clamdscan: { host, port, timeout: 300_000, localFallback: false, bypassTest: false },
    preference: "clamdscan",
  });
}
