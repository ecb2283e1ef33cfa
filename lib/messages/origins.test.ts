import { describe, expect, it } from "vitest";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { originsOf } from "./origins";

const text = {
  language: "nl" as const,
  otherTexts: {},
  subject: "Dag ((naam)), ((Dossier))",
  body: documentFromPlainText("((dag)) ((jonger dan 18??Vraag uw ouders)) ((datum))"),
  payment: null,
  paymentWanted: false,
};
const match = { targets: { name: 1 }, values: { dossier: 2, dag: 3 }, missing: [], ignored: [] };
const file = { header: ["INSZ", "Naam", "Dossiernr", "Dag"], findings: { match } };
const values = { name: "Els", Dossier: "A1", dag: "maandag", "jonger dan 18": "ja" };

describe("where a value came from", () => {
  it("is the column and the row, whatever the column is called", () => {
    const found = originsOf({ ...text, recipient: { row: 7 }, recipients: { file } }, values);
    expect(found).toMatchObject([
      { name: "naam", value: "Els", from: { kind: "column", column: "Naam", row: 7 } },
      { name: "Dossier", value: "A1", from: { kind: "column", column: "Dossiernr", row: 7 } },
      { name: "dag", value: "maandag", from: { kind: "column", column: "Dag", row: 7 } },
      { name: "jonger dan 18", from: { kind: "typed" } },
      { name: "datum", value: null, from: { kind: "built_in" } },
    ]);
  });

  it("is the keyboard for one typed by hand", () => {
    const found = originsOf(
      { ...text, recipient: { row: null }, recipients: { file: null } },
      values,
    );
    expect(found).toMatchObject([
      { name: "naam", from: { kind: "built_in", builtIn: "name" } },
      { name: "Dossier", from: { kind: "typed" } },
      { name: "dag", from: { kind: "typed" } },
      { name: "jonger dan 18", from: { kind: "typed" } },
      { name: "datum", from: { kind: "built_in" } },
    ]);
  });
});
