/**
 * `npm run bench:letters`: how many letters a second the worker makes out of an order, beside the rate of
 * Typst alone with the same template and the same data on the same core, and the memory meanwhile.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { layoutOf } from "@/lib/letters/layout";
import { renderLetter } from "@/lib/letters/letter";
import type { Letter } from "@/lib/letters/schema";
import { composeLetter, type LetterFacts } from "@/lib/messages/letter";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { drawQrCode } from "@/lib/qr-code";
import { stopTypst, typstProcessId } from "@/lib/typst/compile";
import { fontFiles } from "@/lib/typst/fonts";
import { machine } from "./machine";

const SIDE_BY_SIDE = 600;
const ROUNDS = 5;
const LONG_RUN = 20_000;
const STEP = 1_000;
const LEAST = 0.5;
const at = new Date("2026-11-23T12:00:00Z");

const name = { nl: "Stad Maanrode", fr: "Maanrode", de: "Maanrode", en: "Maanrode" };
const facts: LetterFacts = {
  environment: "production",
  language: "nl",
  sender: {
    organisationName: name,
    serviceName: name,
    addressLines: ["Markt 1", "9999 Maanrode"],
    contactEmail: "financien@maanrode.example",
    contactPhone: "+32 9 999 99 99",
    website: "https://maanrode.example/belastingen",
    replyAddressLines: [],
    openingHours: null,
  },
  recipient: { name: "", addressLines: ["Kerkstraat 14", "9999 MAANRODE"], attention: "" },
  ownReference: "FIN/2026/AB-118",
  subject: "Afvalbelasting 2026 voor ((woning))",
  body: documentFromPlainText(
    "Geachte ((naam))\n\nVoor uw woning ((woning)) vragen wij u ((bedrag)) te betalen voor ((vervaldag)).\n\nMet vriendelijke groeten",
  ),
  values: {},
  paymentWanted: true,
  payment: {
    amountCents: 8600,
    iban: "BE72000000001616",
    bic: null,
    beneficiary: "Stad Maanrode",
    communication: { kind: "structured", value: "010806817183" },
    dueDate: "2027-01-15",
  },
  replyOption: null,
  replyUrl: "",
  deliveryChoice: "normal",
  ownLetter: null,
};

function letterOf(index: number): Letter {
  const recipient = {
    name: `Proefburger ${index}`,
    addressLines: [`Kerkstraat ${index}`, "9999 MAANRODE"],
    attention: "",
  };
  const letter = composeLetter(
    { ...facts, recipient, values: { woning: `Kerkstraat ${index}` } },
    `MR-2026-00001/${index}`,
    at,
  );
  if (!letter.ok) throw new Error(`no letter: ${letter.refusal.missing.join(", ")}`);
  return letter.value;
}

/** One letter as the worker makes it: filled in, laid out, set in the process that sets, digested. */
async function makeLetter(index: number): Promise<number> {
  const bytes = await renderLetter(letterOf(index), at);
  createHash("sha256").update(bytes).digest();
  return bytes.byteLength;
}

/** What reaches the template of such a letter, made before the clock runs. */
function inputsOf(index: number): string {
  const layout = layoutOf(letterOf(index));
  const payments = layout.payments.map((each) => ({ ...each, drawing: drawQrCode(each.code) }));
  return JSON.stringify({ ...layout, logo: null, payments });
}

/** Typst alone: one compiler in this process, the same template, data that is there already. */
function typstAlone(): (inputs: string) => number {
  const workspace = resolve("lib");
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fontFiles() }] });
  return (inputs) => {
    const compiled = compiler.compile({
      mainFilePath: join(workspace, "letters/letter.typ"),
      inputs: { data: inputs },
      resetRead: true,
    });
    if (!compiled.result) throw new Error("Typst alone made no letter");
    const { byteLength } = compiler.pdf(compiled.result, {
      pdfStandard: "a-2a",
      creationTimestamp: at.getTime() / 1000,
    });
    compiler.evictCache(10);
    return byteLength;
  };
}

/** Bytes that a process holds. */
function memoryOf(processId: number | undefined): number {
  if (processId === undefined) return 0;
  const held = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, "utf8"));
  return Number(held?.[1] ?? 0) * 1024;
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

console.log(
  `Machine: ${machine()}, load ${execFileSync("cat", ["/proc/loadavg"]).toString().trim()}`,
);
console.log(`Side by side, ${ROUNDS} rounds of ${SIDE_BY_SIDE} letters each in turn`);
// The setting process keeps no program alive: between two letters this one would end.
const alive = setInterval(() => undefined, 1_000);
const alone = typstAlone();
for (let index = 0; index < 50; index += 1) {
  alone(inputsOf(index));
  await makeLetter(index);
}
const rates = { alone: [] as number[], ours: [] as number[] };
for (let round = 0; round < ROUNDS; round += 1) {
  // Other people in each round: Typst remembers what it has set.
  const first = (round + 1) * 10_000;
  const indices = Array.from({ length: SIDE_BY_SIDE }, (_, at) => first + at);
  const inputs = indices.map(inputsOf);
  const beginAlone = performance.now();
  for (const each of inputs) alone(each);
  rates.alone.push(SIDE_BY_SIDE / ((performance.now() - beginAlone) / 1000));
  const beginOurs = performance.now();
  for (const index of indices) await makeLetter(index);
  rates.ours.push(SIDE_BY_SIDE / ((performance.now() - beginOurs) / 1000));
}

console.log(`Memory over ${LONG_RUN} letters`);
const held: { own: number; typst: number }[] = [];
for (let index = 0; index < LONG_RUN; index += 1) {
  await makeLetter(index);
  if (index % STEP === STEP - 1)
    held.push({ own: process.memoryUsage.rss(), typst: memoryOf(typstProcessId()) });
}
await stopTypst();
clearInterval(alive);

const ratios = rates.ours.map((rate, round) => rate / (rates.alone[round] ?? rate));
const half = held.length >> 1;
const peak = (part: typeof held, which: "own" | "typst") =>
  Math.max(...part.map((sample) => sample[which]));
console.log(`
Typst alone         ${median(rates.alone).toFixed(0)} letters/s
Letters as sent     ${median(rates.ours).toFixed(0)} letters/s   ÷ Typst alone = ${median(ratios).toFixed(2)} (required: ${LEAST})
Memory, this process    first half at most ${megabytes(peak(held.slice(0, half), "own"))} MB, second half ${megabytes(peak(held.slice(half), "own"))} MB
Memory, setting process first half at most ${megabytes(peak(held.slice(0, half), "typst"))} MB, second half ${megabytes(peak(held.slice(half), "typst"))} MB`);
