/**
 * `npm test`: everything, from a bare clone. Each stage says how long it took, a failing one shows its
 * output and the next one runs all the same; the last line is the sum.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { install, isInstalled, nodeSentence, root } from "./install.mjs";
import {
  checkSummary,
  lastLine,
  playwrightSummary,
  total,
  vitestSummary,
} from "./test-summary.mjs";

const startedAt = Date.now();
const reports = join(root, "test-results");
const bin = (name) => join(root, "node_modules", ".bin", name);
const script = (name) => [process.execPath, "--import", "tsx", join("scripts", name)];
const quiet = {
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  NEXT_TELEMETRY_DISABLED: "1",
};

const children = new Set();
let isInterrupted = false;

function say(text) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${text}`);
}

function run(command, env = {}) {
  return new Promise((resolve) => {
    const [program, ...words] = command;
    const child = spawn(program, words, {
      cwd: root,
      env: { ...process.env, ...quiet, FORCE_COLOR: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    children.add(child);
    let output = "";
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => {
      children.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

function readReport(name) {
  try {
    return readFileSync(join(reports, name), "utf8");
  } catch {
    return undefined;
  }
}

/** Runs a stage and shows its whole output when something in it failed. */
async function stage({ name, command, env, summarise = ({ code }) => checkSummary(code) }) {
  const from = Date.now();
  const answer = await run(command, env);
  const summary = summarise(answer);
  // A program that fails without a failed test has failed nevertheless.
  if (answer.code !== 0 && summary.failed === 0) summary.failed = 1;
  const seconds = ((Date.now() - from) / 1000).toFixed(1);
  const skipped = summary.skipped > 0 ? `, ${summary.skipped} skipped` : "";
  const counts = `${summary.passed} passed, ${summary.failed} failed${skipped}`;
  if (summary.failed > 0) console.log(`\n--- ${name}\n${answer.output.trim()}\n---\n`);
  say(`${name}: ${counts} (${seconds} s)`);
  return summary;
}

/** One after the other, so that two such rows keep two processors busy. */
async function row(stages) {
  const summaries = [];
  for (const each of stages) if (!isInterrupted) summaries.push(await stage(each));
  return summaries;
}

const programs = [
  { program: "chromium", package: "chromium", why: "the browser tests" },
  { program: "pdfsig", package: "poppler-utils", why: "the tests of sealed PDFs" },
  { program: "openssl", package: "openssl", why: "the tests of seals and time stamps" },
  { program: "softhsm2-util", package: "softhsm2", why: "the tests of seals by PKCS #11" },
  { program: "p11-kit", package: "p11-kit", why: "the tests of seals by PKCS #11" },
];

function has(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** Debian's own programs that tests ask for a second opinion. Absent ones make their tests fail. */
async function installPrograms() {
  const missing = programs.filter(({ program }) => !has(program));
  if (missing.length === 0) return;
  const names = missing.map((each) => each.package).join(" ");
  const asRoot = process.getuid?.() === 0 ? "" : "sudo -n ";
  if (has("apt-get") && (asRoot === "" || has("sudo"))) {
    say(`installing ${names}`);
    const options = "DEBIAN_FRONTEND=noninteractive";
    const { code, output } = await run([
      "sh",
      "-c",
      `${asRoot}apt-get update -qq && ${asRoot}env ${options} apt-get install -y -qq --no-install-recommends ${names}`,
    ]);
    if (code !== 0) console.log(output.trim().split("\n").slice(-5).join("\n"));
  }
  for (const { program, package: name, why } of missing.filter((each) => !has(each.program)))
    say(`${program} is missing, which ${why} need. As an administrator: apt-get install ${name}`);
}

async function ensurePackages() {
  if (isInstalled({ withTests: true })) return;
  say("installing the packages");
  const sentence = await install({ withTests: true });
  if (sentence === null) return;
  console.error(sentence);
  finish([{ passed: 0, failed: 1, skipped: 0 }]);
}

function finish(summaries) {
  const sum = total(summaries);
  process.exitCode = sum.failed === 0 && !isInterrupted ? 0 : 1;
  console.log(lastLine(sum));
  process.exit();
}

const checks = [{ name: "lint", command: [bin("eslint"), "--max-warnings", "0", "."] }];
const otherChecks = [
  { name: "format", command: [bin("prettier"), "--check", "--log-level", "warn", "."] },
  { name: "types", command: [bin("tsc"), "--noEmit", "--incremental", "false"] },
  { name: "structure", command: ["npm", "run", "--silent", "structure:imports"] },
  { name: "unused", command: [bin("knip"), "--no-progress"] },
];
const unitTests = {
  name: "unit and integration tests",
  command: [
    bin("vitest"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${join(reports, "vitest.json")}`,
  ],
  summarise: () => vitestSummary(readReport("vitest.json")),
};
const browserTests = {
  name: "end-to-end and accessibility tests",
  command: [bin("playwright"), "test", "--reporter=line,json"],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, "playwright.json") },
  summarise: () => playwrightSummary(readReport("playwright.json")),
};

function interrupt() {
  if (isInterrupted) process.exit(130);
  isInterrupted = true;
  for (const child of children) process.kill(-child.pid, "SIGINT");
}

async function main() {
  const sentence = nodeSentence(process.versions.node);
  if (sentence) {
    console.error(sentence);
    finish([{ passed: 0, failed: 1, skipped: 0 }]);
  }
  await ensurePackages();
  await installPrograms();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const summaries = await row([{ name: "generated code", command: script("generate.ts") }]);
  summaries.push(...(await Promise.all([row(checks), row(otherChecks)])).flat());
  summaries.push(...(await row([unitTests, browserTests])));
  finish(summaries);
}

process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
await main();
