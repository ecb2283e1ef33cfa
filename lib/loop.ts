import { log } from "@/lib/log";

/**
 * Does something again and again until told to stop: one round at a time, a pause between, a
 * longer one after a round that failed. The round may answer how long to pause (milliseconds).
 */
export async function loop(
  name: string,
  pause: number,
  round: () => Promise<unknown>,
  stop: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!stop.aborted) {
    let next = pause;
    try {
      const asked = await round();
      next = typeof asked === "number" ? asked : pause;
      failures = 0;
    } catch (error) {
      failures += 1;
      next = Math.min(60_000, pause * 2 ** failures);
      log.error(
        { loop: name, failures, error: error instanceof Error ? error.message : "unknown" },
        "a round failed",
      );
    }
    await sleep(next, stop);
  }
}

function sleep(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener("abort", done, { once: true });
  });
}
