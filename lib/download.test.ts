import { expect, test } from "vitest";
import { contentDisposition, download } from "@/lib/download";

test("a file name keeps its accents for those who understand them", () => {
  expect(contentDisposition("Bijlage é (1).pdf", "attachment")).toBe(
    "attachment; filename=\"Bijlage _ (1).pdf\"; filename*=UTF-8''Bijlage%20%C3%A9%20%281%29.pdf",
  );
});

test("a file name cannot end its own quotes, begin a header or break the encoding", () => {
  const header = contentDisposition('a"; x="b\r\nset-cookie: c\ud800.pdf', "inline");
  expect(header).not.toMatch(/[\r\n]/);
  expect(header.match(/"/g)).toHaveLength(2);
});

test("a download is kept by no cache and taken for nothing else", async () => {
  const answer = download({
    fileName: "MR-2026-00001-001.pdf",
    mediaType: "application/pdf",
    bytes: new Uint8Array([1, 2, 3]),
  });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-length": "3",
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  expect(await answer.bytes()).toEqual(new Uint8Array([1, 2, 3]));
});
