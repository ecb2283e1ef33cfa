/** A letter as its template wants it: every word decided, every text printable; pure. */
import { formatDate, formatEuro } from "@/lib/format";
import type {
  Block,
  Document,
  Inline,
  ListItem,
  Table,
  TableCell,
} from "@/lib/messages/body/schema";
import { epcPayload } from "@/lib/payments/epc";
import { formatCommunication, formatIban, singlePayments } from "@/lib/payments/rules";
import type { Payment } from "@/lib/payments/schema";
import type { Letter, LetterLanguage } from "@/lib/letters/schema";
import { lineOfCell, lineOfText } from "@/lib/letters/text";
import { WORDS } from "@/lib/letters/words";

/** Characters that fit on a line of each part even when they are wide capitals. */
const FITS = {
  text: 56,
  subject: 40,
  column: 28,
  address: 28,
  reference: 18,
  payment: 22,
  contact: 48,
  link: 40,
};

type Labelled = { label: string; value: string };

export type Run =
  | { kind: "text"; text: string; bold: boolean; italic: boolean; link: string | null }
  | { kind: "break" };

export type LayoutBlock =
  | { kind: "paragraph"; runs: Run[] }
  | { kind: "heading"; level: number; runs: Run[] }
  | { kind: "list"; items: LayoutBlock[][] }
  | { kind: "numbers"; start: number; items: LayoutBlock[][] }
  | { kind: "quote"; blocks: LayoutBlock[] }
  | { kind: "rule" }
  | LayoutTable;

/** A cell is its paragraphs. */
type LayoutCell = Run[][];
export type LayoutTable = {
  kind: "table";
  /** By column: figures stand under each other at the right. */
  columns: ("start" | "end")[];
  header: { cells: LayoutCell[]; isShort: boolean } | null;
  /** A short row is not torn apart at the end of a page; a short header is told on each. */
  rows: { cells: LayoutCell[]; isShort: boolean }[];
};

type LayoutPayment = {
  title: string;
  rows: Labelled[];
  scan: string;
  /** What the QR code says, for the bank and for those who do not see it. */
  code: string;
  codeHolds: string;
};

export type Layout = {
  language: LetterLanguage;
  title: string;
  test: { title: string; notice: string } | null;
  sender: { organisation: string; service: string; address: string[] };
  recipient: string[];
  references: (Labelled & { isRegistered: boolean })[];
  subject: string;
  body: LayoutBlock[];
  /** One, or one for each part that is paid by itself. */
  payments: LayoutPayment[];
  reply: {
    title: string;
    text: string;
    labels: string[];
    deadline: string | null;
    link: {
      /** Where it leads, and how it is printed. */
      url: string;
      shown: string;
      scan: string;
      codeHolds: string;
    } | null;
  } | null;
  contact: { title: string; rows: (Labelled & { link: string | null })[] } | null;
  running: string;
  page: [string, string];
};

export function layoutOf(letter: Letter): Layout {
  const { language, sender, recipient } = letter;
  const words = WORDS[language];
  const isTest = letter.environment === "test";
  const subject = lineOfText(letter.subject, FITS.subject);
  const organisation = lineOfText(sender.organisationName, FITS.column);
  return {
    language,
    title: `${isTest ? `${words.testTitle}: ` : ""}${lineOfText(letter.subject, Infinity)}`,
    test: isTest ? { title: words.testTitle, notice: words.testNotice } : null,
    sender: {
      organisation,
      service: lineOfText(sender.serviceName, FITS.column),
      address: sender.addressLines.map((line) => lineOfText(line, FITS.column)),
    },
    recipient: [
      recipient.name,
      ...(recipient.attention ? [words.attention(recipient.attention)] : []),
      ...recipient.addressLines,
    ].map((line) => lineOfText(line, FITS.address)),
    references: referencesOf(letter),
    subject,
    body: blocksOf(letter.body),
    payments: letter.payment ? paymentsOf(letter.payment, language) : [],
    reply: letter.reply ? replyOf(letter.reply, language) : null,
    contact: contactOf(letter),
    running: [sender.organisationName, letter.reference].map(shortened).join(" · "),
    page: words.page,
  };
}

