import { describe, expect, test } from "vitest";
import { missingPackages, nodeSentence, npmSentence } from "./install.mjs";
import { lastLine, playwrightSummary, total, vitestSummary } from "./test-summary.mjs";

const vitest = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
};

describe("the sum of a run", () => {
  test("ends in the line that machines read", () => {
    const sum = total([
      vitestSummary(JSON.stringify(vitest)),
      { passed: 1, failed: 2, skipped: 0 },
    ]);
    expect(lastLine(sum)).toBe("4 passed, 2 failed");
  });

  test.each([undefined, "", "null", "{", "{}"])("counts the report %j as a failure", (text) => {
    expect(vitestSummary(text).failed).toBe(1);
    expect(playwrightSummary(text).failed).toBe(1);
  });

  test("counts a test file that could not be loaded", () => {
    const report = {
      ...vitest,
      success: false,
      testResults: [{ status: "failed", assertionResults: [] }],
    };
    expect(vitestSummary(JSON.stringify(report))).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test("counts an error outside of any test", () => {
    expect(vitestSummary(JSON.stringify({ ...vitest, success: false })).failed).toBe(1);
  });

  test("counts a browser test that passed only the second time as failed", () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 1 };
    const summary = playwrightSummary(JSON.stringify({ stats, errors: [] }));
    expect(summary).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  test("counts a browser run without a single test as failed", () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(playwrightSummary(JSON.stringify({ stats, errors: [] })).failed).toBe(1);
  });
});

describe("before anything is installed", () => {
  test.each([
    ["18.20.0", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["24.1.0", true],
  ])("Node %s is fit: %s", (version, isFit) => {
    expect(nodeSentence(version) === null).toBe(isFit);
  });

  test.each([
    ["npm error code ENOTFOUND", /registry cannot be reached/],
    ["npm error code ENOSPC", /disk is full/],
    ["npm error code EACCES", /No permission to write/],
    ["npm error something new", /npm said last:\nnpm error something new/],
  ])("npm's %j becomes a sentence", (output, sentence) => {
    expect(npmSentence(output)).toMatch(sentence);
  });

  test("a package is missing when it is absent or of another version, but not when it is for another machine", () => {
    const wanted = {
      "": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0" },
      "node_modules/other-machine": { version: "1.0.0", optional: true },
      "node_modules/test-tool": { version: "1.0.0", dev: true },
    };
    const installed = {
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "1.9.0" },
    };
    expect(missingPackages(wanted, installed, false)).toEqual(["node_modules/b"]);
    expect(missingPackages(wanted, installed, true)).toEqual([
      "node_modules/b",
      "node_modules/test-tool",
    ]);
  });
});
