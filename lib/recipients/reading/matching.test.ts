import { describe, expect, it } from "vitest";
import { matchColumns } from "./matching";

const needs = (...names: string[]) => ({
  placeholders: names.map((name) => ({ name, isQuestion: false })),
  language: null,
  subject: "",
  payment: null,
  archive: null,
});

describe("columns are found by name", () => {
  it.each([
    ["in Dutch", ["Rijksregisternummer", "Naam", "Taal"]],
    ["in French", ["Numéro national", "NOM", "langue"]],
    ["in German", ["Nationalregisternummer", "Vor- und Nachname", "SPRACHE"]],
    ["without accents", ["numero de registre national", "nom complet", "Langue"]],
    ["with underscores and full stops", ["numero_national", "volledige_naam", "taal."]],
  ])("%s", (_what, header) => {
    expect(matchColumns(header, needs(), {})).toMatchObject({
      targets: { number: 0, name: 1, language: 2 },
      missing: [],
    });
  });

  it("in any order, and says what is not used", () => {
    expect(matchColumns(["opmerking", "naam", "INSZ"], needs(), {})).toEqual({
      targets: { number: 2, name: 1 },
      values: {},
      ignored: [0],
      missing: [],
    });
  });

  it("for a first name and a surname in place of the name", () => {
    expect(matchColumns(["INSZ", "voornaam", "familienaam"], needs(), {}).missing).toEqual([]);
    expect(matchColumns(["INSZ", "voornaam"], needs(), {}).missing).toEqual(["name"]);
  });

  it("for a placeholder, also where a target has the same column", () => {
    expect(matchColumns(["INSZ", "naam", "Gemeente"], needs("gemeente"), {})).toMatchObject({
      targets: { municipality: 2 },
      values: { gemeente: 2 },
      ignored: [],
    });
  });

  it("for a value that each language calls by its own word, in one column or in one for each", () => {
    const day = { name: "dag", isQuestion: false, others: ["jour"], accepted: ["Tag"] };
    const inTwo = { ...needs(), placeholders: [day] };
    const found = (...header: string[]) =>
      matchColumns(["INSZ", "naam", ...header], inTwo, {}).values;
    expect(found("Dag")).toEqual({ dag: 2, jour: 2 });
    expect(found("JOUR")).toEqual({ dag: 2, jour: 2 });
    expect(found("tag")).toEqual({ dag: 2, jour: 2 });
    expect(found("jour", "dag")).toEqual({ dag: 3, jour: 2 });
    expect(matchColumns(["INSZ", "naam"], inTwo, {}).missing).toEqual(["dag"]);
    const byHand = { "((dag))": 0 };
    expect(matchColumns(["INSZ", "naam", "jour"], inTwo, byHand).values).toEqual({
      dag: 0,
      jour: 0,
    });
  });

  it("unless somebody chose by hand, a column or none", () => {
    const byHand = { name: 2, street: null, "((dossier))": 0 };
    expect(matchColumns(["INSZ", "naam", "wie", "straat"], needs("dossier"), byHand)).toMatchObject(
      {
        targets: { number: 0, name: 2 },
        values: { dossier: 0 },
        ignored: [1, 3],
      },
    );
  });

  it("for the files of each row, which a ZIP beside the list cannot do without", () => {
    const withZip = { ...needs(), archive: { shared: [] } };
    for (const name of ["Bijlagen", "pieces jointes", "ANLAGEN", "attachments"])
      expect(matchColumns(["INSZ", "naam", name], withZip, {})).toMatchObject({
        targets: { attachments: 2 },
        missing: [],
      });
    expect(matchColumns(["INSZ", "naam", "pdf"], withZip, {}).missing).toEqual(["attachments"]);
    expect(matchColumns(["INSZ", "naam", "pdf"], withZip, { attachments: 2 })).toMatchObject({
      targets: { attachments: 2 },
      missing: [],
    });
  });

  it("and a word of the text called like such files is that word", () => {
    const found = matchColumns(["INSZ", "naam", "bijlage"], needs("bijlage"), {});
    expect(found).toMatchObject({ values: { bijlage: 2 } });
    expect(found.targets.attachments).toBeUndefined();
  });

  it("and a choice of a column that is not there counts for nothing", () => {
    expect(matchColumns(["INSZ", "naam"], needs(), { name: 7 }).targets.name).toBe(1);
  });
});
