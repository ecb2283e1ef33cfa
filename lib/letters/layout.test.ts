import { describe, expect, test } from "vitest";
import type { Block, TableCell, TableRow } from "@/lib/messages/body/schema";
import { exampleLetter } from "./example";
import { layoutOf, printedText } from "./layout";
import { LETTER_LANGUAGES, letterSchema, type Letter } from "./schema";

const letter = (change: Partial<Letter> = {}): Letter => ({ ...exampleLetter, ...change });
const body = (...content: Block[]) => letter({ body: { type: "doc", content } });
const heading = (level: 2 | 3): Block => ({ type: "heading", attrs: { level } });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test("the example is a letter, and stays one when it was stored", () => {
  expect(letterSchema.parse(JSON.parse(JSON.stringify(exampleLetter)))).toEqual(exampleLetter);
});

test("a letter with a placeholder left in it is none", () => {
  const content = [{ type: "placeholder", attrs: { name: "naam" } }];
  const left = {
    ...exampleLetter,
    body: { type: "doc", content: [{ type: "paragraph", content }] },
  };
  expect(letterSchema.safeParse(left).error?.issues[0]?.message).toBe("placeholder_left");
});

describe("in the language of the letter", () => {
  test.each([
    ["nl", "2 november 2026", "Aangetekend met ontvangstbevestiging", "€ 86,00"],
    ["fr", "2 novembre 2026", "Recommandé avec accusé de réception", "86,00 €"],
    ["de", "2. November 2026", "Einschreiben mit Empfangsbestätigung", "86,00 €"],
  ] as const)("%s", (language, date, delivery, amount) => {
    const layout = layoutOf(letter({ language }));
    const values = layout.references.map(({ value }) => value);
    expect(values).toEqual(["MR-2026-01187/041", "FIN/2026/AB-118", date, delivery]);
    expect(plain(layout.payments[0]?.rows[0]?.value ?? "")).toBe(amount);
    expect(layout.language).toBe(language);
  });
});

test("a normal letter says nothing of registration, a registered one marks it", () => {
  const marked = (deliveryChoice: Letter["deliveryChoice"]) =>
    layoutOf(letter({ deliveryChoice })).references.filter(({ isRegistered }) => isRegistered);
  expect(marked("normal")).toEqual([]);
  expect(marked("registered").map(({ value }) => value)).toEqual(["Aangetekend"]);
});

test.each(LETTER_LANGUAGES)("a test letter says so in its title and its text (%s)", (language) => {
  const layout = layoutOf(letter({ language, environment: "test" }));
  expect(layout.title).toBe("TEST: Afvalbelasting 2026, tweede aanslag");
  expect(layout.test?.notice).toMatch(/\w{4}/);
  expect(layoutOf(letter({ language })).test).toBeNull();
});

test("the payment code says what its rows say, and its alternative text says all of it", () => {
  const [payment] = layoutOf(letter()).payments;
  expect(payment?.rows.map(({ label }) => label)).toEqual([
    "Bedrag",
    "Begunstigde",
    "Rekening",
    "Mededeling",
    "Uiterlijk op",
  ]);
  expect(payment?.code).toContain("BE72000000001616\nEUR86.00");
  expect(payment?.codeHolds).toContain("BE72 0000 0000 1616");
  expect(payment?.codeHolds).toContain("+++010/8068/17183+++");
});

test("without payment, reply or contact there is no block for it", () => {
  const bare = letter({
    payment: undefined,
    reply: undefined,
    sender: { ...exampleLetter.sender, contact: {} },
  });
  expect(layoutOf(bare)).toMatchObject({ payments: [], reply: null, contact: null });
});

test("the attention line stands in the address, in the language of the letter", () => {
  const recipient = { ...exampleLetter.recipient, attention: "Els Wouters" };
  expect(layoutOf(letter({ recipient })).recipient).toEqual([
    "Dirk Verhoeven",
    "t.a.v. Els Wouters",
    "Kerkstraat 14 bus 2",
    "9999 MAANRODE",
  ]);
});

test("headings lose a level where the one between is missing", () => {
  const levels = (...given: (2 | 3)[]) =>
    layoutOf(body(...given.map(heading))).body.map((block) =>
      block.kind === "heading" ? block.level : 0,
    );
  expect(levels(3, 3, 2, 3)).toEqual([2, 3, 2, 3]);
  expect(levels(2, 3, 2)).toEqual([2, 3, 2]);
});

test("lists keep their numbers, quotes and rules their place", () => {
  const paragraph: Block = { type: "paragraph", content: [{ type: "text", text: "x" }] };
  const items = [{ type: "listItem" as const, content: [paragraph] }];
  const { body: blocks } = layoutOf(
    body(
      { type: "orderedList", attrs: { start: 3 }, content: items },
      { type: "bulletList", content: items },
      { type: "blockquote", content: [paragraph] },
      { type: "horizontalRule" },
    ),
  );
  expect(blocks.map(({ kind }) => kind)).toEqual(["numbers", "list", "quote", "rule"]);
  expect(blocks[0]).toMatchObject({ start: 3 });
});

describe("a table", () => {
  const cell = (type: TableCell["type"], text: string): TableCell => ({
    type,
    content: [{ type: "paragraph", content: text ? [{ type: "text", text }] : [] }],
  });
  const row = (type: TableCell["type"], ...texts: string[]): TableRow => ({
    type: "tableRow",
    content: texts.map((text) => cell(type, text)),
  });
  const laid = (...content: TableRow[]) => {
    const [block] = layoutOf(body({ type: "table", content })).body;
    if (block?.kind !== "table") throw new Error("no table");
    return block;
  };

  test("has its first row as header, and figures at the right", () => {
    const table = laid(
      row("tableHeader", "Jaar", "Wat", "Bedrag", "Deel", "Vervaldag"),
      row("tableCell", "2025", "12 dagen", "€ 1.084,00", "12,5 %", "1/2/2026"),
      row("tableCell", "2026", "3", "-86,00\u00a0€", "", "1/3/2026"),
    );
    expect(table.columns).toEqual(["end", "start", "end", "end", "start"]);
    expect(table.header?.cells).toHaveLength(5);
    expect(table.rows).toHaveLength(2);
  });

  test("without header has rows only", () => {
    const table = laid(row("tableCell", "a", ""), row("tableCell", "1", ""));
    expect(table).toMatchObject({ columns: ["start", "start"], header: null });
    expect(table.rows).toHaveLength(2);
  });

  test("keeps a short row together and lets a long one run over the page", () => {
    const table = laid(row("tableCell", "kort"), row("tableCell", "lang ".repeat(100)));
    expect(table.rows.map(({ isShort }) => isShort)).toEqual([true, false]);
  });
});

test("the foot of the page stays one line, whatever the sender is called", () => {
  const sender = {
    ...exampleLetter.sender,
    organisationName: "Agence des Marées ".repeat(10).trim(),
  };
  const { running } = layoutOf(letter({ sender }));
  expect(running).toBe("Agence des Marées Agence des Marées Agence des Mar… · MR-2026-01187/041");
});

describe("the printed text", () => {
  test("has everything that is on paper", () => {
    const printed = printedText(letter());
    for (const part of ["Dirk Verhoeven", "Dienst Financiën", "vóór 2 december", "+++010/8068/"])
      expect(printed).toContain(part);
  });

  test("has not what is only a target or a description", () => {
    const marks = [{ type: "link" as const, attrs: { href: "https://名.example/" } }];
    const linked = body({ type: "paragraph", content: [{ type: "text", text: "hier", marks }] });
    expect(printedText(linked)).not.toContain("名");
  });
});
