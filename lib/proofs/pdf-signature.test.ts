import { zlibSync } from "fflate";
import { expect, test } from "vitest";
import { readableAttachments } from "./pdf-signature";

function pdfWith(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const data = zlibSync(content, { level: 9 });
  const head = `%PDF-1.7\n1 0 obj\n<</Type /EmbeddedFile/Filter /FlateDecode/Length ${data.length}>>\nstream\n`;
  return new Uint8Array(
    Buffer.concat([Buffer.from(head), data, Buffer.from("\nendstream\nendobj\n")]),
  );
}

test("an attachment is read as it went in", () => {
  const content = new TextEncoder().encode("evidence ".repeat(100_000));
  expect(readableAttachments(pdfWith(content))).toEqual([content]);
});

test("one that unfolds beyond every evidence is not unfolded to its end", () => {
  expect(readableAttachments(pdfWith(new Uint8Array(200 * 1024 * 1024)))).toEqual([]);
});

test("one that ends too early is none", () => {
  const whole = pdfWith(new TextEncoder().encode("evidence ".repeat(1000)));
  const text = Buffer.from(whole).toString("latin1");
  const length = Number(/\/Length (\d+)/.exec(text)?.[1]);
  const short = text.replace(`/Length ${length}`, `/Length ${String(length - 9)}`);
  expect(readableAttachments(new Uint8Array(Buffer.from(short, "latin1")))).toEqual([]);
});

test("many that each unfold to little enough are not unfolded beyond what all may hold", () => {
  const one = pdfWith(new Uint8Array(8 * 1024 * 1024));
  const many = new Uint8Array(Buffer.concat(Array.from({ length: 60 }, () => one)));
  const read = readableAttachments(many);
  const total = read.reduce((sum, { length }) => sum + length, 0);
  expect(total).toBeLessThanOrEqual(50 * 1024 * 1024);
  expect(read.length).toBeGreaterThan(0);
});

test("more of them than any proof has are none, however often one is named", () => {
  const named = "/Type /EmbeddedFile ".repeat(500_000);
  const text = `%PDF-1.7\n1 0 obj\n<<${named}/Length 4>>\nstream\nabcd\nendstream\nendobj\n`;
  expect(readableAttachments(new Uint8Array(Buffer.from(text)))).toEqual([]);
});
