import { describe, expect, test } from "vitest";
import { groupChecks, resultCode } from "./check-groups";
import { notChecked, proved, refused } from "./report";

describe("the checks of a report", () => {
  const checks = [
    proved("evidence_seal", "01.evidence.json", {}),
    proved("evidence_seal", "02.evidence.json", {}),
    notChecked("revocation", null, "needs_network", {}),
    notChecked("document", null, "document_not_given", {}),
    proved("pdf_seal", "proof.pdf", {}),
    refused("document", "letter.pdf", "document_unknown"),
    refused("log_entry", "a.tlog-proof", "log_proof_malformed"),
    refused("log_entry", "b.tlog-proof", "log_proof_of_nothing_given"),
  ];

  test("are read with what is wrong first, then what is proved, then what is open", () => {
    expect(groupChecks(checks).map(({ first }) => resultCode(first))).toEqual([
      "document.failed.document_unknown",
      "log_entry.failed.log_proof_malformed",
      "log_entry.failed.log_proof_of_nothing_given",
      "pdf_seal.proved",
      "evidence_seal.proved",
      "document.not_checked.document_not_given",
      "revocation.not_checked.needs_network",
    ]);
  });

  test("stand together when they say the same, and none is lost", () => {
    const groups = groupChecks(checks);
    const seals = groups.find(({ first }) => first.code === "evidence_seal");
    expect(seals?.checks.map(({ file }) => file)).toEqual(["01.evidence.json", "02.evidence.json"]);
    expect(groups.flatMap((group) => group.checks)).toHaveLength(checks.length);
  });
});
