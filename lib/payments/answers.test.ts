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
const noParts = {
  ...{ amount1: "", amount2: "", amount3: "", amount4: "", amount5: "", amount6: "" },
  ...{ dueDate1: "", dueDate2: "", dueDate3: "", dueDate4: "", dueDate5: "", dueDate6: "" },
};
const tax: PaymentAnswers = {
  wanted: "yes",
  kind: "one",
  amountSource: "same",
  amount: "86,00",
  amountFrom: "",
  vat: "",
  partCount: "2",
  ...noParts,
  iban: "BE72 0000 0000 1616",
  bic: "",
  beneficiary: "Stad Maanrode",
  communicationKind: "structured",
  structured: "+++010/8068/17183+++",
  sequence: "",
  from_value: "",
  rf: "",
  free: "",
  dueDateSource: "same",
  remind: "",
  dueDate: "2026-12-02",
  dueDateFrom: "",
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

describe("in parts, with VAT, or as much as one likes", () => {
  const parts: PaymentAnswers = {
    ...tax,
    kind: "parts",
    amount: "",
    dueDate: "",
    ...{ amount1: "40,00", dueDate1: "2026-12-02", amount2: "46,00", dueDate2: "2027-01-02" },
  };

  it("adds the parts up, and shows them again as they were typed", () => {
    const input = paymentInput(parts, "nl");
    expect(input?.payment).toMatchObject({
      amountCents: 8600,
      dueDate: null,
      parts: [
        { amountCents: 4000, dueDate: "2026-12-02" },
        { amountCents: 4600, dueDate: "2027-01-02" },
      ],
    });
    const account = { iban: null, bic: null, beneficiary: "" };
    expect(
      paymentAnswers({ wanted: true, payment: input?.payment ?? null }, account, "nl"),
    ).toEqual(parts);
  });

  it("says of each part what is wrong with that one", () => {
    const wrong = { ...parts, amount2: "", dueDate1: "2026-11-01", partCount: "3", amount3: "1" };
    expect(paymentRefusals(wrong, "nl", now)).toEqual({ amount2: "amount_missing" });
    expect(paymentRefusals({ ...wrong, amount2: "1" }, "nl", now)).toEqual({
      dueDate1: "due_date_past",
    });
  });

  it("asks no amount of who leaves it to the payer", () => {
    const free = { ...tax, kind: "free_amount" as const, amount: "" };
    expect(paymentRefusals(free, "nl", now)).toEqual({});
    expect(paymentInput(free, "nl")?.payment).toMatchObject({ amountCents: null, parts: null });
  });

  it("takes VAT that is less than the amount", () => {
    expect(paymentInput({ ...tax, vat: "14,93" }, "nl")?.payment?.vatCents).toBe(1493);
    expect(paymentRefusals({ ...tax, vat: "86,00" }, "nl", now)).toEqual({ vat: "vat_too_large" });
    expect(paymentRefusals({ ...tax, vat: "x" }, "nl", now)).toEqual({ vat: "amount_invalid" });
  });

  it("takes a reference and a first number, and says what is wrong with them", () => {
    const rf = { ...tax, communicationKind: "rf" as const, rf: "rf18 5390 0754 7034" };
    expect(paymentInput(rf, "nl")?.payment?.communication).toEqual({
      kind: "rf",
      value: "RF18539007547034",
    });
    expect(paymentRefusals({ ...rf, rf: "RF19 5390 0754 7034" }, "nl", now)).toEqual({
      rf: "reference_check_digits",
    });
    const sequence = { ...tax, communicationKind: "sequence" as const, sequence: "2026 000 100" };
    expect(paymentInput(sequence, "nl")?.payment?.communication).toEqual({
      kind: "sequence",
      first: "2026000100",
    });
    expect(paymentRefusals({ ...sequence, sequence: "12345678901" }, "nl", now)).toEqual({
      sequence: "sequence_format",
    });
  });
});

describe("what comes of each recipient's own column", () => {
  const columns: PaymentAnswers = {
    ...tax,
    amountSource: "column",
    amount: "",
    amountFrom: " te betalen ",
    dueDateSource: "column",
    dueDateFrom: "vervaldag",
    communicationKind: "from_value",
    structured: "",
    from_value: "dossier",
  };

  it("is kept by the names of the columns, and comes back so", () => {
    expect(paymentRefusals(columns, "nl", now)).toEqual({});
    const payment = paymentInput(columns, "nl")?.payment;
    expect(payment).toMatchObject({
      amountCents: null,
      amountFrom: "te betalen",
      dueDate: null,
      dueDateFrom: "vervaldag",
      communication: { kind: "from_value", name: "dossier" },
    });
    expect(
      paymentAnswers(
        { wanted: true, payment: payment ?? null },
        { iban: null, bic: null, beneficiary: "" },
        "nl",
      ),
    ).toMatchObject({
      kind: "one",
      amountSource: "column",
      amountFrom: "te betalen",
      dueDateSource: "column",
      dueDateFrom: "vervaldag",
      communicationKind: "from_value",
      from_value: "dossier",
    });
  });

  it("asks which column, at its own field", () => {
    const blank = { ...columns, amountFrom: " ", dueDateFrom: "", from_value: "" };
    expect(paymentRefusals(blank, "nl", now)).toEqual({
      amountFrom: "column_missing",
      dueDateFrom: "column_missing",
      from_value: "column_missing",
    });
  });

  it("leaves parts the same for everybody", () => {
    const inParts = {
      ...columns,
      kind: "parts" as const,
      ...{ amount1: "40", amount2: "46", dueDate1: "2026-12-02", dueDate2: "2027-01-02" },
    };
    expect(paymentInput(inParts, "nl")?.payment).toMatchObject({
      amountCents: 8600,
      amountFrom: null,
      dueDateFrom: null,
    });
  });
});
