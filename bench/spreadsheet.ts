/**
 * `npm run bench:spreadsheet`: how long a list of 100,000 people takes to read in each format, how much
 * memory it needs and how long others wait meanwhile; for CSV beside the parser alone, in the same run.
 * Each reading has a process of its own, so that none profits from what another left behind.
 */
import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "csv-parse";
import { makeOds, makeXlsx } from "@/lib/spreadsheet/fixtures";
import { readSheet } from "@/lib/spreadsheet/read-sheet";
import { writeCsv } from "@/lib/spreadsheet/csv-writer";
import { writeXlsx } from "@/lib/spreadsheet/xlsx-writer";
import { openFileSource } from "@/lib/zip/source";
import { matchColumns } from "@/lib/recipients/reading/matching";
import { checkRows } from "@/lib/recipients/reading/rows";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { machine } from "./machine";

const ROWS = 100_000;
const RUNS = 3;
/** Of csv-parse alone: finding encoding and separator, cells, and refusals come on top of it. */
const LIMIT = 4;
const LIMIT_MB = 200;

const COLUMNS = [
  "rijksregisternummer",
  "naam",
  "voornaam",
  "straat",
  "postcode",
  "gemeente",
  "bedrag",
  "vervaldag",
  "dossier",
  "opmerking",
];

type Figures = { rows: number; seconds: number; megabytes: number; delay: number };

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "portal-bench-"));
  const files = await writeFiles(folder);
  const results: Record<string, Figures[]> = {};
  for (let run = 0; run < RUNS; run += 1)
    for (const [name, path] of Object.entries(files))
      for (const each of name === "csv" ? ["alone", "csv", "checked", "write-xlsx"] : [name])
        (results[each] ??= []).push(await inOwnProcess(name === each ? "read" : each, path));
  const sizes = await Promise.all(
    Object.entries(files).map(
      async ([name, path]) => [name, (await stat(path)).size / 1e6] as const,
    ),
  );
  await rm(folder, { recursive: true });
  const alone = median(results["alone"] ?? []).seconds;
  const ratioOf = (name: string) => median(results[name] ?? []).seconds / alone;
  console.log(`Machine: ${machine()}
Lists of ${ROWS} rows and ${COLUMNS.length} columns: ${sizes.map(([name, size]) => `${name} ${size.toFixed(1)} MB`).join(", ")}
`);
  for (const [name, runs] of Object.entries(results)) {
    const { rows, seconds, megabytes, delay } = median(runs);
    if (rows !== ROWS) throw new Error(`${name} gave ${rows} rows`);
    console.log(
      `${name.padEnd(12)} ${seconds.toFixed(2)} s   ${Math.round(rows / seconds)} rows/s   memory +${megabytes.toFixed(0)} MB (÷ ${LIMIT_MB} = ${(megabytes / LIMIT_MB).toFixed(2)})   longest wait of others ${delay.toFixed(0)} ms`,
    );
  }
  console.log(`
CSV read ÷ csv-parse alone = ${ratioOf("csv").toFixed(2)}
CSV read and every row checked ÷ csv-parse alone = ${ratioOf("checked").toFixed(2)}   of the limit of ${LIMIT} = ${(ratioOf("checked") / LIMIT).toFixed(2)}`);
}

const TASKS: Record<string, (file: string) => Promise<number>> = {
  async alone(path) {
    let count = 0;
    const records = createReadStream(path).pipe(parse({ delimiter: ";", bom: true }));
    for await (const record of records) count += (record as string[]).length > 0 ? 1 : 0;
    return count - 1;
  },
  async read(path) {
    const source = await openFileSource(path);
    const sheet = await readSheet(source);
    if (!sheet.ok) throw new Error(sheet.refusal.code);
    let count = 0;
    for await (const row of sheet.value.rows) {
      if (!row.ok) throw new Error(row.refusal.code);
      count += 1;
    }
    await source.close();
    return count;
  },
  /** As the worker reads a list for a message that asks for two values of each recipient. */
  async checked(path) {
    const source = await openFileSource(path);
    const sheet = await readSheet(source);
    if (!sheet.ok) throw new Error(sheet.refusal.code);
    const { header } = sheet.value;
    const needs = {
      placeholders: ["bedrag", "dossier"].map((name) => ({ name, isQuestion: false })),
      language: "nl" as const,
      subject: "Dossier ((dossier))",
      payment: null,
      archive: null,
    };
    const match = matchColumns(header, needs, {});
    const context = {
      match,
      needs,
      columns: header.length,
      now: new Date(),
      missingGlyphs,
      files: { kind: "none" as const },
    };
    let count = 0;
    for await (const row of checkRows(sheet.value.rows, context)) {
      if (!row.ok) throw new Error(row.refusal.code);
      if (row.value.problems.length > 0) throw new Error(JSON.stringify(row.value.problems));
      count += 1;
    }
    await source.close();
    return count;
  },
  async "write-xlsx"(path) {
    const columns = COLUMNS.map((name) => ({ name }));
    const bytes = writeXlsx({ name: "Lijst", columns, rows: people() });
    await pipeline(Readable.from(bytes), createWriteStream(`${path}.written`));
    return ROWS;
  },
};