/** The foot of a page is one line. */
function shortened(text: string): string {
  const characters = Array.from(lineOfText(text, Infinity));
  return characters.length > 52
    ? `${characters.slice(0, 50).join("").trimEnd()}…`
    : characters.join("");
}

function referencesOf({ language, ...letter }: Letter): Layout["references"] {
  const words = WORDS[language];
  const plain = (label: string, value: string) => ({
    label,
    value: lineOfText(value, FITS.reference),
    isRegistered: false,
  });
  return [
    plain(words.reference, letter.reference),
    ...(letter.ownReference ? [plain(words.ownReference, letter.ownReference)] : []),
    plain(words.date, formatDate(letter.date, language)),
    ...(letter.deliveryChoice === "normal"
      ? []
      : [
          {
            label: words.delivery,
            value: words.deliveryChoice[letter.deliveryChoice],
            isRegistered: true,
          },
        ]),
  ];
}

function paymentsOf(payment: Payment, language: LetterLanguage): LayoutPayment[] {
  const words = WORDS[language];
  const singles = singlePayments(payment);
  return singles.map((single, index) => ({
    ...paymentBlock(single, language),
    ...(singles.length > 1 ? { title: words.paymentPart(index + 1, singles.length) } : {}),
  }));
}

function paymentBlock(payment: Payment, language: LetterLanguage): LayoutPayment {
  const words = WORDS[language];
  const { amountCents, vatCents } = payment;
  const amount = amountCents === null ? words.freeAmount : formatEuro(amountCents, language);
  const iban = formatIban(payment.iban);
  const communication = formatCommunication(payment.communication);
  const row = (label: string, value: string) => ({
    label,
    value: lineOfText(value, FITS.payment),
  });
  return {
    title: words.payment,
    rows: [
      row(words.amount, amount),
      ...(vatCents ? [row(words.vat, formatEuro(vatCents, language))] : []),
      row(words.beneficiary, payment.beneficiary),
      row(words.account, iban),
      ...(payment.bic ? [row(words.bic, payment.bic)] : []),
      row(words.communication, communication),
      ...(payment.dueDate ? [row(words.dueDate, formatDate(payment.dueDate, language))] : []),
    ],
    scan: words.scan,
    code: epcPayload(payment),
    codeHolds: lineOfText(
      words.codeHolds({ amount, beneficiary: payment.beneficiary, iban, communication }),
      Infinity,
    ),
  };
}

function replyOf(reply: NonNullable<Letter["reply"]>, language: LetterLanguage): Layout["reply"] {
  const words = WORDS[language];
  const title = words.reply;
  if (reply.kind === "ebox")
    return { title, text: words.replyInEbox, labels: [], deadline: null, link: null };
  const { url, deadline } = reply;
  const isPage = reply.kind === "page";
  return {
    title,
    text: isPage ? words.replyOnPage : words.replyOnSite,
    labels: isPage ? reply.labels.map((label) => lineOfText(label, FITS.contact)) : [],
    deadline: deadline ? words.replyUntil(formatDate(deadline, language)) : null,
    link: {
      url,
      shown: lineOfText(url, FITS.link),
      scan: words.replyScan,
      codeHolds: lineOfText(words.replyCodeHolds(url), Infinity),
    },
  };
}

function contactOf({ language, sender }: Letter): Layout["contact"] {
  const words = WORDS[language];
  const { email, phone, website, replyAddressLines = [], hours = [] } = sender.contact;
  const rows = [
    ...(email ? [{ label: words.email, value: email, link: `mailto:${email}` }] : []),
    ...(phone
      ? [{ label: words.phone, value: phone, link: `tel:${phone.replace(/[^\d+]/g, "")}` }]
      : []),
    ...(website
      ? [{ label: words.website, value: website.replace(/^https?:\/\/|\/$/g, ""), link: website }]
      : []),
    ...(replyAddressLines.length > 0
      ? [{ label: words.byPost, value: replyAddressLines.join(", "), link: null }]
      : []),
    ...hours.map((line, at) => ({ label: at === 0 ? words.open : "", value: line, link: null })),
  ].map((row) => ({ ...row, value: lineOfText(row.value, FITS.contact) }));
  return rows.length > 0 ? { title: words.contact, rows } : null;
}

