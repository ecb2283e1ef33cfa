import { describe, expect, test } from "vitest";
import { paymentSchema } from "./schema";

const payment = {
  amountCents: 8650,
  iban: "BE72 0000 0000 1616",
  bic: "gebabebb",
  beneficiary: " Stad Maanrode ",
  communication: { kind: "structured", value: "+++010/8068/17183+++" },
  dueDate: "2026-12-31",
};

function refusalOf(change: object): string | undefined {
  return paymentSchema.safeParse({ ...payment, ...change }).error?.issues[0]?.message;
}

test("a payment is kept in its bare form", () => {
  expect(paymentSchema.parse(payment)).toEqual({
    amountCents: 8650,
    iban: "BE72000000001616",
    bic: "GEBABEBB",
    beneficiary: "Stad Maanrode",
    communication: { kind: "structured", value: "010806817183" },
    dueDate: "2026-12-31",
  });
});

test("what was parsed is parsed to the same again, as when it is read from the database", () => {
  const parsed = paymentSchema.parse(payment);
  expect(paymentSchema.parse(parsed)).toEqual(parsed);
});

test.each([[""], [null], [undefined]])("a BIC of %j is no BIC", (bic) => {
  expect(paymentSchema.parse({ ...payment, bic }).bic ?? null).toBeNull();
});

test("line ends in a name or a communication become spaces", () => {
  const parsed = paymentSchema.parse({
    ...payment,
    beneficiary: "Stad\r\nMaanrode",
    communication: { kind: "free", value: "belasting\n2026" },
  });
  expect(parsed.beneficiary).toBe("Stad Maanrode");
  expect(parsed.communication.value).toBe("belasting 2026");
});

describe("refused", () => {
  test.each([
    [{ amountCents: 0 }, "amount_zero"],
    [{ amountCents: -1 }, "amount_zero"],
    [{ amountCents: 1.5 }, "amount_invalid"],
    [{ amountCents: 100_000_000_000 }, "amount_too_large"],
    [{ iban: "" }, "iban_invalid"],
    [{ iban: "BE73000000001616" }, "iban_invalid"],
    [{ iban: "BE68539007547035" }, "iban_invalid"],
    [{ iban: "BR1500000000000010932840814P2" }, "iban_invalid"],
    [{ bic: "GEBA" }, "bic_invalid"],
    [{ beneficiary: " " }, "beneficiary_missing"],
    [{ beneficiary: "x".repeat(71) }, "beneficiary_too_long"],
    [{ communication: { kind: "free", value: " " } }, "communication_missing"],
    [{ communication: { kind: "free", value: "x".repeat(141) } }, "communication_too_long"],
    [{ communication: { kind: "structured", value: "" } }, "communication_missing"],
    [{ communication: { kind: "structured", value: "12" } }, "communication_not_twelve_digits"],
    [{ communication: { kind: "structured", value: "010806817184" } }, "communication_check_digit"],
    [{ dueDate: "2026-02-30" }, "due_date_invalid"],
    [{ dueDate: "31/12/2026" }, "due_date_invalid"],
  ])("%j: %s", (change, code) => {
    expect(refusalOf(change)).toBe(code);
  });
});
