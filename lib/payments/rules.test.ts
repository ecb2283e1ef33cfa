import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatCommunication,
  formatIban,
  mailboxGap,
  namesInPayment,
  parseAmount,
  paymentOf,
  paymentProblems,
  toMailboxPayment,
} from "./rules";
import type { MessagePayment, Payment } from "./schema";
import { structuredCommunicationFor } from "./structured-communication";

const payment: Payment = {
  amountCents: 8650,
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Stad Maanrode",
  communication: { kind: "structured", value: "010806817183" },
  dueDate: "2026-11-30",
};

describe("amounts", () => {
  test.each([
    ["1.234,56", "nl", 123_456],
    ["1 234,56", "fr", 123_456],
    ["1\u202f234,56", "fr", 123_456],
    ["1.234,56", "de", 123_456],
    ["1,234.56", "en", 123_456],
    ["1234,5", "nl", 123_450],
    ["€ 86", "nl", 8600],
    ["86 EUR", "fr", 8600],
    ["86,00 euro", "nl", 8600],
    ["EUR86.5", "en", 8650],
    ["86,-", "nl", 8600],
    ["1.234", "nl", 123_400],
    ["1,234", "en", 123_400],
    ["86.50", "nl", 8650],
    ["86,50", "en", 8650],
    ["1,234.56", "de", 123_456],
    ["1'234,00", "de", 123_400],
    ["0,01", "nl", 1],
    ["086,5", "nl", 8650],
    ["999.999.999,99", "nl", 99_999_999_999],
  ] as const)("%j in %s are %i cents", (typed, language, cents) => {
    expect(parseAmount(typed, language)).toEqual({ ok: true, value: cents });
  });

  test.each([
    ["", "nl", "amount_missing"],
    [" € ", "nl", "amount_missing"],
    ["0", "nl", "amount_zero"],
    ["0,00", "fr", "amount_zero"],
    ["-5", "nl", "amount_invalid"],
    ["1,234", "nl", "amount_invalid"],
    ["1.234", "en", "amount_invalid"],
    ["1.23.456", "nl", "amount_invalid"],
    ["1234.567,00", "nl", "amount_invalid"],
    ["86,505", "nl", "amount_invalid"],
    [",50", "nl", "amount_invalid"],
    ["1e5", "nl", "amount_invalid"],
    ["$86", "en", "amount_invalid"],
    ["١٢", "nl", "amount_invalid"],
    ["1.000.000.000", "nl", "amount_too_large"],
    ["9".repeat(400), "nl", "amount_too_large"],
  ] as const)("%j in %s is refused: %s", (typed, language, code) => {
    expect(parseAmount(typed, language)).toEqual({ ok: false, refusal: code });
  });

  test("an amount as each language prints it is read back to the cent", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.constantFrom("nl", "fr", "de", "en"),
        (cents, language) => {
          const printed = new Intl.NumberFormat(`${language}-BE`, {
            style: "currency",
            currency: "EUR",
          }).format(cents / 100);
          expect(parseAmount(printed, language)).toEqual({ ok: true, value: cents });
        },
      ),
    );
  });
});

describe("problems", () => {
  test("a term may be today, by the Belgian calendar, and not before", () => {
    expect(paymentProblems(payment, new Date("2026-11-30T22:59:59Z"))).toEqual([]);
    expect(paymentProblems(payment, new Date("2026-11-30T23:00:00Z"))).toEqual(["due_date_past"]);
  });

  test("a term of more than three years is a slip of the keyboard", () => {
    const now = new Date("2026-11-30T12:00:00Z");
    expect(paymentProblems({ ...payment, dueDate: "2029-11-30" }, now)).toEqual([]);
    expect(paymentProblems({ ...payment, dueDate: "2029-12-01" }, now)).toEqual(["due_date_far"]);
  });

  test("an account outside the European Economic Area needs its BIC", () => {
    const swiss = { ...payment, iban: "CH9300762011623852957" };
    const now = new Date("2026-11-01");
    expect(paymentProblems(swiss, now)).toEqual(["bic_missing"]);
    expect(paymentProblems({ ...swiss, bic: "POFICHBE" }, now)).toEqual([]);
  });

  test("no term is no problem", () => {
    expect(paymentProblems({ ...payment, dueDate: null }, new Date("2030-01-01"))).toEqual([]);
  });

  test("a payment that does not fit its code is told", () => {
    const long: Payment = {
      ...payment,
      beneficiary: "王".repeat(70),
      communication: { kind: "free", value: "王".repeat(140) },
    };
    expect(paymentProblems(long, new Date("2026-11-01"))).toEqual(["payment_code_too_long"]);
  });
});

test("a communication is printed as it is typed in a bank's form", () => {
  expect(formatCommunication(payment.communication)).toBe("+++010/8068/17183+++");
  expect(formatCommunication({ kind: "free", value: "wijk 3" })).toBe("wijk 3");
});

test("an account is printed in groups of four", () => {
  expect(formatIban("BE72000000001616")).toBe("BE72 0000 0000 1616");
});

test.each([
  ["2026-11-30", "2026-11-30T23:59:59+01:00"],
  ["2026-06-30", "2026-06-30T23:59:59+02:00"],
  // The days on which the clock changes, and the evenings before.
  ["2027-03-27", "2027-03-27T23:59:59+01:00"],
  ["2027-03-28", "2027-03-28T23:59:59+02:00"],
  ["2026-10-24", "2026-10-24T23:59:59+02:00"],
  ["2026-10-25", "2026-10-25T23:59:59+01:00"],
])("a term of %s ends at %s", (dueDate, end) => {
  expect(toMailboxPayment({ ...payment, dueDate }, "payment-1")?.dueDate).toBe(end);
});

