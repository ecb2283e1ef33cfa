import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BUILT_INS,
  builtInLabel,
  builtInOf,
  distinctNames,
  placeholderKey,
  valueOf,
} from "./placeholder";

test.each([
  ["naam", "name"],
  [" NAAM ", "name"],
  ["Nom", "name"],
  ["Name", "name"],
  ["Datum", "date"],
  ["montant", "amount"],
  ["échéance", "due_date"],
  ["ECHEANCE", "due_date"],
  ["date d'échéance", "due_date"],
  ["date d’echeance", "due_date"],
  ["due date", "due_date"],
  ["due_date", "due_date"],
  ["Fälligkeit", "due_date"],
  ["gestructureerde  mededeling", "structured_communication"],
  ["Communication structurée", "structured_communication"],
  ["Ons kenmerk", "own_reference"],
  ["référence", "reference"],
  ["constructor", null],
  ["__proto__", null],
  ["naam van het kind", null],
])("((%s)) is %s", (name, builtIn) => {
  expect(builtInOf(name)).toBe(builtIn);
});

test("every label leads back to its own built-in", () => {
  for (const builtIn of BUILT_INS)
    for (const language of ["nl", "fr", "de"] as const)
      expect(builtInOf(builtInLabel(builtIn, language))).toBe(builtIn);
});

test("names that differ in writing only are one, as first written", () => {
  expect(distinctNames(["Naam kind", "naam  kind", "école", "NAAM-KIND", "Ecole"])).toEqual([
    "Naam kind",
    "école",
  ]);
});

test("names without letters stay apart", () => {
  expect(placeholderKey("contact\u00adpersoon\u200b")).toBe(placeholderKey("Contactpersoon"));
  expect(placeholderKey("-")).not.toBe(placeholderKey("_"));
});

test("a value is found however its name was written", () => {
  expect(valueOf({ "naam kind": "Jef" }, "Naam  Kind")).toBe("Jef");
  expect(valueOf({ name: "An" }, "Naam")).toBe("An");
  expect(valueOf({ naam: "An" }, "naam")).toBe("An");
});

test("what the portal knows wins over what was typed for it", () => {
  expect(valueOf({ naam: "typed", name: "An" }, "naam")).toBe("An");
});

test("a blank value is none, and an object's own words are no values", () => {
  expect(valueOf({ kind: "  " }, "kind")).toBeUndefined();
  expect(valueOf({}, "constructor")).toBeUndefined();
  expect(valueOf({}, "__proto__")).toBeUndefined();
});

test("the key of a key is the key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(placeholderKey(placeholderKey(name))).toBe(placeholderKey(name));
    }),
  );
});
