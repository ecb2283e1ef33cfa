/**
 * `npm run monitor -- ADDRESS`: follows the log of a portal from outside, over HTTP, as anybody may. It
 * remembers the last state it saw, reads what was added since, and says when something is wrong.
 * `npm run monitor -- --database` checks the database of an installation against its own log.
 *
 * Answers 0 when all is well, 1 when something is wrong, 2 when it could not look.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { readBounded } from "@/lib/bounded-body";
import { parsePemCertificates, type Certificate } from "@/lib/proofs/certificate";
import { parseWitnesses, type WitnessKey } from "@/lib/proofs/cosignature";
import {
  watchFromTheStart,
  watchLog,
  watchStateSchema,
  type ReadLogFile,
  type WatchFinding,
  type WatchState,
  type Watched,
} from "@/lib/proofs/log-watch";
import { Failure } from "./failure";

const EXIT_CODES = { well: 0, wrong: 1, could_not_look: 2 } as const;
const TIMEOUT_MS = 20_000;
const LARGEST_FILE_BYTES = 1024 * 1024;

const USAGE = `Use: npm run monitor -- ADDRESS [--state FILE] [--every SECONDS] [--from-the-start]
       [--key FILE] [--timestamp-ca FILE] [--witness-keys FILE] [--witnesses NUMBER]
     npm run monitor -- --database
ADDRESS is the portal's log, such as https://portal.example/log.`;

const SENTENCES: Record<WatchFinding["code"], (detail: WatchFinding["detail"]) => string> = {
  checkpoint_missing: () => "the log had a state and now has none",
  checkpoint_malformed: () => "the log's state is not one that can be read",
  checkpoint_key_unknown: () =>
    "the log's state is signed by a key that was not introduced by the one you believe",
  checkpoint_signature_wrong: () => "the signature of the log's state is wrong",
  log_shrank: ({ from, to }) => `the log had ${from} entries and now shows ${to}`,
  log_forked: ({ from, to }) =>
    `the log with ${to} entries did not grow from the one with ${from}: entries were changed, dropped or reordered, or two histories are shown`,
  tile_missing: ({ size }) => `the log says that it has ${size} entries and does not hand them out`,
  stamp_missing: () => "the log had a time stamp and now has none",
  stamp_wrong: ({ reason }) => `the time stamp does not hold (${reason})`,
  stamp_went_back: ({ from, to }) =>
    `the newest time stamp covered ${from} entries and now covers ${to}`,
  stamp_late: ({ minutes }) => `entries have waited for a time stamp for ${minutes} minutes`,
  witness_wrong: ({ witness, reason }) =>
    `what stands under the name of the witness ${witness} does not hold (${reason})`,
  witness_went_back: ({ witness, from, to }) =>
    `the witness ${witness} had seen ${from} entries and is now shown with ${to}`,
  witnesses_missing: ({ wanted, seen }) =>
    `${seen} of the witnesses that you believe have seen the log, and you want ${wanted}`,
  witnesses_late: ({ minutes }) =>
    `entries have waited for as many witnesses as you want for ${minutes} minutes`,
};

type Words = ReturnType<typeof readWords>;

/** Reads the log's files over HTTP; tiles and states have bounds, so that nobody fills our memory. */
export function httpLog(address: string): ReadLogFile {
  const base = address.replace(/\/*$/, "");
  return async (path) => {
    const response = await fetch(`${base}/${path}`, {
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Failure(`${base}/${path} answers ${response.status}.`);
    const file = await readBounded(response, LARGEST_FILE_BYTES);
    if (!file) throw new Failure(`${base}/${path} is too large.`);
    return file;
  };
}

async function lookOnce(address: string, words: Words): Promise<keyof typeof EXIT_CODES> {
  const file = words["state"] ?? stateFileOf(address);
  const read = httpLog(address);
  const known = await readState(file);
  const key = words.key ? (await readText(words.key)).trim() : undefined;
  const watched = await watchLog({
    read,
    state: known ?? (words["from-the-start"] ? await beginning(read, key) : null),
    ...(key !== undefined && { key }),
    stampAnchors: await readAnchors(words["timestamp-ca"]),
    witnessKeys: await readWitnessKeys(words["witness-keys"]),
    witnessesWanted: words.wanted,
    now: new Date(),
  });
  if (watched.state && watched.seen) await writeState(file, watched.state);
  for (const line of linesOf(watched, known !== null)) process.stdout.write(`${line}\n`);
  return watched.findings.length > 0 ? "wrong" : "well";
}

async function beginning(read: ReadLogFile, key: string | undefined): Promise<WatchState> {
  const served = key ?? new TextDecoder().decode((await read("key")) ?? new Uint8Array());
  return watchFromTheStart(served);
}

function linesOf({ findings, seen, state }: Watched, wasKnown: boolean): string[] {
  const at = new Date().toISOString();
  const wrong = findings.map(
    ({ code, detail }) => `${at} WRONG [${code}] ${SENTENCES[code](detail)}`,
  );
  if (!seen) {
    return wrong.length > 0 ? wrong : [`${at} the log is empty`];
  }
  const grown = wasKnown ? `, ${seen.added} more than last time` : ", seen for the first time";
  const stamp = seen.stampedAt ? `, time-stamped at ${seen.stampedAt}` : ", not time-stamped yet";
  return [
    ...wrong,
    ...(wasKnown ? [] : (state?.keys ?? []).map((key) => `${at} believed from now on: ${key}`)),
    ...seen.newKeys.map(
      (key) => `${at} the log changed its key, introduced by the old one: ${key}`,
    ),
    ...seen.witnesses.map(
      ({ name, size, at: signedAt }) =>
        `${at} the witness ${name} saw ${size} entries at ${signedAt}`,
    ),
    `${at} ${wrong.length > 0 ? "see above" : "well"}: ${seen.size} entries${grown}${stamp}`,
  ];
}

/** One file for each log, in the folder that one stands in. */
function stateFileOf(address: string): string {
  return `${address.replace(/^https?:\/\//, "").replaceAll(/[^A-Za-z0-9.-]+/g, "_")}.watch.json`;
}

async function readState(file: string): Promise<WatchState | null> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw new Failure(`${file} cannot be read (${codeOf(error)}).`);
  });
  if (text === null) return null;
  const parsed = watchStateSchema.safeParse(parseJson(text));
  // Beginning anew by itself would forget what was seen.
  if (!parsed.success)
    throw new Failure(`${file} is not what this command wrote. Move it away to begin anew.`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function writeState(file: string, state: WatchState): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { flush: true });
  await rename(`${file}.new`, file);
}

