import "server-only";
import { fork, type ChildProcess } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/**
 * What a PDF from outside is made of and how it looks, found out in a process of its own: a few
 * kilobytes can unfold to gigabytes, and nobody's file may stop the portal for the others.
 */
const reportSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("read"),
    pageCount: z.int().positive(),
    isTagged: z.boolean(),
    /** It says so itself: nobody validates it here. */
    isPdfA: z.boolean(),
    /** Scripts and the like. */
    isActive: z.boolean(),
  }),
  z.object({ kind: z.literal("encrypted") }),
  /** Also what unfolds beyond every measure. */
  z.object({ kind: z.literal("damaged") }),
]);
export type PdfReport = z.infer<typeof reportSchema>;

const isPng = startsLike([0x89, 0x50, 0x4e, 0x47]);
const isWebp = startsLike([0x52, 0x49, 0x46, 0x46]);
const pictureSchema = (isPicture: (bytes: Uint8Array) => boolean) =>
  z.instanceof(Uint8Array).refine(isPicture).nullable();
const thumbnailSchema = z.object({ kind: z.literal("thumbnail"), bytes: pictureSchema(isPng) });
const pagesSchema = z.object({ kind: z.literal("pages"), bytes: pictureSchema(isWebp) });

export type PdfLimits = {
  /** How long one file may take, in milliseconds. */
  patience: number;
  /** What the process may hold meanwhile, in bytes. */
  memory: number;
};

const MEGABYTE = 1024 * 1024;

/** A large file is read whole: it is given its own size more, twice, and a second for each 20 MB. */
function limitsFor(size: number): PdfLimits {
  return { patience: 10_000 + size / 20_000, memory: 700 * MEGABYTE + 2 * size };
}

const AT_ONCE = 2;

const line: { running: number; waiting: (() => void)[] } = ((
  globalThis as { portalPdfLine?: object }
).portalPdfLine ??= { running: 0, waiting: [] }) as never;

/** The report, and a small picture of the first page (PNG) where one could be drawn. */
export async function inspectPdf(
  file: string,
  limits?: PdfLimits,
): Promise<{ report: PdfReport; thumbnail: Uint8Array | null }> {
  const within = limits ?? limitsFor((await stat(file)).size);
  const [told, drawn] = await inTurn(() =>
    ask({ kind: "report", path: path.resolve(file) }, within),
  );
  return {
    report: reportSchema.safeParse(told).data ?? { kind: "damaged" },
    thumbnail: thumbnailSchema.safeParse(drawn).data?.bytes ?? null,
  };
}

/** The first `most` pages under each other (WebP); null when they cannot be drawn. */
export async function drawPdf(
  bytes: Uint8Array,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const [told] = await inTurn(() =>
    ask({ kind: "pages", bytes, most }, limitsFor(bytes.byteLength)),
  );
  const picture = pagesSchema.safeParse(told).data?.bytes ?? null;
  return picture && new Uint8Array(picture);
}

/** Of files that the portal made itself, this many are drawn before the process is replaced. */
const MOST_BY_ONE = 200;

type Drawer = { child: ChildProcess; drawn: number };
const drawing: { drawer: Drawer | null; last: Promise<unknown> } = ((
  globalThis as { portalPdfDrawing?: object }
).portalPdfDrawing ??= { drawer: null, last: Promise.resolve() }) as never;

/**
 * The same of a file that the portal made itself. Nothing in it is a stranger's, so that one process draws
 * many, one after the other: starting one takes several times as long as drawing a page.
 */
export async function drawOwnPdf(
  bytes: Uint8Array,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const drawn = drawing.last.then(() =>
    askDrawer({ kind: "own", bytes, most }, limitsFor(bytes.byteLength)),
  );
  drawing.last = drawn;
  const picture = pagesSchema.safeParse(await drawn).data?.bytes ?? null;
  return picture && new Uint8Array(picture);
}

/** What the process answers; null when it ended or was stopped, and then the next starts another. */
function askDrawer(wanted: object, { patience, memory }: PdfLimits): Promise<unknown> {
  const drawer = (drawing.drawer ??= { child: forkInspector(), drawn: 0 });
  const { child } = drawer;
  keepAlive(child, true);
  return new Promise((resolve) => {
    const end = (told: unknown, isOver: boolean) => {
      clearTimeout(timer);
      clearInterval(watch);
      child.removeAllListeners();
      // Nobody listens any more, and an error without a listener would end the program.
      child.on("error", () => undefined);
      keepAlive(child, false);
      if (isOver) {
        child.kill("SIGKILL");
        drawing.drawer = null;
      }
      resolve(told);
    };
    const timer = setTimeout(() => end(null, true), patience);
    const watch = setInterval(() => {
      void memoryOf(child).then((bytes) => bytes > memory && end(null, true));
    }, 100);
    child.on("message", (told: unknown) => end(told, ++drawer.drawn >= MOST_BY_ONE));
    child.on("error", () => end(null, true));
    child.on("exit", () => end(null, true));
    child.send(wanted);
  });
}

/** An idle process must not hold up a program that has nothing else to do. */
function keepAlive(child: ChildProcess, isNeeded: boolean): void {
  if (isNeeded) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function startsLike(signature: readonly number[]) {
  return (bytes: Uint8Array) => signature.every((byte, index) => bytes[index] === byte);
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  await turn();
  try {
    return await work();
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

/**
 * What the process says until it ends or is stopped. One that opened a stranger's file is a stranger
 * too: whatever it says must be parsed.
 */
function ask(wanted: object, limits: PdfLimits): Promise<unknown[]> {
  const child = forkInspector();
  const told: unknown[] = [];
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(patience);
      clearInterval(watch);
      child.kill("SIGKILL");
      resolve(told);
    };
    const patience = setTimeout(end, limits.patience);
    const watch = setInterval(() => {
      void memoryOf(child).then((bytes) => bytes > limits.memory && end());
    }, 100);
    child.on("message", (message: unknown) => told.push(message));
    child.on("error", end);
    // After the last message, which an exit may overtake.
    child.on("disconnect", end);
    child.send(wanted);
  });
}

function forkInspector(): ChildProcess {
  return fork(
    path.join(/* turbopackIgnore: true */ process.cwd(), "lib/gateways/pdf-inspector-child.mjs"),
    {
      execArgv: ["--max-old-space-size=512"],
      // Our secrets are none of its business.
      env: { NODE_ENV: process.env.NODE_ENV },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "advanced",
    },
  );
}

/** Resident bytes, where the system tells; elsewhere the clock alone limits. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}
