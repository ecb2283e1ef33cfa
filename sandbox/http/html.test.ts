import fc from "fast-check";
import { expect, it } from "vitest";
import { html } from "./html";

it("a page escapes every value that is not itself made by html", () => {
  expect(
    html`<p title="${'"'}">${"<script>"}${html`<b>${"&"}</b>`}${[1, "'"]}${undefined}${false}</p>`
      .text,
  ).toBe('<p title="&quot;">&lt;script&gt;<b>&amp;</b>1&#39;</p>');
});

it("no value can open a tag or leave an attribute", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(html`${value}`.text).not.toMatch(/[<>"']/);
    }),
  );
});
