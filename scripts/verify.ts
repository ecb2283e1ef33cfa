/**
 * `npm run verify -- FILE…`: checks proofs on the command line, over the same code as the page
 * `/verify`. Answers 0 when everything is whole, 1 when anything changed, 2 when it cannot tell.
 * `--seal-ca FILE`, `--timestamp-ca FILE` and `--log-key FILE` name whom one believes.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Check, CheckCode, Report } from "@/lib/proofs/report";
import { verifyFiles } from "@/lib/proofs/verify";

const EXIT_CODES = { whole: 0, changed: 1, cannot_tell: 2 } as const;

const VERDICTS = {
  whole: "WHOLE: nothing was changed since it was sealed.",
  changed: "CHANGED: at least one thing is not as it was sealed. Do not rely on these files.",
  cannot_tell: "CANNOT TELL: too little was given to say that these files are whole.",
} as const;

const MARKS = { proved: "  proved   ", failed: "  FAILED   ", not_checked: "  unchecked" } as const;

type Detail = Check["detail"];

const SENTENCES: Record<CheckCode, (detail: Detail) => string> = {
  pdf_seal: ({ holder }) => `the PDF's seal covers the whole file${by(holder)}`,
  evidence_seal: ({ event, identifier, holder }) =>
    event
      ? `evidence ${event} (${identifier}) is as it was sealed${by(holder)}`
      : "the evidence is as it was sealed",
  seal_certificate: ({ at }) => `the seal's certificate held${at ? ` on ${at}` : ""}`,
  seal_trust: ({ authority }) => `the seal's authority is one you trust${shown(authority)}`,
  document: ({ document, sha256 }) =>
    document
      ? `the document that was sent as “${document}”${shown(sha256)}`
      : "the document is one that was sent",
  log_entry: ({ index, size, log }) =>
    log === undefined
      ? "the evidence stands in the log"
      : `the evidence stands in the log ${log} as entry ${index} of ${size}`,
  checkpoint_signature: ({ log, size }) =>
    log === undefined
      ? "the log's state is signed by the log"
      : `the state of ${log} with ${size} entries is signed by the log`,
  log_trust: ({ key, log }) => `the log is the one you trust${shown(key ?? log)}`,
  checkpoint_stamp: ({ time, authority }) =>
    `the log's state was time-stamped${stamped(time, authority)}`,
  pdf_stamp: ({ time, authority }) => `the PDF's seal was time-stamped${stamped(time, authority)}`,
  stamp_trust: ({ fingerprint }) => `the stamp's authority is one you trust${shown(fingerprint)}`,
  file: () => "the file is part of a check",
  revocation: () => "no certificate was revoked since",
};

/** One line a check: what, about which file, and when it is not proved, why, as a code. */
export function reportLines({ verdict, checks, deliveries }: Report): string[] {
  const told = deliveries.flatMap(
    ({ reference, organisation, service, recipient, subject, ...moments }) => [
      `Delivery ${reference}: “${subject}”, from ${organisation}, ${service}, to ${recipient}`,
      ...(["sent", "madeAvailable", "firstOpened"] as const).map((name) => {
        const moment = moments[name];
        const between =
          moment?.between && `between ${moment.between.from} and ${moment.between.to}`;
        return `  ${MOMENTS[name]} ${moment?.at ?? between ?? "no evidence"}`;
      }),
    ],
  );
  const lines = checks.map(({ code, outcome, file, reason, detail }) => {
    const why = reason ? ` [${reason}]` : "";
    return `${MARKS[outcome]} ${SENTENCES[code](detail)}${file ? ` — ${file}` : ""}${why}`;
  });
  return [VERDICTS[verdict], ...told, ...lines];
}

const MOMENTS = {
  sent: "sent:          ",
  madeAvailable: "made available:",
  firstOpened: "first opened:  ",
} as const;

function by(holder: string | number | undefined): string {
  return holder ? `, by ${holder}` : "";
}

function shown(value: string | number | undefined): string {
  return value ? ` (${value})` : "";
}

function stamped(
  time: string | number | undefined,
  authority: string | number | undefined,
): string {
  return time ? ` at ${time} by ${authority}` : "";
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "seal-ca": { type: "string", multiple: true },
      "timestamp-ca": { type: "string", multiple: true },
      "log-key": { type: "string" },
    },
  });
  const readTexts = (names: string[] = []) =>
    Promise.all(names.map((name) => readFile(name, "utf8")));
  const logKey = values["log-key"] && (await readFile(values["log-key"], "utf8")).trim();
  const files = await Promise.all(
    positionals.map(async (name) => ({
      name: basename(name),
      bytes: new Uint8Array(await readFile(name)),
    })),
  );
  const report = await verifyFiles(files, {
    now: new Date(),
    trust: {
      sealCa: await readTexts(values["seal-ca"]),
      timestampCa: await readTexts(values["timestamp-ca"]),
      ...(logKey && { logKey }),
    },
  });
  process.stdout.write(`${reportLines(report).join("\n")}\n`);
  return EXIT_CODES[report.verdict];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main();
}
