import { describe, expect, test } from "vitest";
import {
  actingOptions,
  assuranceLevel,
  may,
  readAmr,
  safeReturnPath,
  scopeOf,
  sessionEnd,
  replyTokenOf,
} from "@/lib/auth/rules";
import { ROLES, type Membership, type Permission } from "@/lib/auth/schema";

const FINANCE = { organisationId: "o1", serviceId: "s1" };
const PLANNING = { organisationId: "o1", serviceId: "s2" };
const TOWN = { organisationId: "o1", serviceId: null };
const PLATFORM = { organisationId: null, serviceId: null };

describe("the level of a sign-in", () => {
  test.each([
    [["eid", "urn:be:fedict:iam:fas:Level500"], "eid", 500, "high"],
    [["bmid", "urn:be:fedict:iam:fas:Level450"], "bmid", 450, "substantial"],
    [["totp", "urn:be:fedict:iam:fas:citizen:Level400"], "totp", 400, "low"],
    [["urn:be:fedict:iam:fas:Level100"], "unknown", 100, "low"],
    [[], "unknown", 0, "low"],
    [
      ["eid", "urn:be:fedict:iam:fas:Level500", "urn:be:fedict:iam:fas:Level200"],
      "eid",
      200,
      "low",
    ],
    [["eid", "urn:somebody:else:Level500"], "eid", 0, "low"],
  ])("%j is %s at %i: %s", (amr, method, fasLevel, level) => {
    expect(readAmr(amr)).toEqual({ method, fasLevel });
    expect(assuranceLevel(fasLevel)).toBe(level);
  });
});

describe("a session ends", () => {
  const now = new Date("2026-11-03T12:00:00Z");
  const session = {
    lastSeenAt: new Date("2026-11-03T11:50:00Z"),
    expiresAt: new Date("2026-11-03T18:00:00Z"),
    endedAt: null,
  };
  test.each([
    ["not while somebody is there", {}, null],
    ["after fifteen idle minutes", { lastSeenAt: new Date("2026-11-03T11:45:00Z") }, "idle"],
    ["not a second before", { lastSeenAt: new Date("2026-11-03T11:45:01Z") }, null],
    ["after eight hours, busy or not", { expiresAt: now }, "absolute"],
    ["when it was ended", { endedAt: now }, "ended"],
  ])("%s", (_, change, end) => {
    expect(sessionEnd({ ...session, ...change }, now)).toBe(end);
  });
});

describe("roles count only where one acts", () => {
  const held: Membership[] = [
    { ...FINANCE, role: "sender" },
    { ...PLANNING, role: "approver" },
    { ...TOWN, role: "auditor" },
    { ...TOWN, role: "administrator" },
  ];
  test("a sender writes for their own service", () => {
    expect(scopeOf(held, FINANCE, ["s1", "s2"])).toEqual({
      roles: ["sender"],
      reads: ["s1"],
      writes: ["s1"],
    });
  });
  test("an auditor reads the whole organisation and writes nothing", () => {
    expect(scopeOf(held, TOWN, ["s1", "s2"])).toEqual({
      roles: ["auditor", "administrator"],
      reads: ["s1", "s2"],
      writes: [],
    });
  });
  test("an administrator reads no messages because they administer", () => {
    const only: Membership[] = [{ ...TOWN, role: "administrator" }];
    expect(scopeOf(only, TOWN, ["s1", "s2"]).reads).toEqual([]);
  });
  test("what one does not hold gives nothing", () => {
    expect(scopeOf(held, { organisationId: "o2", serviceId: "s9" }, ["s9"])).toEqual({
      roles: [],
      reads: [],
      writes: [],
    });
  });
  test("choices are offered once, services first, the platform last", () => {
    const all: Membership[] = [
      { ...PLATFORM, role: "operator" },
      ...held,
      { ...FINANCE, role: "approver" },
    ];
    expect(actingOptions(all)).toEqual([FINANCE, PLANNING, TOWN, PLATFORM]);
  });
});

describe("one table says who may do what", () => {
  const permissions: Record<Permission, string[]> = {
    "message:read": ["sender", "approver"],
    "message:write": ["sender"],
    "message:send": ["sender"],
    "message:approve": ["approver"],
    "delivery:read": ["sender", "approver", "auditor"],
    "proof:read": ["sender", "approver", "auditor"],
    "template:read": ["sender", "approver", "administrator"],
    "template:write": ["sender", "administrator"],
    "account:manage": ["administrator"],
    "type:manage": ["administrator"],
    "people:manage": ["administrator"],
    "service:manage": ["administrator"],
    "retention:manage": ["administrator"],
    "audit:read": ["administrator", "auditor"],
    "audit:prove": ["auditor"],
    "platform:operate": ["operator"],
  };
  test.each(Object.entries(permissions))("%s", (permission, allowed) => {
    const able = ROLES.filter((role) => may({ roles: [role] }, permission as Permission));
    expect(able).toEqual(ROLES.filter((role) => allowed.includes(role)));
  });
});

describe("the way back after signing in stays with us", () => {
  test.each([
    ["/messages?state=failed", "/messages?state=failed"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["/api/auth/sign-out", "/"],
    ["/a b", "/"],
    ["", "/"],
    [null, "/"],
  ])("%j leads to %s", (path, kept) => {
    expect(safeReturnPath(path)).toBe(kept);
  });
});

describe("a path leads to a reply page", () => {
  test.each([
    ["/reply/abc-DEF_1", "abc-DEF_1"],
    ["/reply/abc?change=1", "abc"],
    ["/reply/abc?error=x", null],
    ["/reply/", null],
    ["/reply/a/b", null],
    ["/messages", null],
    [`/reply/${"a".repeat(81)}`, null],
  ])("%j: %j", (path, link) => {
    expect(replyTokenOf(path)).toBe(link);
  });
});
