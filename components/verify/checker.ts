/**
 * The part that checks, in a worker of its own: a large file would keep the page from answering for
 * seconds. Fetched when the first file is given; ended after each check.
 */
import "./without-eval";
import type { GivenFile } from "@/lib/proofs/given-files";
import type { Report } from "@/lib/proofs/report";
import type { Trust } from "@/lib/proofs/trust";
import { verifyFiles } from "@/lib/proofs/verify";

export type CheckOrder = { files: readonly GivenFile[]; trust: Trust; now: Date };
/** Null when the check broke off, which says nothing about the files. */
export type CheckAnswer = Report | null;

self.addEventListener("message", ({ data: order }: MessageEvent<CheckOrder>) => {
  const answer = (report: CheckAnswer) => self.postMessage(report);
  verifyFiles(order.files, order).then(answer, () => answer(null));
});
