import "server-only";
import { environment } from "@/lib/env";

const PATIENCE_MS = 10_000;

/** What is wrong with the portal as people reach it, over its own address; null when it answers. */
export async function portalProblem(): Promise<string | null> {
  try {
    const response = await fetch(`${environment().PORTAL_URL}/health`, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    // Health answers 503 when the database or the storage is away: then nothing can be shown.
    return response.status < 500 ? null : `HTTP ${response.status}`;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError"
      ? `no answer in ${PATIENCE_MS / 1000} s`
      : "no connection";
  }
}
