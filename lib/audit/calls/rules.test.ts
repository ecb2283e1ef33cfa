import { describe, expect, test } from "vitest";
import { belongsInTrail, callKeys, callsInTrail } from "@/lib/audit/calls/rules";
import type { CallTrace, TracedCall } from "@/lib/audit/calls/schema";

const call: CallTrace = {
  method: "POST",
  url: "https://ebox.example/v3/ebox/messages",
  clientId: "portal-0000000097",
  tokenSha256: "ab".repeat(32),
  fault: null,
  isUnsent: false,
};
const asked = (status: number, change: Partial<CallTrace> = {}): TracedCall => ({
  status,
  requestedAt: new Date("2026-11-03T13:03:07.250Z"),
  call: { ...call, ...change },
});

describe("what belongs in the trail of calls (ATREQ04)", () => {
  test.each([
    ["GET", 200, true],
    ["GET", 404, false],
    ["GET", 500, false],
    ["GET", 0, false],
    ["POST", 201, true],
    ["POST", 302, true],
    ["POST", 409, true],
    ["POST", 500, true],
    ["POST", 503, true],
    ["POST", 0, true],
    ["POST", 400, false],
    ["POST", 401, false],
    ["POST", 422, false],
  ] as const)("a %s answered with %s: %s", (method, status, expected) => {
    expect(belongsInTrail(asked(status, { method }))).toBe(expected);
  });

  test("a call that never reached the eBox does not", () => {
    const unsent = asked(0, { isUnsent: true, fault: "ECONNREFUSED" });
    expect(belongsInTrail(unsent)).toBe(false);
    expect(callsInTrail([unsent, asked(200)], {}).calls).toHaveLength(1);
  });
});

test("the keys are BOSA's, the time is what Belgian clocks show", () => {
  expect(callKeys(asked(201), { messageId: "m-1" })).toEqual({
    TIMESTAMP: "2026-11-03T14:03:07.250000",
    SUBJECT_TOKEN_HASHED: "ab".repeat(32),
    CLIENT_ID: "portal-0000000097",
    API_CALL_REQUEST_METHOD: "POST",
    API_CALL_REQUEST_URL: "https://ebox.example/v3/ebox/messages",
    API_CALL_RESPONSE_CODE: "201",
    API_CALL_DETAILS: { messageId: "m-1" },
  });
});

test.each([
  ["TIMEOUT", "TIMEOUT"],
  ["ECONNRESET", "ECONNRESET"],
  [null, "NO_ANSWER"],
])("without an answer, the code tells why: %s", (fault, code) => {
  expect(callKeys(asked(0, { fault }), {}).API_CALL_RESPONSE_CODE).toBe(code);
});
