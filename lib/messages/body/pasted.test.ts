import fc from "fast-check";
import { parseFragment, type DefaultTreeAdapterTypes } from "parse5";
import { describe, expect, test } from "vitest";
import { documentFromPasted, paragraphsFromPasted } from "./pasted";
import {
  googleText,
  hostilePage,
  libreOfficeText,
  outlookMessage,
  wideSheet,
  wordLetter,
} from "./pasted-examples";
import { isLeftOut, type PastedElement, type PastedNode } from "./pasted-tree";
import { plainText } from "./rules";
import { documentSchema, type Block, type Document, type TableCell } from "./schema";

type Node = DefaultTreeAdapterTypes.ChildNode;

/** As a browser reads it: the same rules of HTML, in another program. */
function nodesOf(html: string): PastedNode[] {
  const read = (node: Node): PastedNode[] => {
    if (node.nodeName === "#text") return ["value" in node ? node.value : ""];
    if (!("tagName" in node)) return [];
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    return [{ name: node.tagName, attributes, children: node.childNodes.flatMap(read) }];
  };
  return parseFragment(html).childNodes.flatMap(read);
}

function pasted(html: string): Document {
  const document = documentFromPasted(nodesOf(html));
  if (document === null) throw new Error("nothing to read in it");
  return documentSchema.parse(document);
}

/** Short, for comparing: the kind of each block and what it says. */
function outline(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    switch (block.type) {
      case "heading":
        return `${"#".repeat(block.attrs.level - 1)} ${textOf(block)}`;
      case "bulletList":
      case "orderedList": {
        const sign = block.type === "bulletList" ? "-" : `${block.attrs?.start ?? 1}.`;
        return [sign, ...block.content.map(({ content }) => outline(content))];
      }
      case "blockquote":
        return [">", ...outline(block.content)];
      case "table":
        return block.content.map(({ content }) => content.map(cellText));
      default:
        return textOf(block);
    }
  });
}

const textOf = (block: Block) => plainText({ type: "doc", content: [block] });
const cellText = ({ type, content }: TableCell) =>
  (type === "tableHeader" ? "*" : "") + content.map(textOf).join("\n");

test("a letter from Word keeps its headings, lists, links and table, and nothing else of Word", () => {
  expect(outline(pasted(wordLetter).content)).toEqual([
    "# Aanslagbiljet 2026",
    "Geachte ((naam)),",
    "U betaalt vóór 2\u00a0december het volledige bedrag. Zie onze site of dit bestand.",
    "## Wat u meebrengt",
    ["-", ["uw identiteitskaart", ["-", ["of uw rijbewijs"]]], ["het aanslagbiljet"]],
    ["1.", ["eerst betalen"], ["dan bezwaar indienen"]],
    [
      ["*Jaar", "*Bedrag"],
      ["2025", "84,00\u00a0€"],
      ["2026", "86,00\u00a0€"],
    ],
    [">", "Artikel 3 van het reglement."],
  ]);
});

test("bold, italics, links and placeholders are what they were", () => {
  const [, greeting, sentence] = pasted(wordLetter).content;
  expect(greeting).toMatchObject({ content: [{}, { attrs: { name: "naam" } }, { text: "," }] });
  expect(sentence).toMatchObject({
    content: [
      { text: "U betaalt " },
      { text: "vóór 2\u00a0december", marks: [{ type: "bold" }] },
      { text: " het " },
      { text: "volledige", marks: [{ type: "italic" }] },
      { text: " bedrag. Zie " },
      {
        text: "onze site",
        marks: [{ type: "link", attrs: { href: "https://maanrode.example/belastingen" } }],
      },
      { text: " of dit bestand." },
    ],
  });
});

