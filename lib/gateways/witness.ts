import "server-only";
import { readBoundedText } from "@/lib/bounded-body";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * A witness, spoken to as C2SP tlog-witness. It answers with signature lines; whether they are right is
 * for whoever asked to check.
 *
 * @see https://c2sp.org/tlog-witness
 */
export type WitnessClient = {
  addCheckpoint: (submission: Submission) => Promise<Result<string, WitnessFailure>>;
};

export type Submission = {
  /** The size that the witness is thought to have seen last; 0 for none. */
  oldSize: number;
  /** RFC 6962 §2.1.2, from that size to the checkpoint's. */
  proof: readonly Uint8Array[];
  /** The signed note. */
  note: Uint8Array;
};

export type WitnessFailure =
  /** No answer in time, too long a one, or one that the specification does not know. */
  | { code: "witness_unreachable"; detail: string }
  /** It saw another size last, and tells which. */
  | { code: "witness_elsewhere"; size: number }
  /** It does not know the log, or not its key: nothing to try again before somebody changes that. */
  | { code: "witness_refused"; detail: string }
  /** What we showed does not follow from what it saw. */
  | { code: "witness_disagrees"; detail: string };

const DEFAULT_TIMEOUT_MS = 10_000;
const LARGEST_ANSWER_BYTES = 16 * 1024;

export function openWitnessClient({
  url,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: {
  url: string;
  timeoutMs?: number;
}): WitnessClient {
  return {
    async addCheckpoint(submission) {
      try {
        const response = await fetch(`${url}/add-checkpoint`, {
          method: "POST",
          headers: { "content-type": "text/plain; charset=utf-8" },
          body: bodyOf(submission),
          redirect: "error",
          // Over the whole answer: one that trickles is none.
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await readBoundedText(response, LARGEST_ANSWER_BYTES);
        return text === null ? unreachable("the answer is too large") : judge(response, text);
      } catch (error) {
        return unreachable(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

function bodyOf({ oldSize, proof, note }: Submission): Uint8Array<ArrayBuffer> {
  const hashes = proof.map((hash) => `${Buffer.from(hash).toString("base64")}\n`);
  const head = Buffer.from(`old ${oldSize}\n${hashes.join("")}\n`);
  return new Uint8Array(Buffer.concat([head, note]));
}

function judge({ status, headers }: Response, text: string): Result<string, WitnessFailure> {
  if (status === 200) return ok(text);
  if (status === 404 || status === 403) {
    return refuse({ code: "witness_refused", detail: `HTTP ${status}` });
  }
  if (status === 422) return disagrees("the proof does not lead from what it saw");
  if (status === 409) {
    const isSize = headers.get("content-type")?.split(";")[0]?.trim() === "text/x.tlog.size";
    const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(text)?.[1];
    return isSize && size !== undefined && Number.isSafeInteger(Number(size))
      ? refuse({ code: "witness_elsewhere", size: Number(size) })
      : disagrees("it saw another root of the same size");
  }
  return unreachable(`HTTP ${status}`);
}

function unreachable(detail: string): Result<never, WitnessFailure> {
  return refuse({ code: "witness_unreachable", detail });
}

function disagrees(detail: string): Result<never, WitnessFailure> {
  return refuse({ code: "witness_disagrees", detail });
}
