import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeBase64, utf8 } from "../bytes";
import { makeProofInput } from "../fixtures";
import { findingFacts } from "./fixtures";
import { findingPayload, readFinding, recipientOf, type FindingFacts } from "./record";

let made: Awaited<ReturnType<typeof makeProofInput>>;
let facts: FindingFacts;

beforeAll(async () => {
  made = await makeProofInput();
  facts = await findingFacts(made);
});
afterAll(() => made.remove());

function recordOf(change: Partial<FindingFacts> = {}) {
  const record = readFinding(findingPayload({ ...facts, ...change }));
  if (!record.ok) throw new Error(record.refusal);
  return record.value;
}

describe("the record of what the log contains", () => {
  test("fits the published schema, with deliveries and without", () => {
    const schema = JSON.parse(readFileSync("docs/evidence.schema.json", "utf8")) as object;
    const fits = new Ajv({ allErrors: true }).compile(schema);
    for (const record of [recordOf(), recordOf({ deliveries: [] })]) {
      expect(fits(record) ? null : fits.errors).toBeNull();
      const [extension] = record.Extensions.Extension;
      const without = (name: string) =>
        Object.fromEntries(Object.entries(extension).filter(([key]) => key !== name));
      for (const name of ["Log", "Period", "Deliveries", "Purpose"]) {
        expect(fits({ ...record, Extensions: { Extension: [without(name)] } }), name).toBe(false);
      }
    }
  });

  test("names somebody whom the portal does not know by the number alone", () => {
    const recipient = { kind: "citizen" as const, number: "01090901986", name: null };
    expect(recipientOf(recordOf({ recipient }))).toEqual(recipient);
    expect(recipientOf(recordOf()).name).toBe(facts.recipient.name);
  });

  test("is never sealed when it contradicts itself", () => {
    const [delivery] = facts.deliveries;
    if (!delivery) throw new Error("There is no delivery.");
    const wrong: Partial<FindingFacts>[] = [
      { deliveries: [delivery, delivery] },
      { deliveries: [{ ...delivery, sentAt: facts.period.before }] },
      { deliveries: [{ ...delivery, evidence: [] }] },
      { log: { ...facts.log, size: facts.log.size + 1 } },
      { log: { ...facts.log, root: new Uint8Array(32) } },
      { log: { ...facts.log, note: utf8("no note") } },
      { period: { ...facts.period, toDay: "2026-11-14" } },
      { at: new Date(facts.period.before.getTime() - 1) },
    ];
    for (const change of wrong) {
      expect(() => findingPayload({ ...facts, ...change }), JSON.stringify(change)).toThrow(
        "contradict",
      );
    }
  });

  test("is refused when it is written in any other way", () => {
    const text = new TextDecoder().decode(findingPayload(facts));
    for (const changed of [`${text} `, text.replace(":", ": "), encodeBase64(utf8(text))]) {
      expect(readFinding(utf8(changed))).toEqual({ ok: false, refusal: "finding_malformed" });
    }
  });
});