test("a message from Outlook is read without its frames, and a table comes out of its quotation", () => {
  expect(outline(pasted(outlookMessage).content)).toEqual([
    "Beste collega",
    "De tekst voor de brief:\neerste lijn\ntweede lijn",
    "nieuwe alinea",
    ["1.", ["lees", ["1.", ["aandachtig"]]], ["teken"]],
    [">", "Van: Peter"],
    [
      ["*Post", "*Som"],
      ["A", "1,00"],
    ],
    [">", "Groeten"],
  ]);
});

test("LibreOffice's merged cells are taken apart, and no figure is told twice", () => {
  expect(outline(pasted(libreOfficeText).content)).toEqual([
    "# Décompte",
    "## Détail",
    "Le montant est de 12,50\u00a0€.",
    ["3.", ["trois", ["-", ["et demi"]]], ["quatre"]],
    "Montants dus",
    [
      ["*Libellé", "*2025", "*2026"],
      ["Taxe", "84,00", "86,00"],
      ["", "10,00", "11,00"],
      ["Total", "191,00", ""],
    ],
  ]);
});

test("Google's bold that is none makes nothing bold", () => {
  const { content } = pasted(googleText);
  expect(outline(content)).toEqual([
    "# Termin",
    "Bitte bringen Sie Ihren Ausweis mit.",
    ["-", ["eins", ["-", ["eins a"]]], ["zwei"]],
    [
      ["*Jahr", "*Betrag"],
      ["2026", "86,00"],
    ],
  ]);
  expect(content[1]).toMatchObject({
    content: [
      { text: "Bitte bringen Sie " },
      { text: "Ihren Ausweis", marks: [{ type: "bold" }] },
      { text: " mit.", marks: [{ type: "italic" }] },
    ],
  });
});

test("nothing that runs or hides is taken, and all that is read is", () => {
  const document = pasted(hostilePage);
  expect(outline(document.content)).toEqual([
    "Lees diten dat",
    "open en nooit gesloten",
    ["-", ["a"], ["b", ["1.", ["c"]]]],
    [
      ["breed", "hoog"],
      ["los", ""],
    ],
    "zonder tabel",
  ]);
  expect(JSON.stringify(document)).not.toMatch(/javascript|elders|>nooit/);
});

describe("a table that is too large for a letter", () => {
  test("of too many columns becomes lines whose cells stay apart", () => {
    const [line] = outline(pasted(wideSheet).content);
    expect(line).toBe(Array.from({ length: 12 }, (_, column) => `k${column}`).join(" | "));
  });

  test("of too many rows becomes tables that each have its header", () => {
    const rows = Array.from({ length: 250 }, (_, row) => `<tr><td>${row}</td><td>x</td></tr>`);
    const { content } = pasted(
      `<table><tr><th>Nummer</th><th>Som</th></tr>${rows.join("")}</table>`,
    );
    expect(content.map((table) => outline([table]).flat()[0])).toEqual(
      Array.from({ length: 3 }, () => ["*Nummer", "*Som"]),
    );
    expect(outline(content).flat(2)).toContain("249");
  });

  test("of columns that nobody sees is as wide as it looks", () => {
    const row = (...cells: string[]) => cells.map((text) => `<td colspan=5>${text}</td>`).join("");
    const html = `<table><tr>${row("a", "b")}</tr><tr>${row("c", "d")}</tr></table>`;
    expect(outline(pasted(html).content)).toEqual([
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ]);
  });
});

test("in a cell everything becomes paragraphs", () => {
  const html = `<h2>Kop</h2><ul><li>a<ol start=4><li>b</li></ol></li></ul>${wideSheet}`;
  const paragraphs = paragraphsFromPasted(nodesOf(html));
  expect(paragraphs.map((paragraph) => textOf(paragraph)).slice(0, 3)).toEqual([
    "Kop",
    "• a",
    "4. b",
  ]);
  expect(paragraphs).toHaveLength(5);
});

test("a heading over several columns stands over each of them", () => {
  const html =
    "<table><tr><th>Jaar</th><th colspan=2>Bedrag</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>";
  expect(outline(pasted(html).content)[0]).toEqual([
    ["*Jaar", "*Bedrag", "*Bedrag"],
    ["1", "2", "3"],
  ]);
});

