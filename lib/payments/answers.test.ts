import { describe, expect, it } from "vitest";
import {
  communicationOf,
  paymentAnswers,
  paymentInput,
  paymentRefusals,
  type PaymentAnswers,
} from "./answers";
import { parseStructuredCommunication } from "./structured-communication";

const now = new Date("2026-11-02T13:00:00Z");
const tax: PaymentAnswers = {
  wanted: "yes",
  amount: "86,00",
  iban: "BE72 0000 0000 1616",
  bic: "",
  beneficiary: "Stad Maanrode",
  communicationKind: "structured",
  structured: "+++010/8068/17183+++",
  free: "",
  dueDate: "2026-12-02",
};

describe("the payment as typed", () => {
  it("lets complete answers go on", () => {
    expect(paymentRefusals(tax, "nl", now)).toEqual({});
  });

  it("asks nothing more of who wants no payment", () => {
    expect(paymentRefusals({ ...tax, wanted: "no", amount: "", iban: "" }, "nl", now)).toEqual({});
    expect(paymentInput({ ...tax, wanted: "no" }, "nl")).toEqual({ payment: null });
  });

  it("says what is wrong, field by field", () => {
    expect(
      paymentRefusals(
        { ...tax, amount: "", iban: "BE72 0000 0000 1617", structured: "123", beneficiary: "" },
        "nl",
        now,
      ),
    ).toEqual({
      amount: "amount_missing",
      iban: "iban_invalid",
      structured: "communication_not_twelve_digits",
      beneficiary: "beneficiary_missing",
    });
  });

  it("says of a free communication what is wrong with that one", () => {
    expect(paymentRefusals({ ...tax, communicationKind: "free" }, "nl", now)).toEqual({
      free: "communication_missing",
    });
  });

  it("says that the due date is past or far away", () => {
    expect(paymentRefusals({ ...tax, dueDate: "2026-11-01" }, "nl", now)).toEqual({
      dueDate: "due_date_past",
    });
    expect(paymentRefusals({ ...tax, dueDate: "2206-12-02" }, "nl", now)).toEqual({
      dueDate: "due_date_far",
    });
  });

  it("is saved in cents and bare digits, and comes back as it was typed", () => {
    const input = paymentInput(tax, "nl");
    expect(input?.payment).toMatchObject({
      amountCents: 8600,
      iban: "BE72000000001616",
      communication: { kind: "structured", value: "010806817183" },
    });
    const account = { iban: null, bic: null, beneficiary: "" };
    expect(
      paymentAnswers({ wanted: true, payment: input?.payment ?? null }, account, "nl"),
    ).toEqual(tax);
  });

  it("is not saved while it is not whole", () => {
    expect(paymentInput({ ...tax, amount: "86,0x" }, "nl")).toBeNull();
    expect(paymentInput({ ...tax, wanted: "" }, "nl")).toBeNull();
  });

  it("starts from the account of the service", () => {
    const account = { iban: "BE72000000001616", bic: "BPOTBEB1", beneficiary: "Stad Maanrode" };
    expect(paymentAnswers({ wanted: null, payment: null }, account, "nl")).toMatchObject({
      wanted: "",
      iban: "BE72 0000 0000 1616",
      bic: "BPOTBEB1",
      beneficiary: "Stad Maanrode",
    });
  });

  it("gives each message a structured communication of its own", () => {
    const one = communicationOf("MR-2026-00042");
    expect(parseStructuredCommunication(one)).toMatchObject({ ok: true });
    expect(communicationOf("MR-2026-00043")).not.toBe(one);
  });
});
