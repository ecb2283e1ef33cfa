import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { iconSheet, iconSheetFile } from "./icons";

it("every icon that a component may name is drawn on the sheet", async () => {
  expect(await readFile(iconSheetFile, "utf8")).toBe(iconSheet());
});
