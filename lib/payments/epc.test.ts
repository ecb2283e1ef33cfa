import fc from "fast-check";
import { expect, test } from "vitest";
import { EPC_LIMIT, epcPayload, isWholeInCode } from "./epc";
import type { Payment } from "./schema";

const payment: Payment = {
  amountCents: 8605,
  iban: "BE72000000001616",
  bic: "GEBABEBB",
  beneficiary: "Stad Maanrode",
  communication: { kind: "structured", value: "010806817183" },
};

test("a structured communication travels as printed, in the unstructured field", () => {
  expect(epcPayload(payment)).toBe(
    "BCD\n002\n1\nSCT\nGEBABEBB\nStad Maanrode\nBE72000000001616\nEUR86.05\n\n\n+++010/8068/17183+++",
  );
});

test("a missing BIC leaves its line empty, a free communication is kept as it is", () => {
  const communication = { kind: "free", value: "Belasting 2026, wijk é" } as const;
  const lines = epcPayload({ ...payment, bic: null, communication }).split("\n");
  expect(lines).toHaveLength(11);
  expect(lines[4]).toBe("");
  expect(lines[10]).toBe("Belasting 2026, wijk é");
});

test.each([
  [1, "EUR0.01"],
  [99_999_999_999, "EUR999999999.99"],
  [12_300, "EUR123.00"],
])("%i cents are %s", (amountCents, written) => {
  expect(epcPayload({ ...payment, amountCents }).split("\n")[7]).toBe(written);
});

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const words = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom("a", "é", "王", "😀"), maxLength });

test("a code never takes more than 331 bytes, and is told beforehand when it is not whole", () => {
  fc.assert(
    fc.property(words(70), words(140), fc.boolean(), (beneficiary, value, isFree) => {
      const asked: Payment = {
        ...payment,
        beneficiary,
        communication: isFree ? { kind: "free", value } : payment.communication,
      };
      const lines = epcPayload(asked).split("\n");
      const isWhole =
        lines[5] === beneficiary.normalize("NFC") &&
        (!isFree || lines[10] === value.normalize("NFC"));
      expect(bytesOf(lines.join("\n"))).toBeLessThanOrEqual(EPC_LIMIT);
      expect(isWholeInCode(asked)).toBe(isWhole);
      if (!isFree) expect(lines[10]).toBe("+++010/8068/17183+++");
    }),
  );
});
