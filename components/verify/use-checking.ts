import { useRef, useState } from "react";
import type { GivenFile } from "@/lib/proofs/given-files";
import type { Report } from "@/lib/proofs/report";
import type { Trust } from "@/lib/proofs/trust";
import type { CheckAnswer, CheckOrder } from "./checker";
import { readFiles, type Trouble as FileTrouble } from "./read-files";

export type Outcome = { report: Report; at: Date };
export type Trouble =
  | FileTrouble
  | {
      name: "";
      code: /** The part that checks could not be fetched. */ "program_missing" | "check_failed";
    };

type Checking = {
  files: readonly GivenFile[];
  troubles: readonly Trouble[];
  outcome: Outcome | null;
  isBusy: boolean;
};

const NOTHING: Checking = { files: [], troubles: [], outcome: null, isBusy: false };

/** Keeps the files given so far and checks all of them together whenever they change. */
export function useChecking(trust: Trust) {
  const [checking, setChecking] = useState(NOTHING);
  const files = useRef<readonly GivenFile[]>([]);
  const queue = useRef(Promise.resolve());

  /** Files that are dropped while others are being read must not take their place. */
  const inTurn = (work: () => Promise<void>) => {
    setChecking((now) => ({ ...now, isBusy: true }));
    queue.current = queue.current.then(work);
  };

  const checkAll = async (given: readonly GivenFile[], troubles: readonly Trouble[]) => {
    files.current = given;
    if (given.length === 0) return setChecking({ ...NOTHING, troubles });
    setChecking({ files: given, troubles: [], outcome: null, isBusy: true });
    const result = await check(given, trust);
    setChecking(
      "report" in result
        ? { files: given, troubles, outcome: result, isBusy: false }
        : { files: given, troubles: [...troubles, result], outcome: null, isBusy: false },
    );
  };

  return {
    ...checking,
    add: (chosen: readonly File[], folders: ReadonlySet<string>) =>
      inTurn(async () => {
        const read = await readFiles(chosen, files.current, folders);
        await checkAll(read.files, read.troubles);
      }),
    leaveOut: (file: GivenFile) =>
      inTurn(() =>
        checkAll(
          files.current.filter((other) => other !== file),
          [],
        ),
      ),
    startAgain: () => inTurn(() => checkAll([], [])),
  };
}

async function check(files: readonly GivenFile[], trust: Trust): Promise<Outcome | Trouble> {
  const at = new Date();
  const report = await askChecker({ files, trust, now: at });
  if (report === "program_missing") return { name: "", code: report };
  return report ? { report, at } : { name: "", code: "check_failed" };
}

function askChecker(order: CheckOrder): Promise<CheckAnswer | "program_missing"> {
  const worker = new Worker(new URL("./checker.ts", import.meta.url), { type: "module" });
  return new Promise<CheckAnswer | "program_missing">((resolve) => {
    worker.addEventListener("message", ({ data }: MessageEvent<CheckAnswer>) => resolve(data));
    worker.addEventListener("error", () => resolve("program_missing"));
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}
