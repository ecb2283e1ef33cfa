/** Reads what the test programs report. A report that is missing or odd counts as one failure. */

const broken = { passed: 0, failed: 1, skipped: 0 };

function parse(text) {
  try {
    const report = JSON.parse(text ?? "");
    return typeof report === "object" && report !== null ? report : null;
  } catch {
    return null;
  }
}

/**
 * Vitest's JSON report. A file that could not be loaded has no failed test, and an error outside of a
 * test neither: both make the run unsuccessful and must count.
 */
export function vitestSummary(text) {
  const report = parse(text);
  if (!report || !Number.isInteger(report.numPassedTests)) return broken;
  const failedFiles = (report.testResults ?? []).filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + failedFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && report.success === false ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Playwright's JSON report: a test that passed only when tried again has failed. */
export function playwrightSummary(text) {
  const report = parse(text);
  if (!report?.stats) return broken;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + (report.errors?.length ?? 0);
  if (expected + failed + skipped === 0) return broken;
  return { passed: expected, failed, skipped };
}

/** A check counts as one. */
export function checkSummary(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

export function total(summaries) {
  const sum = (name) => summaries.reduce((value, summary) => value + summary[name], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
