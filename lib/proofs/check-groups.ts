/** The checks of a report, put together as one reads them: what is wrong first, each kind once. */
import { CHECK_CODES, type Check, type CheckOutcome } from "./report";

/** Checks with one outcome for one reason; `first` stands for all of them. */
export type CheckGroup = { first: Check; checks: Check[] };

const OUTCOMES: readonly CheckOutcome[] = ["failed", "proved", "not_checked"];

export function groupChecks(checks: readonly Check[]): CheckGroup[] {
  const groups = new Map<string, CheckGroup>();
  for (const check of checks) {
    const known = groups.get(resultCode(check));
    if (known) known.checks.push(check);
    else groups.set(resultCode(check), { first: check, checks: [check] });
  }
  return [...groups.values()].sort((one, other) => rankOf(one) - rankOf(other));
}

/** Stable, for those who read it out to somebody else: `document.failed.document_unknown`. */
export function resultCode({ code, outcome, reason }: Check): string {
  return [code, outcome, ...(reason ? [reason] : [])].join(".");
}

function rankOf({ first: { outcome, code } }: CheckGroup): number {
  return OUTCOMES.indexOf(outcome) * CHECK_CODES.length + CHECK_CODES.indexOf(code);
}
