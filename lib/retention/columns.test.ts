import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CONTENT, KEPT } from "@/lib/retention/columns";

/** Every column that could hold content, as the schema has it: identifiers hold none. */
function columnsOfSchema(): string[] {
  const columns: string[] = [];
  for (const file of readdirSync("prisma/schema")) {
    let model = "";
    for (const line of readFileSync(`prisma/schema/${file}`, "utf8").split("\n")) {
      model = /^model (\w+)/.exec(line)?.[1] ?? model;
      const column = /^ {2}(\w+)\s+(?:String|Json|Bytes)(?:\[\])?\??(?:\s|$)/.exec(line)?.[1];
      if (column && !line.includes("@db.Uuid")) columns.push(`${model}.${column}`);
    }
  }
  return columns.sort();
}

function columnsOf(list: Record<string, readonly string[]>): string[] {
  return Object.entries(list).flatMap(([table, columns]) =>
    columns.map((name) => `${table}.${name}`),
  );
}

test("every column that could hold content is erased, or kept because it holds none", () => {
  const told = [...columnsOf(CONTENT), ...columnsOf(KEPT)];
  const identifiers = ["MessageRecipient.personalFileIds"];
  expect(told.filter((name) => !identifiers.includes(name)).sort()).toEqual(columnsOfSchema());
});
