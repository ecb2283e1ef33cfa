import { getTile } from "@/lib/proofs/data";
import { logFile } from "@/lib/proofs/log-file";
import { parseTilePath } from "@/lib/proofs/tile";

/** Hashes of the log (C2SP tlog-tiles). A tile, whole or partial, never changes. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ path: string[] }> },
): Promise<Response> {
  const tile = parseTilePath(["tile", ...(await params).path].join("/"));
  return logFile(tile && (await getTile(tile)), "application/octet-stream", "fixed");
}
