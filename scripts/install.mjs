/**
 * Installs what package-lock.json names, when it is not there yet. Plain JavaScript without a single
 * dependency: it runs before there are any.
 */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldest = [20, 19];

/** The sentence for a Node that is too old, or null. */
export function nodeSentence(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return null;
  return `This is Node ${version}. The portal needs Node ${oldest.join(".")} or later (20, 22 or 24): install it and start again.`;
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
  } catch {
    return null;
  }
}

/** What is missing: packages for other machines are optional and may be absent. */
export function missingPackages(wanted, installed, withTests) {
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== "" && !entry.link && !entry.optional && !entry.devOptional)
    .filter(([, entry]) => withTests || !entry.dev)
    .filter(([path, entry]) => installed[path]?.version !== entry.version)
    .map(([path]) => path);
}

export function isInstalled({ withTests }) {
  const wanted = readPackages(join(root, "package-lock.json"));
  // Written by npm at the very end: an installation that was interrupted has none, or an old one.
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null || installed === null) return false;
  return missingPackages(wanted, installed, withTests).length === 0;
}

/** Why npm failed, as a sentence; the end of what it said when the reason is a new one. */
export function npmSentence(output) {
  if (/ENOSPC|EDQUOT/.test(output))
    return "The disk is full: the packages could not be installed. Free about 1.5 GB and start again.";
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ECONNRESET|ERR_SOCKET_TIMEOUT|network/i.test(
      output,
    )
  )
    return "The package registry cannot be reached, and the first start needs it once. Check the network or the npm registry setting (npm config get registry) and start again.";
  if (/EACCES|EPERM|EROFS/.test(output))
    return `No permission to write in ${root}. Make the folder yours, or clone the project where you may write.`;
  const tail = output.trim().split("\n").slice(-12).join("\n");
  return `The packages could not be installed. npm said last:\n${tail}`;
}

const quiet = ["--no-audit", "--no-fund", "--no-progress", "--fetch-retry-maxtimeout=15000"];

function npm(words) {
  const env = { ...process.env };
  // Inside `npm run` these would carry the outer command's own settings inwards.
  delete env.npm_config_omit;
  delete env.NODE_ENV;
  return new Promise((resolve) => {
    const child = spawn("npm", [...words, ...quiet], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Installs, and answers null when it went well, else the sentence. */
export async function install({ withTests, onStart }) {
  if (spawnSync("npm", ["--version"]).error)
    return "npm is not installed. It comes with Node: install both and start again.";
  onStart?.();
  const flags = withTests ? [] : ["--omit=dev"];
  let answer = await npm(["ci", ...flags]);
  // A registry that mirrors only some machines' packages makes `npm ci` doubt the lockfile; `npm
  // install` takes the same versions from it and passes over what other machines would need.
  if (answer.code !== 0 && /EUSAGE/.test(answer.output))
    answer = await npm(["install", "--no-save", ...flags]);
  return answer.code === 0 ? null : npmSentence(answer.output);
}
