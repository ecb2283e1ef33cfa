/**
 * Makes PDFs out of the product's Typst templates, in a child process of its own: the compiler is
 * native and its memory grows, so the process is replaced before that hurts anyone.
 */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fontFiles } from "@/lib/typst/fonts";

/** Every template there is, by its path under `lib`. */
const TEMPLATES = {
  letter: "letters/letter.typ",
  proof: "proofs/proof.typ",
} as const;

export type TemplateName = keyof typeof TEMPLATES;

export type CompileRequest = {
  template: TemplateName;
  /** Reaches the template as JSON in `sys.inputs.data`, never as source. */
  inputs: unknown;
  /** PDF/A-2a, or 3a for documents that carry files. */
  standard: "a-2a" | "a-3a";
  /** The document's date; the same request at the same date gives the same bytes. */
  timestamp: Date;
  /** Files that exist for this compilation alone, by path under `lib`. */
  files?: { path: string; bytes: Uint8Array }[];
};

/** `refused`: the template or its text cannot be set; `died` and `timed_out`: the process is at fault. */
export class TypstError extends Error {
  override name = "TypstError";
  constructor(
    readonly code: "refused" | "died" | "timed_out",
    /** In the compiler's words, which may quote the letter: not for logs. */
    readonly diagnostics: string[] = [],
  ) {
    super(`typst ${code}: ${diagnostics.map(withoutQuotes).join("; ") || "no diagnostics"}`);
  }
}

/** What the compiler quotes is the text of somebody's letter, and error messages end up in logs. */
function withoutQuotes(diagnostic: string): string {
  return diagnostic.replace(/`[^`]*`/g, "`…`");
}

/** A process is replaced after so many documents or when it holds so much memory (bytes). */
const MOST_DOCUMENTS = 500;
const MOST_MEMORY = 600 * 1024 * 1024;
const TIMEOUT_MILLISECONDS = 30_000;

type Waiting = {
  request: CompileRequest;
  resolve: (pdf: Uint8Array) => void;
  reject: (error: Error) => void;
};

type Compiler = { process: ChildProcess; isReady: boolean; documents: number };

type Current = { id: number; waiting: Waiting; timer: NodeJS.Timeout; isTooLate: boolean };

type Answer =
  | { kind: "ready" }
  | { kind: "done"; id: number; bytes: Uint8Array; memory: number }
  | { kind: "refused"; id: number; diagnostics: string[] };

type Line = {
  queue: Waiting[];
  current: Current | null;
  compiler: Compiler | null;
  lastId: number;
};

/** On the global object, because a bundler may load this module more than once in one process. */
const shared = globalThis as typeof globalThis & { typstLine?: Line };
const line: Line = (shared.typstLine ??= { queue: [], current: null, compiler: null, lastId: 0 });

/**
 * Compiles one document; requests wait in line. Throws `TypstError`.
 * The process starts with the first request and does not keep the program alive while idle.
 */
export function compilePdf(request: CompileRequest): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    line.queue.push({ request, resolve, reject });
    next();
  });
}

/** Ends the process, for programs that end in good order; a later request starts another. */
export async function stopTypst(): Promise<void> {
  const stopping = line.compiler?.process;
  if (!stopping) return;
  await new Promise<void>((resolve) => {
    stopping.once("exit", () => resolve());
    stopping.kill();
  });
}

/** The process id of the compiler, where one runs: for health pages and for tests that end it. */
export function typstProcess(): number | undefined {
  return line.compiler?.process.pid;
}

/** One request at a time, so that when the process dies it is known who killed it. */
function next(): void {
  if (line.current) return;
  const waiting = line.queue.shift();
  if (!waiting) return;
  const compiler = (line.compiler ??= start());
  const timer = setTimeout(() => giveUp(compiler), TIMEOUT_MILLISECONDS);
  line.current = { id: ++line.lastId, waiting, timer, isTooLate: false };
  keepAlive(compiler, true);
  if (compiler.isReady) send(compiler, line.current);
}

function send({ process: child }: Compiler, { id, waiting: { request } }: Current): void {
  child.send({
    id,
    template: TEMPLATES[request.template],
    inputs: JSON.stringify(request.inputs),
    standard: request.standard,
    timestamp: Math.floor(request.timestamp.getTime() / 1000),
    files: request.files ?? [],
  });
}

function start(): Compiler {
  const root = process.cwd();
  const child = fork(
    join(/* turbopackIgnore: true */ root, "lib/typst/child.mjs"),
    [join(/* turbopackIgnore: true */ root, "lib"), ...fontFiles()],
    {
      // Our own loaders and secrets are none of its business.
      execArgv: [],
      env: { NODE_ENV: process.env.NODE_ENV },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const started: Compiler = { process: child, isReady: false, documents: 0 };
  child.on("message", (answer: Answer) => receive(started, answer));
  child.on("exit", () => bury(started));
  // Could not be started or spoken to: no exit may ever be heard of it.
  child.on("error", () => {
    child.kill("SIGKILL");
    bury(started);
  });
  return started;
}

function receive(from: Compiler, answer: Answer): void {
  const { current } = line;
  if (answer.kind === "ready") {
    from.isReady = true;
    if (current) send(from, current);
    return;
  }
  if (answer.id !== current?.id) return;
  finish(current);
  if (answer.kind === "done") current.waiting.resolve(new Uint8Array(answer.bytes));
  else current.waiting.reject(new TypstError("refused", answer.diagnostics));
  keepAlive(from, false);
  from.documents += 1;
  const isFull = answer.kind === "done" && answer.memory > MOST_MEMORY;
  if (isFull || from.documents >= MOST_DOCUMENTS) retire(from);
  next();
}

function finish(current: Current): void {
  clearTimeout(current.timer);
  line.current = null;
}

/** It ends by itself when the channel closes; the next request starts another. */
function retire(old: Compiler): void {
  if (line.compiler === old) line.compiler = null;
  old.process.disconnect();
}

function giveUp(compiler: Compiler): void {
  if (line.current) line.current.isTooLate = true;
  compiler.process.kill("SIGKILL");
}

/** The request it died of gets the error; those behind it in the line get a new process. */
function bury(dead: Compiler): void {
  if (line.compiler !== dead) return;
  line.compiler = null;
  const { current } = line;
  if (current) {
    finish(current);
    current.waiting.reject(new TypstError(current.isTooLate ? "timed_out" : "died"));
  }
  next();
}

function keepAlive({ process: child }: Compiler, isNeeded: boolean): void {
  if (isNeeded) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
