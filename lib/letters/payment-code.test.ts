import jsQR from "jsqr";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { drawPdf } from "@/lib/gateways/pdf-inspector";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { epcPayload } from "@/lib/payments/epc";
import { stopTypst } from "@/lib/typst/compile";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { singlePayments } from "@/lib/payments/rules";
import type { Payment } from "@/lib/payments/schema";

afterAll(() => stopTypst());

/** The letter as a phone's camera passes over it: its PDF drawn, nothing of how it was made. */
async function scanned(payment: Payment): Promise<string[]> {
  const letter = { ...exampleLetter, body: documentFromPlainText("Te betalen."), payment };
  const picture = await drawPdf(await renderLetter(letter, new Date("2026-11-02T10:00:00Z")), 8);
  if (!picture) throw new Error("the letter could not be drawn");
  const page = sharp(picture).resize({ width: 1800 });
  const { data, info } = await page.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const row = info.width * 4;
  const found = new Set<string>();
  for (let top = 0; top < info.height; top += STEP) {
    const view = data.subarray(top * row, Math.min(top + VIEW, info.height) * row);
    const code = jsQR(new Uint8ClampedArray(view), info.width, view.length / row);
    if (code?.data) found.add(code.data);
  }
  return [...found];
}

/** How much it sees at once, more than a code and less than two; and how far it goes on. */
const VIEW = 420;
const STEP = 130;

const payment: Payment = {
  amountCents: 8650,
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Stad Maanrode",
  communication: { kind: "structured", value: "010806817183" },
  dueDate: "2027-01-15",
};

test("the code that a bank's app reads off the letter says what is to be paid", async () => {
  expect(await scanned(payment)).toEqual([epcPayload(payment)]);
});

test("with a long name and a long communication too", async () => {
  const long: Payment = {
    ...payment,
    beneficiary: "Agence intercommunale des marées, des digues et des polders maritimes",
    communication: { kind: "free", value: "Redevance 2026 – dossier É/2026/1234, premier rappel" },
  };
  expect(await scanned(long)).toEqual([epcPayload(long)]);
});

test("with a reference of ISO 11649, and with an amount that the payer chooses", async () => {
  const open: Payment = {
    ...payment,
    amountCents: null,
    communication: { kind: "rf", value: "RF18539007547034" },
    dueDate: null,
  };
  const [text] = await scanned(open);
  expect(text?.split("\n").slice(5)).toEqual([
    "Stad Maanrode",
    "BE72000000001616",
    "",
    "",
    "RF18539007547034",
  ]);
});

test("each part that is paid by itself has a code of its own", async () => {
  const parts: Payment = {
    ...payment,
    dueDate: null,
    parts: [
      { amountCents: 4000, dueDate: "2027-01-15" },
      { amountCents: 4650, dueDate: "2027-02-15" },
    ],
  };
  const codes = await scanned(parts);
  expect(codes.sort()).toEqual(singlePayments(parts).map(epcPayload).sort());
});
