import { describe, expect, test } from "vitest";
import { addressDay, addressEdge, addressWith, edgeText, pageOf, readEdge } from "@/lib/address";

const id = "0199a000-0000-7000-8000-000000000001";
const row = (minute: number) => ({ at: new Date(Date.UTC(2026, 10, 3, 10, minute)), id });

test("an edge is read as it was written", () => {
  expect(readEdge(edgeText(row(5)))).toEqual(row(5));
  expect(addressEdge.parse(edgeText(row(5)))).toBe(edgeText(row(5)));
});

test.each(["", "2026-11-03", `2026-11-03T10:00:00.000Z_${id}x`, null])("%s is no edge", (text) => {
  expect(addressEdge.parse(text)).toBeNull();
});

test("what is no date filters nothing", () => {
  expect(addressDay.parse("2026-02-30")).toBeNull();
  expect(addressDay.parse("0026-02-03")).toBeNull();
  expect(addressDay.parse("2026-02-03")).toBe("2026-02-03");
});

test("an address names the filters that are on", () => {
  expect(addressWith("/audit", { act: "signed_in", from: null, to: "" })).toBe(
    "/audit?act=signed_in",
  );
  expect(addressWith("/audit", {})).toBe("/audit");
});

describe("a page", () => {
  const asked = [row(3), row(2), row(1)];
  const page = (isBackwards: boolean, isFurther: boolean, rows = asked) =>
    pageOf(rows, 2, { isBackwards, isFurther }, (one) => one);

  test("the first one has older ones behind it and nothing newer", () => {
    expect(page(false, false)).toEqual({
      rows: [row(3), row(2)],
      newer: null,
      older: edgeText(row(2)),
    });
  });

  test("the last one has newer ones before it and nothing older", () => {
    expect(page(false, true, [row(1)])).toEqual({
      rows: [row(1)],
      newer: edgeText(row(1)),
      older: null,
    });
  });

  test("going back turns the rows round again", () => {
    expect(page(true, true, [row(1), row(2), row(3)])).toEqual({
      rows: [row(2), row(1)],
      newer: edgeText(row(2)),
      older: edgeText(row(1)),
    });
  });
});