async function readWitnessKeys(file: string | undefined): Promise<WitnessKey[]> {
  if (!file) return [];
  const witnesses = await parseWitnesses(await readText(file));
  if (!witnesses?.length) throw new Failure(`${file} holds no keys of witnesses, one a line.`);
  return witnesses.map(({ key }) => key);
}

async function readAnchors(file: string | undefined): Promise<Certificate[]> {
  if (!file) return [];
  const anchors = parsePemCertificates(await readText(file));
  if (!anchors?.length) throw new Failure(`${file} holds no certificate.`);
  return anchors;
}

function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    throw new Failure(`${file} cannot be read (${codeOf(error)}).`);
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function readWords() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        state: { type: "string" },
        every: { type: "string" },
        key: { type: "string" },
        "timestamp-ca": { type: "string" },
        "witness-keys": { type: "string" },
        witnesses: { type: "string" },
        "from-the-start": { type: "boolean" },
        database: { type: "boolean" },
      },
    });
    const [address, ...more] = positionals;
    const isAddress =
      address !== undefined && /^https?:\/\//.test(address) && URL.canParse(address);
    const every = values.every === undefined ? null : Number(values.every);
    const wanted = Number(values.witnesses ?? 0);
    if (!Number.isInteger(wanted) || wanted < 0) throw new Failure(USAGE);
    if (more.length > 0 || (every !== null && !(every >= 1))) throw new Failure(USAGE);
    if (values.database ? address !== undefined : !isAddress) throw new Failure(USAGE);
    return { ...values, every, wanted, address: address ?? "" };
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(`${messageOf(error)}\n${USAGE}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function look(words: Words): Promise<keyof typeof EXIT_CODES> {
  try {
    if (!words.database) return await lookOnce(words.address, words);
    // Whoever watches from outside needs no database, nor anything that speaks to one.
    const { inspectOwnDatabase } = await import("./monitor-database");
    const { lines, isWell } = await inspectOwnDatabase();
    for (const line of lines) process.stdout.write(`${line}\n`);
    return isWell ? "well" : "wrong";
  } catch (error) {
    process.stderr.write(`COULD NOT LOOK: ${messageOf(error)}\n`);
    return "could_not_look";
  }
}

/** With `--every` it ends only when somebody ends it; what was wrong once is told by its lines. */
async function main(): Promise<number> {
  const words = readWords();
  for (;;) {
    const outcome = await look(words);
    if (words.every === null) return EXIT_CODES[outcome];
    await sleep(words.every * 1000);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main().catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    return EXIT_CODES.could_not_look;
  });
}
