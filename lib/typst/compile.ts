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
  finding: "proofs/findings/finding.typ",
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

  /** By name: a bundler's second copy of this module has a class of its own, yet shares the process. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "TypstError";
  }

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

export type TypstLimits = {
  /** A process is replaced after so many documents, */
  documents: number;
  /** or when it holds so many bytes. */
  memory: number;
  /** How long one request may take, in milliseconds, the start of the process included. */
  patience: number;
};

const LIMITS: TypstLimits = { documents: 500, memory: 600 * 1024 * 1024, patience: 30_000 };

/** On the global object, because a bundler may load this module more than once in one process. */
const shared = globalThis as typeof globalThis & { portalTypst?: Typst };

/**
 * Compiles one document; requests wait in line. Throws `TypstError`.
 * The process starts with the first request and does not keep the program alive while idle.
 */
export function compilePdf(request: CompileRequest): Promise<Uint8Array> {
  return (shared.portalTypst ??= new Typst()).compile(request);
}

/** The same pages as a picture (SVG, one below the other), for screens that cannot show a PDF. */
export function compileSvg(request: CompileRequest): Promise<Uint8Array> {
  return (shared.portalTypst ??= new Typst()).compile(request, "svg");
}

/** Ends the process, for programs that end in good order; a later request starts another. */
export async function stopTypst(): Promise<void> {
  await shared.portalTypst?.stop();
}

/** Of the process that sets, while one runs: for whoever watches its memory. */
export function typstProcessId(): number | undefined {
  return shared.portalTypst?.processId;
}

type Format = "pdf" | "svg";

type Waiting = {
  request: CompileRequest;
  format: Format;
  resolve: (bytes: Uint8Array) => void;
  reject: (error: Error) => void;
};

type Current = { id: number; waiting: Waiting; timer: NodeJS.Timeout; isTooLate: boolean };

type Compiler = { child: ChildProcess; isReady: boolean; documents: number };

type Answer =
  | { kind: "ready" }
  | { kind: "done"; id: number; bytes: Uint8Array; memory: number }
  | { kind: "refused"; id: number; diagnostics: string[]; memory: number };

/** One line of requests before one process. Programs use `compilePdf`; tests make their own. */
export class Typst {
  private readonly queue: Waiting[] = [];
  private current: Current | null = null;
  private compiler: Compiler | null = null;
  private lastId = 0;

  constructor(private readonly limits: TypstLimits = LIMITS) {}

  /** Of the process that runs now, if one does. */
  get processId(): number | undefined {
    return this.compiler?.child.pid;
  }

  compile(request: CompileRequest, format: Format = "pdf"): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.queue.push({ request, format, resolve, reject });
      this.next();
    });
  }

  async stop(): Promise<void> {
    const child = this.compiler?.child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.kill();
    });
  }

  /** One at a time, so that when the process dies it is known who killed it. */
  private next(): void {
    if (this.current) return;
    const waiting = this.queue.shift();
    if (!waiting) return;
    const compiler = (this.compiler ??= this.start());
    const timer = setTimeout(() => this.giveUp(compiler), this.limits.patience);
    this.current = { id: ++this.lastId, waiting, timer, isTooLate: false };
    keepAlive(compiler, true);
    if (compiler.isReady) send(compiler, this.current);
  }

  private start(): Compiler {
    const compiler: Compiler = { child: forkCompiler(), isReady: false, documents: 0 };
    const { child } = compiler;
    child.on("message", (answer: Answer) => this.receive(compiler, answer));
    child.on("exit", () => this.bury(compiler));
    // Could not be started or spoken to: no exit may ever be heard of it.
    child.on("error", () => {
      child.kill("SIGKILL");
      this.bury(compiler);
    });
    return compiler;
  }

  private receive(compiler: Compiler, answer: Answer): void {
    if (answer.kind === "ready") {
      compiler.isReady = true;
      if (this.current) send(compiler, this.current);
      return;
    }
    if (answer.id !== this.current?.id) return;
    const { waiting } = this.finish(this.current);
    if (answer.kind === "done") waiting.resolve(new Uint8Array(answer.bytes));
    else waiting.reject(new TypstError("refused", answer.diagnostics));
    keepAlive(compiler, false);
    compiler.documents += 1;
    const isFull = answer.memory > this.limits.memory;
    if (isFull || compiler.documents >= this.limits.documents) this.retire(compiler);
    this.next();
  }

  private finish(current: Current): Current {
    clearTimeout(current.timer);
    this.current = null;
    return current;
  }

  /** It ends by itself when the channel closes; the next request starts another. */
  private retire(compiler: Compiler): void {
    if (this.compiler === compiler) this.compiler = null;
    compiler.child.disconnect();
  }

  private giveUp(compiler: Compiler): void {
    if (this.current) this.current.isTooLate = true;
    compiler.child.kill("SIGKILL");
  }

  /** The request it died of gets the error; those behind it in the line get a new process. */
  private bury(compiler: Compiler): void {
    if (this.compiler !== compiler) return;
    this.compiler = null;
    if (this.current) {
      const { waiting, isTooLate } = this.finish(this.current);
      waiting.reject(new TypstError(isTooLate ? "timed_out" : "died"));
    }
    this.next();
  }
}

function forkCompiler(): ChildProcess {
  const root = process.cwd();
  return fork(
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
}

function send({ child }: Compiler, { id, waiting: { request, format } }: Current): void {
  child.send({
    id,
    format,
    template: TEMPLATES[request.template],
    inputs: JSON.stringify(request.inputs),
    standard: request.standard,
    timestamp: Math.floor(request.timestamp.getTime() / 1000),
    files: request.files ?? [],
  });
}

/** An idle process must not hold up a program that has nothing else to do. */
function keepAlive({ child }: Compiler, isNeeded: boolean): void {
  if (isNeeded) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
