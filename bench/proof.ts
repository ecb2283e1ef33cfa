/**
 * `npm run bench:proof`: how many readable proofs a second are made and sealed, beside the rate of Typst
 * and libpdf alone with the same template, data and key on the same core. Neither waits for a time-stamp
 * authority: its time is its own.
 */
import { join, resolve } from "node:path";
import { PDF } from "@libpdf/core";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { letterInputOf } from "@/lib/deliveries/letter";
import { drawPdf } from "@/lib/gateways/pdf-inspector";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { derSignature } from "@/lib/proofs/der-writer";
import { makeProofInput } from "@/lib/proofs/fixtures";
import { sealPdf } from "@/lib/proofs/pdf-seal";
import { proofRequest, renderProof } from "@/lib/proofs/proof-document";
import type { ProofInput } from "@/lib/proofs/proof-layout";
import { stopTypst } from "@/lib/typst/compile";
import { fontFiles } from "@/lib/typst/fonts";
import { machine } from "./machine";

const SIDE_BY_SIDE = 60;
const ROUNDS = 3;
const PICTURES = 10;
const LEAST = 0.5;
const at = new Date("2026-11-23T12:00:00Z");

const made = await makeProofInput();
const { signer } = made.keys;
const letter = new Uint8Array(await renderLetter(letterInputOf(exampleLetter, null), at));
const firstPage = await drawPdf(letter, 1);

/** Each proof is another delivery's, so that nobody remembers what was set before. */
function inputOf(index: number): ProofInput {
  const evidence = made.input.evidence.map((piece) => ({
    ...piece,
    record: { ...piece.record, MessageIdentifier: `MR-2026-00001/${index}` },
  }));
  return { ...made.input, evidence, firstPage };
}

async function ours(index: number): Promise<void> {
  const sealed = await sealPdf(await renderProof(inputOf(index), at), signer, null, at);
  if (!sealed.ok) throw new Error("the proof was not sealed");
}

/** The two libraries, asked directly, with data that is there already. */
function alone() {
  const workspace = resolve("lib");
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fontFiles() }] });
  const [certificate = new Uint8Array(), ...certificateChain] = signer.certificateChain;
  return async ({ inputs, files = [] }: ReturnType<typeof proofRequest>) => {
    const paths = files.map(({ path }) => join(workspace, path));
    for (const [index, { bytes }] of files.entries()) {
      compiler.mapShadow(paths[index] ?? "", Buffer.from(bytes));
    }
    const compiled = compiler.compile({
      mainFilePath: join(workspace, "proofs/proof.typ"),
      inputs: { data: JSON.stringify(inputs) },
      resetRead: true,
    });
    if (!compiled.result) throw new Error("Typst alone made no proof");
    const pdf = compiler.pdf(compiled.result, {
      pdfStandard: "a-3a",
      creationTimestamp: at.getTime() / 1000,
    });
    for (const path of paths) compiler.unmapShadow(path);
    compiler.evictCache(10);
    const document = await PDF.load(new Uint8Array(pdf));
    await document.sign({
      signer: {
        certificate,
        certificateChain,
        keyType: "EC",
        signatureAlgorithm: "ECDSA",
        sign: async (data) => derSignature(await signer.sign(new Uint8Array(data))),
      },
      signingTime: at,
      level: "B-B",
      digestAlgorithm: "SHA-256",
      estimatedSize: 32 * 1024,
    });
  };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

console.log(`Machine: ${machine()}`);
console.log(`Side by side, ${ROUNDS} rounds of ${SIDE_BY_SIDE} proofs each in turn`);
const alive = setInterval(() => undefined, 1_000);
const bare = alone();
for (let index = 0; index < 10; index += 1) {
  await bare(proofRequest(inputOf(index), at));
  await ours(index);
}
const rates = { alone: [] as number[], ours: [] as number[] };
for (let round = 0; round < ROUNDS; round += 1) {
  const indices = Array.from({ length: SIDE_BY_SIDE }, (_, step) => (round + 1) * 10_000 + step);
  const requests = indices.map((index) => proofRequest(inputOf(index), at));
  const beginAlone = performance.now();
  for (const request of requests) await bare(request);
  rates.alone.push(SIDE_BY_SIDE / ((performance.now() - beginAlone) / 1000));
  const beginOurs = performance.now();
  for (const index of indices) await ours(index);
  rates.ours.push(SIDE_BY_SIDE / ((performance.now() - beginOurs) / 1000));
}
const beginPictures = performance.now();
for (let index = 0; index < PICTURES; index += 1) await drawPdf(letter, 1);
const picture = (performance.now() - beginPictures) / PICTURES;
await stopTypst();
await made.remove();
clearInterval(alive);

const ratio = median(rates.ours.map((rate, round) => rate / (rates.alone[round] ?? rate)));
console.log(`
Typst and libpdf alone  ${median(rates.alone).toFixed(0)} proofs/s
ours                    ${median(rates.ours).toFixed(0)} proofs/s
ratio                   ${ratio.toFixed(2)} (required: ${LEAST})
picture of a first page ${picture.toFixed(0)} ms, in a process of its own`);
if (ratio < LEAST) process.exitCode = 1;