test.each(["", "   ", "<p>&nbsp;</p>", "<!-- x -->", "<style>p{}</style>", "<img src=x>"])(
  "there is nothing to read in %j",
  (html) => {
    expect(documentFromPasted(nodesOf(html))).toBeNull();
  },
);

describe("whatever is pasted", () => {
  const word = fc.integer({ min: 0, max: 9999 }).map((number) => `w${number}w`);
  const names = [
    "p div span b strong i em a ul ol li table thead tbody tr td th caption h1 h3 h6 blockquote pre",
    "br hr script style o:p font section custom-tag svg del center dl dd template select button",
  ].flatMap((line) => line.split(" "));
  const attribute = fc.constantFrom(
    "",
    " colspan=3",
    " rowspan=4",
    " colspan=0 rowspan=-1",
    " colspan=99999",
    " style='display:none'",
    " style='font-weight:700;mso-list:l0 level3 lfo1'",
    " style='mso-list:Ignore'",
    " class=MsoListParagraph",
    " class='MsoQuote MsoTitle'",
    " href='https://a.example'",
    " href=javascript:x",
    " start=99999999",
    " hidden",
    " data-placeholder=naam",
    " role=presentation",
  );
  const spaces = fc.constantFrom(
    "",
    " ",
    "&nbsp;",
    "\n",
    "\t",
    "·&nbsp;",
    "((",
    "))",
    "\u0000",
    "\ud800",
  );
  const { html } = fc.letrec<{ html: string; element: string }>((tie) => ({
    html: fc
      .array(fc.oneof({ maxDepth: 8 }, word, spaces, tie("element")), { maxLength: 5 })
      .map((parts) => parts.join(" ")),
    element: fc
      .tuple(fc.constantFrom(...names), attribute, tie("html"), fc.boolean())
      .map(
        ([name, given, within, isClosed]) =>
          `<${name}${given}>${within}${isClosed ? `</${name}>` : ""}`,
      ),
  }));

  const visibleWords = (nodes: readonly PastedNode[]): string[] =>
    nodes.flatMap((node) => {
      if (typeof node === "string") return node.match(/w\d+w/g) ?? [];
      return isLeftOut(node) || isMarkerOfWord(node) ? [] : visibleWords(node.children);
    });
  const isMarkerOfWord = ({ attributes }: PastedElement) =>
    attributes.style === "mso-list:Ignore" || attributes["data-placeholder"] === "naam";

  test("the result may be stored, and every word that was seen is in it", () => {
    fc.assert(
      fc.property(html, (given) => {
        const nodes = nodesOf(given);
        const document = documentFromPasted(nodes);
        const wanted = [...new Set(visibleWords(nodes))].sort();
        if (document === null) {
          expect(wanted).toEqual([]);
          return;
        }
        expect(documentSchema.safeParse(document).error?.issues).toBeUndefined();
        const found = new Set(plainText(document).match(/w\d+w/g) ?? []);
        expect(wanted.filter((each) => !found.has(each))).toEqual([]);
        const inCell = paragraphsFromPasted(nodes).map((paragraph) => textOf(paragraph));
        const inCells = new Set(inCell.join("\n").match(/w\d+w/g) ?? []);
        expect(wanted.filter((each) => !inCells.has(each))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test("a hostile depth does no harm", () => {
    const depth = 400;
    const lists = nodesOf("<ul><li>".repeat(depth) + "diep");
    expect(plainText(documentFromPasted(lists) ?? { type: "doc", content: [] })).toContain("diep");
    expect(documentSchema.safeParse(documentFromPasted(lists)).success).toBe(true);
    const quotes = documentFromPasted(nodesOf("<blockquote>".repeat(depth) + "diep"));
    expect(documentSchema.safeParse(quotes).success).toBe(true);
  });
});
