/**
 * `npm run demo` and `npm run dev`: installs what running needs, then starts. Plain JavaScript: until
 * the packages are there, nothing else can run.
 */
import { install, isInstalled, nodeSentence, root } from "./install.mjs";

const startedAt = Date.now();
process.env.PORTAL_STARTED_AT = String(startedAt);

function say(text) {
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

const sentence = nodeSentence(process.versions.node);
if (sentence) stop(sentence);
if (process.platform === "win32")
  stop("The demonstration runs on Linux and macOS. On Windows, start it inside WSL.");

process.chdir(root);
if (!isInstalled({ withTests: false })) {
  const onStart = () =>
    say("Installing the packages, which is needed once and takes a minute or two");
  const failure = await install({ withTests: false, onStart });
  if (failure) stop(failure);
}

const { register } = await import("tsx/esm/api");
register();
await import("./start.ts");
