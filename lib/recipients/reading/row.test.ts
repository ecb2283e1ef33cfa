import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messagePaymentSchema, type MessagePayment } from "@/lib/payments/schema";
import { matchColumns } from "./matching";
import { readRow, type SheetCell } from "./row";

const now = new Date("2026-11-23T12:00:00Z");
const header = ["INSZ", "naam", "adres", "taal", "datum afspraak", "under 18", "t.a.v."];
const needs = {
  placeholders: [
    { name: "datum afspraak", isQuestion: false },
    { name: "under 18", isQuestion: true },
  ],
  language: "nl" as const,
  subject: "",
  payment: null,
  archive: null,
};
const good = ["08040901112", "Dirk Verhoeven", "Markt 1", "nl", "maandag", "nee", ""];
const text = (cells: readonly string[]): SheetCell[] =>
  cells.map((each) => ({ text: each, kind: "text" }));
const context = {
  match: matchColumns(header, needs, {}),
  needs,
  columns: header.length,
  now,
  missingGlyphs: (words: string) => (words.includes("王") ? ["王"] : []),
  files: { kind: "none" as const },
};
const read = (cells: SheetCell[]) => readRow(cells, context);
const changed = (column: number, value: string) =>
  text(good.map((each, at) => (at === column ? value : each)));
const codes = (cells: SheetCell[]) =>
  read(cells).problems.map(({ code, column }) => [column, code]);