describe("for the mailbox", () => {
  test("euro without VAT, and a term until the end of its day", () => {
    expect(toMailboxPayment({ ...payment, bic: "GEBABEBB" }, "payment-1")).toEqual({
      paymentDataId: "payment-1",
      amount: 86.5,
      vatAmount: 0,
      currency: "EUR",
      iban: "BE72000000001616",
      bic: "GEBABEBB",
      dueDate: "2026-11-30T23:59:59+01:00",
      reference: { structured: "010806817183" },
    });
  });

  test("a free communication goes along as such", () => {
    const free: Payment = { ...payment, communication: { kind: "free", value: "wijk 3" } };
    expect(toMailboxPayment(free, "payment-1")?.reference).toEqual({ unstructured: "wijk 3" });
  });

  test("without a term there is nothing the mailbox would take", () => {
    expect(toMailboxPayment({ ...payment, dueDate: null }, "payment-1")).toBeUndefined();
  });

  test("an unknown BIC is left out", () => {
    expect(toMailboxPayment(payment, "payment-1")).not.toHaveProperty("bic");
  });
});

describe("what one recipient is asked to pay", () => {
  const message: MessagePayment = {
    amountCents: null,
    amountFrom: "bedrag",
    dueDateFrom: "vervaldag",
    iban: "BE72000000001616",
    beneficiary: "Stad Maanrode",
    communication: { kind: "from_value", name: "dossier" },
  };
  const values = { Bedrag: "1.234,56", vervaldag: "2/12/2026", dossier: "108068171" };

  test("takes amount, term and communication from the recipient's values", () => {
    expect(paymentOf(message, { values, position: 3 })).toEqual({
      ok: true,
      value: {
        amountCents: 123456,
        iban: "BE72000000001616",
        beneficiary: "Stad Maanrode",
        communication: { kind: "structured", value: "010806817183" },
        dueDate: "2026-12-02",
      },
    });
    expect(namesInPayment(message)).toEqual(["bedrag", "vervaldag", "dossier"]);
  });

  test.each([
    [{ bedrag: undefined }, { code: "payment_value_missing", name: "bedrag" }],
    [{ Bedrag: "veel" }, { code: "amount_invalid", name: "bedrag" }],
    [{ vervaldag: "30/02/2026" }, { code: "due_date_invalid", name: "vervaldag" }],
    [{ vervaldag: "45992" }, { code: "due_date_invalid", name: "vervaldag" }],
    [{ dossier: "010/8068/17184" }, { code: "communication_check_digit", name: "dossier" }],
    [{ dossier: "MR-12" }, { code: "communication_not_twelve_digits", name: "dossier" }],
  ])("refuses %j", (change, refusal) => {
    const given = Object.entries({
      ...values,
      ...("bedrag" in change ? { Bedrag: undefined } : {}),
      ...change,
    });
    const said = Object.fromEntries(
      given.filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    expect(paymentOf(message, { values: said, position: 1 })).toEqual({ ok: false, refusal });
  });

  test("counts communications on, recipient after recipient, none of them twice", () => {
    const first = "2026000100";
    const counted: MessagePayment = { ...message, communication: { kind: "sequence", first } };
    const of = (position: number) => {
      const payment = paymentOf(counted, { values, position });
      return payment.ok ? payment.value.communication.value : payment.refusal.code;
    };
    expect(of(1)).toBe(structuredCommunicationFor(2026000100n));
    expect(of(215)).toBe(structuredCommunicationFor(2026000314n));
    expect(new Set(Array.from({ length: 500 }, (_, index) => of(index + 1))).size).toBe(500);
    const last: MessagePayment = {
      ...message,
      communication: { kind: "sequence", first: "9999999999" },
    };
    expect(paymentOf(last, { values, position: 2 })).toEqual({
      ok: false,
      refusal: { code: "sequence_full" },
    });
  });

  test("is the message's own where nothing differs", () => {
    const payment: Payment = {
      amountCents: 8600,
      iban: "BE72000000001616",
      beneficiary: "Stad Maanrode",
      communication: { kind: "rf", value: "RF18539007547034" },
      dueDate: null,
    };
    expect(paymentOf(payment, { values: {}, position: 7 })).toEqual({ ok: true, value: payment });
  });
});

describe("what the mailbox takes along", () => {
  const payment: Payment = {
    amountCents: 12100,
    vatCents: 2100,
    iban: "BE72000000001616",
    beneficiary: "Stad Maanrode",
    communication: { kind: "rf", value: "RF18539007547034" },
    dueDate: "2026-12-02",
  };

  test("is one amount without VAT, VAT beside it, and the reference", () => {
    expect(mailboxGap(payment)).toBeNull();
    expect(toMailboxPayment(payment, "1")).toMatchObject({
      amount: 100,
      vatAmount: 21,
      reference: { unstructured: "RF18539007547034" },
    });
  });

  test.each([
    ["no_due_date", { dueDate: null }],
    ["free_amount", { amountCents: null, vatCents: null }],
    ["several_parts", { parts: [{ amountCents: 6000 }, { amountCents: 6100 }], dueDate: null }],
  ])("is nothing: %s", (gap, change) => {
    expect(mailboxGap({ ...payment, ...change })).toBe(gap);
    expect(toMailboxPayment({ ...payment, ...change }, "1")).toBeUndefined();
  });
});
