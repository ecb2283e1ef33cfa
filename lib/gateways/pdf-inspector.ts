import "server-only";
import { fork, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/**
 * What a PDF from outside is made of, found out in a process of its own: a few kilobytes can unfold
 * to gigabytes, and nobody's file may stop the portal for the others.
 */
const reportSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("read"),
    pageCount: z.int().positive(),
    isTagged: z.boolean(),
    /** Scripts and the like. */
    isActive: z.boolean(),
  }),
  z.object({ kind: z.literal("encrypted") }),
  /** Also what unfolds beyond every measure. */
  z.object({ kind: z.literal("damaged") }),
]);
export type PdfReport = z.infer<typeof reportSchema>;

export type PdfLimits = {
  /** How long one file may take, in milliseconds. */
  patience: number;
  /** What the process may hold meanwhile, in bytes. */
  memory: number;
};

const LIMITS: PdfLimits = { patience: 10_000, memory: 700 * 1024 * 1024 };
const AT_ONCE = 2;

const line: { running: number; waiting: (() => void)[] } = ((
  globalThis as { portalPdfLine?: object }
).portalPdfLine ??= { running: 0, waiting: [] }) as never;

export async function inspectPdf(file: string, limits: PdfLimits = LIMITS): Promise<PdfReport> {
  await turn();
  try {
    return await inspect(file, limits);
  } finally {
    const next = line.waiting.shift();
    // The place is handed over: nobody who comes meanwhile slips in between.
    if (next) next();
    else line.running -= 1;
  }
}

async function turn(): Promise<void> {
  if (line.running < AT_ONCE) line.running += 1;
  else await new Promise<void>((go) => line.waiting.push(go));
}

function inspect(file: string, limits: PdfLimits): Promise<PdfReport> {
  const child = fork(
    path.join(/* turbopackIgnore: true */ process.cwd(), "lib/gateways/pdf-inspector-child.mjs"),
    {
      execArgv: ["--max-old-space-size=512"],
      // Our secrets are none of its business.
      env: { NODE_ENV: process.env.NODE_ENV },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    },
  );
  return new Promise((resolve) => {
    const end = (report: PdfReport) => {
      clearTimeout(patience);
      clearInterval(watch);
      child.kill("SIGKILL");
      resolve(report);
    };
    const patience = setTimeout(() => end({ kind: "damaged" }), limits.patience);
    const watch = setInterval(() => {
      void memoryOf(child).then((bytes) => bytes > limits.memory && end({ kind: "damaged" }));
    }, 100);
    child.on("message", (told) => {
      // A process that opened a stranger's file is a stranger too.
      const report = reportSchema.safeParse(told);
      end(report.success ? report.data : { kind: "damaged" });
    });
    child.on("error", () => end({ kind: "damaged" }));
    child.on("exit", () => end({ kind: "damaged" }));
    child.send(path.resolve(file));
  });
}

/** Resident bytes, where the system tells; elsewhere the clock alone limits. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}
