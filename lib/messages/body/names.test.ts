import { describe, expect, it } from "vitest";
import { linkedNames, nameIn, withLink, type NameLink } from "@/lib/messages/body/names";

const day: NameLink = { nl: "dag", fr: "jour" };

describe("placeholders of several languages that are one value", () => {
  it("are those that were linked, however they are written", () => {
    expect(linkedNames([day], "DAG")).toEqual(["jour"]);
    expect(linkedNames([day], "uur")).toEqual([]);
    expect(nameIn([day], "dag", "fr", ["Jour", "heure"])).toBe("Jour");
    expect(nameIn([day], "dag", "de", ["Tag"])).toBeNull();
  });

  it("are those of the examples by themselves, unless they are linked otherwise", () => {
    expect(linkedNames([], "reden van de afspraak")).toEqual([
      "motif du rendez-vous",
      "Grund des Termins",
    ]);
    const other = [{ nl: "reden van de afspraak", fr: "raison" }];
    expect(linkedNames(other, "reden van de afspraak")).toEqual(["raison"]);
    expect(linkedNames(other, "motif du rendez-vous")).toEqual(["Grund des Termins"]);
  });

  it("are those that are called the same", () => {
    expect(nameIn([], "dossier", "fr", ["Dossier"])).toBe("Dossier");
  });

  it("are linked one language after the other, and each once", () => {
    const two = withLink([], { language: "nl", name: "dag" }, { language: "fr", name: "jour" });
    const three = withLink(two, { language: "nl", name: "dag" }, { language: "de", name: "Tag" });
    expect(three).toEqual([{ nl: "dag", fr: "jour", de: "Tag" }]);
    // What was that day in French is another's now.
    const moved = withLink(
      three,
      { language: "nl", name: "uur" },
      { language: "fr", name: "jour" },
    );
    expect(moved).toEqual([
      { nl: "dag", de: "Tag" },
      { nl: "uur", fr: "jour" },
    ]);
  });

  it("are let go, those of the examples too", () => {
    const own = { language: "nl", name: "straat" } as const;
    const alone = withLink([], own, { language: "fr", name: null });
    expect(nameIn(alone, "straat", "fr", ["rue"])).toBeNull();
    expect(nameIn(alone, "straat", "de", ["Straße"])).toBe("Straße");
    const day = [{ nl: "dag", fr: "jour" }];
    expect(withLink([...day, ...alone], own, { language: "de", name: null })).toEqual([
      ...day,
      { nl: "straat" },
    ]);
  });
});