/**
 * Headings lose a level where the one between is missing, because a reader who jumps from heading to
 * heading would look for it.
 */
function blocksOf(document: Document): LayoutBlock[] {
  let deepest = 1;
  const place = (block: Block): LayoutBlock => {
    switch (block.type) {
      case "paragraph":
        return { kind: "paragraph", runs: runsOf(block.content) };
      case "heading":
        deepest = Math.min(block.attrs.level, deepest + 1);
        return { kind: "heading", level: deepest, runs: runsOf(block.content) };
      case "bulletList":
        return { kind: "list", items: itemsOf(block.content) };
      case "orderedList":
        return { kind: "numbers", start: block.attrs?.start ?? 1, items: itemsOf(block.content) };
      case "blockquote":
        return { kind: "quote", blocks: block.content.map(place) };
      case "horizontalRule":
        return { kind: "rule" };
      case "table":
        return tableOf(block);
    }
  };
  const itemsOf = (items: ListItem[]) => items.map((item) => item.content.map(place));
  return document.content.map(place);
}

/** How many characters surely fit across one of `count` columns. */
function charactersAcross(count: number): number {
  return Math.max(9, Math.floor(64 / count));
}

function tableOf({ content }: Table): LayoutTable {
  const widest = charactersAcross(content[0]?.content.length ?? 1);
  const inColumn = (text: string) => lineOfCell(text, widest);
  const isHeader = content[0]?.content[0]?.type === "tableHeader";
  const rows = content.map((row) => ({
    cells: row.content.map((cell) => cell.content.map((part) => runsOf(part.content, inColumn))),
    isShort: row.content.every((cell) => cellText(cell).length <= SHORT_CELL),
  }));
  const figures = content.slice(isHeader ? 1 : 0).map((row) => row.content.map(cellText));
  return {
    kind: "table",
    columns: (content[0]?.content ?? []).map((_, column) =>
      isColumnOfFigures(figures.map((row) => row[column] ?? "")) ? "end" : "start",
    ),
    header: isHeader ? (rows[0] ?? null) : null,
    rows: rows.slice(isHeader ? 1 : 0),
  };
}

const SHORT_CELL = 300;

function cellText({ content }: TableCell): string {
  const words = (inline: Inline) => (inline.type === "text" ? inline.text : "\n");
  return content.map((part) => (part.content ?? []).map(words).join("")).join("\n");
}

/** Amounts, percentages, counts and years; a date, an account or an article number is none. */
function isColumnOfFigures(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  return filled.length > 0 && filled.every((cell) => FIGURE.test(cell));
}

const FIGURE = /^[+\-−–]?\s?(€|EUR)?\s?[+\-−–]?\d{1,3}(?:[\d.,'’\s]*\d)?\s?(€|EUR|%)?$/u;

const acrossThePage = (text: string) => lineOfText(text, FITS.text);

function runsOf(content: readonly Inline[] = [], lineOf = acrossThePage): Run[] {
  return content.map((inline) => {
    if (inline.type === "hardBreak") return { kind: "break" };
    if (inline.type !== "text") throw new Error("a placeholder was left in a letter");
    const marks = inline.marks ?? [];
    const link = marks.find((mark) => mark.type === "link");
    return {
      kind: "text",
      text: lineOf(inline.text),
      bold: marks.some((mark) => mark.type === "bold"),
      italic: marks.some((mark) => mark.type === "italic"),
      link: link?.attrs.href ?? null,
    };
  });
}

/** All the text that the letter prints, none of a sender's own PDF, to ask whether the fonts have its characters before it is sent. */
export function printedText(letter: Letter): string {
  if (letter.own) return "";
  const { payments, ...printed } = layoutOf(letter);
  const paid = payments.map(({ title, rows, scan }) => ({ title, rows, scan }));
  return stringsIn([printed, paid]).join(" ");
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === "link" ? [] : stringsIn(part)));
}
