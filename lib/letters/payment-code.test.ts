import jsQR from "jsqr";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { drawPdf } from "@/lib/gateways/pdf-inspector";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { epcPayload } from "@/lib/payments/epc";
import { stopTypst } from "@/lib/typst/compile";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import type { Payment } from "@/lib/payments/schema";

afterAll(() => stopTypst());

/** The letter as a phone's camera meets it: its PDF drawn, nothing of how it was made. */
async function scanned(payment: Payment): Promise<string | undefined> {
  const letter = { ...exampleLetter, body: documentFromPlainText("Te betalen."), payment };
  const picture = await drawPdf(await renderLetter(letter, new Date("2026-11-02T10:00:00Z")), 8);
  if (!picture) throw new Error("the letter could not be drawn");
  const { data, info } = await sharp(picture)
    .resize({ width: 1800 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

const payment: Payment = {
  amountCents: 8650,
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Stad Maanrode",
  communication: { kind: "structured", value: "010806817183" },
  dueDate: "2027-01-15",
};

test("the code that a bank's app reads off the letter says what is to be paid", async () => {
  expect(await scanned(payment)).toBe(epcPayload(payment));
});

test("with a long name and a long communication too", async () => {
  const long: Payment = {
    ...payment,
    beneficiary: "Agence intercommunale des marées, des digues et des polders maritimes",
    communication: { kind: "free", value: "Redevance 2026 – dossier É/2026/1234, premier rappel" },
  };
  expect(await scanned(long)).toBe(epcPayload(long));
});