describe("a row of a spreadsheet", () => {
  it("is a recipient with everything the letter asks for", () => {
    expect(read(text(good))).toEqual({
      recipient: {
        kind: "citizen",
        number: "08040901112",
        name: "Dirk Verhoeven",
        addressLines: ["Markt 1"],
        attention: "",
        language: "nl",
        values: { "datum afspraak": "maandag", "under 18": "nee" },
        fileIds: [],
      },
      problems: [],
      namedFiles: [],
    });
  });

  it("is of an enterprise where the number is one", () => {
    const cells = text(["BE 0000.000.295", "Bakkerij", "", "", "maandag", "ja", "Boekhouding"]);
    expect(read(cells).recipient).toMatchObject({
      kind: "enterprise",
      number: "0000000295",
      attention: "Boekhouding",
    });
  });

  it.each<[string, SheetCell[], unknown]>([
    ["a zero lost in front", changed(0, "8040901112"), [[0, "number_lost_zero"]]],
    ["a zero lost of an enterprise", changed(0, "295"), [[0, "number_incomplete"]]],
    ["a rounded number", changed(0, "9,10123E+10"), [[0, "number_scientific"]]],
    ["a date for a number", changed(0, "08/04/2009"), [[0, "number_date"]]],
    ["a wrong check digit", changed(0, "08040901113"), [[0, "number_check_digit"]]],
    ["no number", changed(0, ""), [[0, "number_missing"]]],
    ["no name", changed(1, " "), [[1, "name_missing"]]],
    ["a name too long", changed(1, "x".repeat(201)), [[1, "name_too_long"]]],
    ["a name no letter can print", changed(1, "王"), [[1, "characters_unprintable"]]],
    ["an address too long", changed(2, "x".repeat(121)), [[2, "address_too_long"]]],
    ["another language", changed(3, "Frans"), [[3, "language_other"]]],
    ["a language nobody knows", changed(3, "xx"), [[3, "language_unknown"]]],
    ["an empty cell that the text needs", changed(4, " "), [[4, "value_missing"]]],
    ["a value too long", changed(4, "x".repeat(1001)), [[4, "value_too_long"]]],
    ["a rounded value", changed(4, "1.2E+12"), [[4, "value_scientific"]]],
    ["a date that became a number", changed(4, "46350"), [[4, "value_date_as_number"]]],
    ["an answer that is neither yes nor no", changed(5, "misschien"), [[5, "answer_unclear"]]],
    ["a cell too many", [...text(good), { text: "x", kind: "text" }], [[null, "too_many_cells"]]],
  ])("is told of %s", (_what, cells, problems) => {
    expect(codes(cells)).toEqual(problems);
  });

  it("tells everything that is wrong with it at once", () => {
    expect(codes(text(["1", "", "", "xx", "", "?", ""]))).toEqual([
      [0, "number_incomplete"],
      [1, "name_missing"],
      [3, "language_unknown"],
      [4, "value_missing"],
      [5, "answer_unclear"],
    ]);
  });

  it("takes an empty cell for a no, where the text asks a question", () => {
    expect(read(changed(5, "")).recipient?.values["under 18"]).toBe("");
  });

  describe("of a message in several languages", () => {
    const several = {
      ...needs,
      texts: {
        nl: { subject: "", names: ["datumafspraak"] },
        fr: { subject: "Rendez-vous ((under 18))", names: ["datumafspraak", "under18"] },
      },
    };
    const inTwo = (cells: SheetCell[]) => readRow(cells, { ...context, needs: several });
    const inFrench = (column: number, value: string) =>
      changed(column, value).map((cell, at) => (at === 3 ? { ...cell, text: "Français" } : cell));

    it("is read in its own, and asked for what the text in that wants", () => {
      expect(inTwo(inFrench(5, "oui")).recipient).toMatchObject({
        language: "fr",
        values: { "datum afspraak": "maandag", "under 18": "oui" },
      });
      expect(inTwo(inFrench(5, "?")).problems).toMatchObject([{ code: "answer_unclear" }]);
      expect(inTwo(changed(5, "?")).recipient?.values).toEqual({ "datum afspraak": "maandag" });
    });

    it("takes the main one where it names none", () => {
      expect(inTwo(changed(3, " ")).recipient).toMatchObject({
        language: null,
        values: { "datum afspraak": "maandag" },
      });
    });

    it("is told of a language that there is no text in", () => {
      expect(inTwo(changed(3, "Duits")).problems).toEqual([
        { column: 3, code: "language_other", detail: "de" },
      ]);
    });

    it("writes its dates in its own", () => {
      const cells = inFrench(5, "oui");
      cells[4] = { text: "2026-12-02", kind: "date" };
      expect(inTwo(cells).recipient?.values["datum afspraak"]).toBe("2 décembre 2026");
    });

    it("fills its own word for a value from the one column of it, or from that of its language", () => {
      const day = { name: "datum afspraak", isQuestion: false, others: ["date"] };
      const linked = {
        ...several,
        placeholders: [day],
        texts: { ...several.texts, fr: { subject: "", names: ["date"] } },
      };
      const valuesIn = (cells: SheetCell[], values: Record<string, number>) =>
        readRow(cells, { ...context, needs: linked, match: { ...context.match, values } }).recipient
          ?.values;
      const one = { "datum afspraak": 4, date: 4 };
      expect(valuesIn(inFrench(5, ""), one)).toEqual({ date: "maandag" });
      expect(valuesIn(changed(5, ""), one)).toEqual({ "datum afspraak": "maandag" });
      const two = { "datum afspraak": 4, date: 5 };
      expect(valuesIn(inFrench(5, "lundi"), two)).toEqual({ date: "lundi" });
      expect(valuesIn(inFrench(5, ""), two)).toEqual({ date: "maandag" });
    });

    it("measures the subject in its own", () => {
      expect(inTwo(inFrench(5, "oui")).problems).toEqual([]);
      const long = { ...several.texts.fr, subject: `((under 18))${"x".repeat(398)}` };
      const strict = { ...several, texts: { ...several.texts, fr: long } };
      const read = (cells: SheetCell[]) => readRow(cells, { ...context, needs: strict }).problems;
      expect(read(inFrench(5, "oui"))).toMatchObject([{ code: "subject_too_long" }]);
      expect(read(changed(5, "ja"))).toEqual([]);
    });
  });

  it("writes dates and numbers of a spreadsheet as the letter's language does", () => {
    const cells = text(good);
    cells[4] = { text: "2026-12-02", kind: "date" };
    expect(read(cells).recipient?.values["datum afspraak"]).toBe("2 december 2026");
    cells[4] = { text: "86.5", kind: "number" };
    expect(read(cells).recipient?.values["datum afspraak"]).toBe("86,5");
  });

  it("is told of a formula that fails", () => {
    const cells = text(good);
    cells[4] = { text: "#N/A", kind: "error" };
    expect(codes(cells)).toContainEqual([4, "value_error"]);
  });

  it("suggests the number with its zeros", () => {
    expect(read(changed(0, "8040901112")).problems[0]?.detail).toBe("08040901112");
  });

  describe("with a payment that takes its amount, term and communication from it", () => {
    const columns = ["INSZ", "naam", "Bedrag te betalen", "Betaal voor", "OGM"];
    const payment: MessagePayment = {
      ...messagePaymentSchema.parse({
        amountCents: null,
        amountFrom: "bedrag te betalen",
        iban: "BE72000000001616",
        beneficiary: "Stad Maanrode",
        communication: { kind: "from_value", name: "OGM" },
        dueDateFrom: "betaal voor",
      }),
    };
    const paid = {
      placeholders: ["bedrag te betalen", "betaal voor", "OGM"].map((name) => ({
        name,
        isQuestion: false,
      })),
      language: "nl" as const,
      subject: "",
      payment,
      archive: null,
    };
    const readPaid = (amount: string, dueDate: string, communication: string) =>
      readRow(text(["08040901112", "Dirk", amount, dueDate, communication]), {
        ...context,
        match: matchColumns(columns, paid, {}),
        needs: paid,
        columns: columns.length,
      }).problems;

    it("is read as banks and Excel write them", () => {
      expect(readPaid("1.086,00", "2/12/2026", "+++090/9337/55493+++")).toEqual([]);
      expect(readPaid("€ 86", "2026-12-02", "090933755493")).toEqual([]);
    });

    it.each([
      ["zesentachtig", "2/12/2026", "090933755493", [2, "amount_invalid"]],
      ["86,00", "31/02/2027", "090933755493", [3, "due_date_invalid"]],
      ["86,00", "2/11/2026", "090933755493", [3, "due_date_past"]],
      ["86,00", "2/12/2026", "090933755494", [4, "communication_invalid"]],
    ])("is told of %s, %s and %s", (amount, dueDate, communication, problem) => {
      expect(
        readPaid(amount, dueDate, communication).map(({ column, code }) => [column, code]),
      ).toEqual([problem]);
    });
  });

  it("is never both a recipient and faulty, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 9 }), (cells) => {
        const { recipient, problems } = read(text(cells));
        expect(recipient === null).toBe(problems.length > 0);
      }),
    );
  });
});
