/**
 * `npm run bench:weight`: the JavaScript each page puts on the wire, gzip, beside an empty Next page
 * built in the same run, and against the budgets. Needs `npm run demo` running.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import { machine } from "./machine";

const PORTAL = process.env.PORTAL_URL ?? "http://localhost:3000";
const AN = "01031200268";
const PETER = "03112300329";
const require = createRequire(import.meta.url);
const next = require.resolve("next/dist/bin/next");

const empty = await weighEmptyPage();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
const sender = await signIn(AN);
const approver = await signIn(PETER);
const rows: string[] = [];
for (const { path, kind, limit, on } of await budgets()) {
  const kilobytes = await weigh(on, PORTAL + path.real);
  rows.push(
    `${path.shown.padEnd(34)} ${kilobytes.toFixed(0).padStart(4)} kB   ÷ empty ${(kilobytes / empty).toFixed(2)}   ÷ budget of ${limit} kB (${kind}) ${(kilobytes / limit).toFixed(2)}`,
  );
}
await browser.close();
console.log(`Machine: ${machine()}`);
console.log(
  `JavaScript on the wire, gzip; an empty Next page built in this run: ${empty.toFixed(0)} kB`,
);
for (const row of rows) console.log(row);

type Shown = { shown: string; real: string };
type Budget = { path: Shown; kind: "read" | "form" | "composer"; limit: number; on: Page };

async function signIn(niss: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: PORTAL });
  const picker = await context.request.post("/api/auth/start", {
    form: { to: "/" },
    headers: { origin: PORTAL },
  });
  await context.request.post(picker.url(), {
    form: { niss, means: "eid", decision: "continue" },
  });
  return context.newPage();
}

/** The pages of a sender and of an approver, found where the demonstration has them. */
async function budgets(): Promise<Budget[]> {
  const first = async (from: string, pattern: RegExp) => {
    await sender.goto(from);
    const links = await sender
      .locator("a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    const found = links.find((href) => pattern.test(href));
    if (!found)
      throw new Error(`nothing on ${from} leads to ${pattern}: is the demonstration there?`);
    return found;
  };
  const delivery = await first("/messages", /^\/deliveries\/[0-9a-f-]{36}$/);
  const draft = (await first("/messages?list=drafts", /^\/messages\/[0-9a-f-]{36}/)).slice(0, 46);
  const read = { kind: "read", limit: 165, on: sender } as const;
  const form = { kind: "form", limit: 230, on: sender } as const;
  const composer = { kind: "composer", limit: 400, on: sender } as const;
  return [
    { path: { shown: "/accessibility", real: "/accessibility" }, ...read },
    { path: { shown: "/", real: "/" }, ...read },
    { path: { shown: "/messages", real: "/messages" }, ...read },
    { path: { shown: "/deliveries/[deliveryId]", real: delivery }, ...read },
    { path: { shown: "/messages?list=planned", real: "/messages?list=planned" }, ...read },
    { path: { shown: "/templates", real: "/templates" }, ...read },
    { path: { shown: "/approvals", real: "/approvals" }, ...read, on: approver },
    { path: { shown: "/replies", real: "/replies" }, ...read },
    { path: { shown: "/log", real: "/log" }, ...read },
    { path: { shown: "/verify", real: "/verify" }, ...read },
    { path: { shown: "/messages/new", real: "/messages/new" }, ...form },
    ...["recipient", "documents", "payment", "replies", "delivery", "check", "trial"].map(
      (step) => ({
        path: { shown: `/messages/[messageId]/${step}`, real: `${draft}/${step}` },
        ...form,
      }),
    ),
    { path: { shown: "/messages/[messageId]/text", real: `${draft}/text` }, ...composer },
  ];
}

/** Every script the browser fetches for the page, compressed alike whatever the server did. */
async function weigh(on: Page, url: string): Promise<number> {
  const sizes = new Map<string, number>();
  const pending: Promise<void>[] = [];
  on.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    pending.push(
      response
        .body()
        .then((body) => void sizes.set(response.url(), gzipSync(body, { level: 6 }).length))
        .catch(() => undefined),
    );
  });
  const answer = await on.goto(url, { waitUntil: "networkidle" });
  if (!answer?.ok()) throw new Error(`${url} answered ${answer?.status()}`);
  await Promise.all(pending);
  on.removeAllListeners("response");
  return [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1000;
}

/** Builds and serves a page that says nothing, with the same framework. */
async function weighEmptyPage(): Promise<number> {
  const folder = join(tmpdir(), `empty-page-${process.pid}`);
  mkdirSync(join(folder, "app"), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"private":true}');
  writeFileSync(
    join(folder, "next.config.mjs"),
    `export default { turbopack: { root: ${JSON.stringify(process.cwd())} } };`,
  );
  writeFileSync(
    join(folder, "app/layout.jsx"),
    "export default ({children}) => <html><body>{children}</body></html>;",
  );
  writeFileSync(join(folder, "app/page.jsx"), "export default () => <p>Empty</p>;");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  try {
    const built = spawnSync(process.execPath, [next, "build", "--webpack"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    if (built.status !== 0)
      throw new Error(`the empty page could not be built\n${built.stdout}${built.stderr}`);
    const port = await freePort();
    const served = spawn(process.execPath, [next, "start", "--port", String(port)], {
      cwd: folder,
      env,
      stdio: "ignore",
    });
    try {
      const url = `http://localhost:${port}`;
      await untilAnswers(url);
      const own = await chromium.launch({
        executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      });
      const kilobytes = await weigh(await own.newPage(), url);
      await own.close();
      return kilobytes;
    } finally {
      served.kill("SIGTERM");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the empty page did not come up");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
