/**
 * The process that compiles: forked by compile.ts, one request at a time, nothing but IPC. It is
 * plain JavaScript because it runs under bare Node, beside the worker, the portal and the tests alike.
 */
import { resolve } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

/** How many compilations an unused memoised result survives. */
const CACHE_AGE = 10;

const [workspace, ...fonts] = process.argv.slice(2);
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fonts }] });

process.on("message", (request) => {
  process.send(answer(request));
});
// The parent is gone: so are those who would read the answer.
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group, but the parent may still be waiting for its last letter.
process.on("SIGINT", () => {});
process.send({ kind: "ready" });

function answer(request) {
  try {
    return { kind: "done", id: request.id, bytes: compile(request), memory: memory() };
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    return { kind: "refused", id: request.id, diagnostics, memory: memory() };
  } finally {
    compiler.evictCache(CACHE_AGE);
  }
}

function memory() {
  return process.memoryUsage.rss();
}

function compile({ template, inputs, format, standard, timestamp, files }) {
  compiler.resetShadow();
  for (const file of files) {
    compiler.mapShadow(resolve(workspace, file.path), Buffer.from(file.bytes));
  }
  const compiled = compiler.compile({
    mainFilePath: resolve(workspace, template),
    inputs: { data: inputs },
    resetRead: true,
  });
  if (!compiled.result) throw compiled.takeDiagnostics();
  if (format === "svg") return Buffer.from(compiler.plainSvg(compiled.result));
  return compiler.pdf(compiled.result, { pdfStandard: standard, creationTimestamp: timestamp });
}

/** A compilation refuses with a list of diagnostics, an export with their text as the error's. */
function diagnosticsOf(error) {
  if (error && Array.isArray(error.shortDiagnostics)) {
    return error.shortDiagnostics.map((diagnostic) => String(diagnostic.message ?? diagnostic));
  }
  const text = error instanceof Error ? error.message : String(error);
  const messages = [...text.matchAll(/message: "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);
  return messages.length > 0 ? messages : [text];
}