const [task, file = ""] = process.argv.slice(2);
const work = task === undefined ? null : TASKS[task];
if (work) console.log(JSON.stringify(await measure(() => work(file))));
else await compare();

async function measure(work: () => Promise<number>): Promise<Figures> {
  const before = process.memoryUsage.rss();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const from = performance.now();
  const rows = await work();
  const seconds = (performance.now() - from) / 1000;
  delays.disable();
  // The peak of the whole life of the process, in KiB.
  const megabytes = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
  return { rows, seconds, megabytes, delay: delays.max / 1e6 };
}

async function inOwnProcess(task: string, path: string): Promise<Figures> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    fileURLToPath(import.meta.url),
    task,
    path,
  ]);
  return JSON.parse(stdout) as Figures;
}

function median(runs: readonly Figures[]): Figures {
  const middle = runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)];
  if (!middle) throw new Error("nothing was measured");
  return middle;
}

function* people(): Generator<string[]> {
  for (let at = 0; at < ROWS; at += 1)
    yield [
      citizen(at),
      `Van den Bossche-${at}`,
      "Amélie",
      `Kerkstraat ${at % 300}`,
      String(1000 + (at % 9000)),
      "Sint-Katelijne-Waver",
      `${at % 500},50`,
      "31/12/2026",
      `MR-2026-${at}`,
      `Betaling ${at} in twee keer; zie brief`,
    ];
}

/** Numbers with the check digits that make them valid: some thirty people born on each day of ten years. */
function citizen(at: number): string {
  const born = new Date(Date.UTC(2000, 0, 1 + (at % 3650))).toISOString().slice(2, 10);
  const base = born.replaceAll("-", "") + String(1 + Math.floor(at / 3650)).padStart(3, "0");
  return base + String(97 - (Number(`2${base}`) % 97)).padStart(2, "0");
}

/** CSV as we write it; .xlsx as Excel does, with its texts apart; .ods as LibreOffice does. */
async function writeFiles(folder: string): Promise<Record<"csv" | "xlsx" | "ods", string>> {
  const files = { csv: "", xlsx: "", ods: "" };
  for (const name of Object.keys(files) as (keyof typeof files)[])
    files[name] = join(folder, `list.${name}`);
  const all = [COLUMNS, ...people()];
  await writeFile(files.csv, writeCsv(all));
  const strings = new Map<string, number>();
  const rows = all.map((cells, row) => {
    const each = cells.map((text, at) => {
      if (!strings.has(text)) strings.set(text, strings.size);
      return `<c r="${String.fromCharCode(65 + at)}${row + 1}" s="0" t="s"><v>${strings.get(text) ?? 0}</v></c>`;
    });
    return `<row r="${row + 1}" spans="1:10">${each.join("")}</row>`;
  });
  const texts = [...strings.keys()].map((text) => `<t>${text}</t>`);
  await writeFile(
    files.xlsx,
    makeXlsx({ sheets: [{ rows: rows.join("") }], strings: texts, formats: [0] }),
  );
  const table = all.map((cells) => {
    const each = cells.map(
      (text) =>
        `<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>${text}</text:p></table:table-cell>`,
    );
    return `<table:table-row table:style-name="ro1">${each.join("")}</table:table-row>`;
  });
  await writeFile(
    files.ods,
    makeOds(`<table:table table:name="Blad1">${table.join("")}</table:table>`),
  );
  return files;
}
