import { describe, expect, test } from "vitest";
import { readForm, readJson } from "@/lib/request-body";

const post = (body: BodyInit, type?: string) =>
  new Request("http://localhost/", {
    method: "POST",
    body,
    headers: type ? { "content-type": type } : {},
    duplex: "half",
  } as RequestInit);

/** Sends for ever, without telling a length. */
function endless(): { stream: ReadableStream; sent: () => number } {
  let sent = 0;
  const stream = new ReadableStream({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  return { stream, sent: () => sent };
}

describe("a form", () => {
  test("is read, plain or multipart", async () => {
    const plain = await readForm(post(new URLSearchParams({ to: "/messages" })));
    expect(plain?.get("to")).toBe("/messages");
    const form = new FormData();
    form.set("to", "/é");
    expect((await readForm(post(form)))?.get("to")).toBe("/é");
  });

  test.each([
    ["of another type", post("to=x", "text/plain")],
    ["of no type", post(new Uint8Array([1]))],
    ["with a boundary that is not there", post("to=x", "multipart/form-data; boundary=y")],
    ["with a broken type", post("to=x", "multipart/form-data")],
  ])("%s is none", async (_what, request) => {
    expect(await readForm(request)).toBeNull();
  });

  test("that never ends is given up at the limit", async () => {
    const { stream, sent } = endless();
    expect(await readForm(post(stream, "application/x-www-form-urlencoded"))).toBeNull();
    expect(sent()).toBeLessThan(100 * 1024);
  });
});

test("a body that breaks off is nothing", async () => {
  const broken = () =>
    new ReadableStream({
      pull(controller) {
        controller.error(new Error("connection reset"));
      },
    });
  expect(await readForm(post(broken(), "application/x-www-form-urlencoded"))).toBeNull();
  expect(await readJson(post(broken()))).toBeNull();
});

describe("JSON", () => {
  test("is read", async () => {
    expect(await readJson(post('{"a":"é"}'))).toEqual({ a: "é" });
  });
  test("that is none, or too long, is nothing", async () => {
    expect(await readJson(post("{"))).toBeNull();
    expect(await readJson(post(""))).toBeNull();
    expect(await readJson(post('"long"'), 3)).toBeNull();
    expect(await readJson(post(endless().stream))).toBeNull();
  });
});
