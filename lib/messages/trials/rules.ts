import type { DraftProblem } from "@/lib/messages/rules";

/** What the letter itself lacks; whom it is for and how it goes is the test's own. */
export function trialProblems(problems: readonly DraftProblem[]): DraftProblem[] {
  return problems.filter(
    ({ task, code }) =>
      ["text", "payment", "replies"].includes(task) || code === "language_missing",
  );
}
