/**
 * `npm run verify -- FILE…`: checks bundles and other proofs on the command line, offline. Answers 0 when everything is
 * whole and comes from whom one trusts, 1 when anything changed, 2 when it cannot tell or cannot read
 * a file, 3 when nothing was changed but the origin could not be checked. `--seal-ca FILE`,
 * `--timestamp-ca FILE`, `--log-key FILE` (a line for each key that the log had, the newest first) and
 * `--witnesses FILE` name whom one believes; in an installation, its own.
 */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { GivenFile } from "@/lib/proofs/given-files";
import type { Check, CheckCode, CheckReason, Gap, Report } from "@/lib/proofs/report";
import type { Trust } from "@/lib/proofs/trust";
import { verifyFiles } from "@/lib/proofs/verify";
import { visibleText } from "@/lib/visible-text";
import { Failure } from "./failure";
import { dataDirectory } from "./paths";

const EXIT_CODES = { whole: 0, changed: 1, cannot_tell: 2, unchanged: 3 } as const;

const VERDICTS = {
  whole: "WHOLE: nothing was changed since it was sealed, by whom you trust.",
  unchanged:
    "UNCHANGED, ORIGIN NOT CHECKED: nothing was changed since somebody sealed it. Anybody can make a seal of their own; see below what is still to be checked.",
  changed: "CHANGED: at least one thing is not as it was sealed. Do not rely on these files.",
  cannot_tell:
    "CANNOT TELL: no sealed evidence was found in these files. They are no proofs of this portal, or were altered until they no longer look like any.",
} as const;

/** What is open, where to find it out, and how to say so the next time. */
const GAPS: Record<Gap, string> = {
  seal: "Who sealed: --seal-ca FILE, the authority of the seal.",
  log: "That it stands in the portal's log: --log-key FILE, and the .tlog-proof beside each evidence.",
  stamp:
    "When, by somebody else's clock: --timestamp-ca FILE, and the checkpoint.tsr of the log proof.",
};
const WHERE_TO_COMPARE =
  "Compare these with the portal's public log page. Take its address, and the files to trust, from the organisation itself, never from the proof:";

/** Why not, in words, where the code alone would leave one guessing. */
const REASONS: Partial<Record<CheckReason, string>> = {
  pdf_not_sealed: "it carries evidence, but no seal: the seal was taken away",
  sealer_differs: "it was sealed by somebody else than the evidence in it",
  container_hidden_bytes: "bytes lie in it that no table of contents names",
  container_two_directories: "it has two tables of contents",
  container_packed: "compressed: another program packed it anew, or it is meant to blow up",
  container_name_unsafe: "a name leads out of its folder",
  container_name_twice: "two files have the same name",
  container_headers_differ: "a file says something else of itself than the table of contents",
  container_not_as_written: "another program wrote it anew: unpack it and give the files in it",
  bundle_not_sealed: "the list of its files, or the seal over it, is missing",
  bundle_file_unlisted: "the sealed list does not name it: it was laid in afterwards",
  bundle_of_several: "it holds evidence of several deliveries, as if it were one",
  mailbox_answer_unknown: "no evidence given holds this answer",
  document_unknown:
    "no evidence names it: it was not sent, or it is a proof altered beyond knowing",
  no_evidence_given: "nothing sealed was given that tells of it",
  finding_malformed: "not written as this portal writes certificates, or it contradicts itself",
  finding_evidence_not_given: "not all evidence that it names was given, with its log proof",
  finding_leaves_out: "evidence given here tells of a delivery that it should name",
  finding_word_of_signer:
    "the word of whoever sealed it; lay evidence beside it that you hold, and it is compared",
  authority_untrusted: "another authority than those you trust",
  cosignature_wrong: "its signature does not fit the state that stands here",
  certificate_revoked: "a list in the file says that a certificate was revoked before the stamp",
  certificate_not_for_seals: "its key is not for sealing documents",
};

const MARKS = { proved: "  proved   ", failed: "  FAILED   ", not_checked: "  unchecked" } as const;

type Detail = Check["detail"];

const SENTENCES: Record<CheckCode, (detail: Detail) => string> = {
  bundle_form: () => "the bundle is built as this portal builds bundles",
  bundle_seal: ({ holder }) => `the bundle's seal covers the list of its files${by(holder)}`,
  bundle_file: ({ sha256 }) => `the file is the one that the bundle's list names${shown(sha256)}`,
  pdf_seal: ({ holder, level }) =>
    `the PDF's seal covers the whole file${by(holder)}${level ? `, PAdES ${level}` : ""}`,
  evidence_seal: ({ event, identifier, holder }) =>
    event
      ? `evidence ${event} (${identifier}) is as it was sealed${by(holder)}`
      : "the evidence is as it was sealed",
  finding_seal: ({ identifier, holder }) =>
    `the certificate of the log (${identifier ?? "?"}) is as it was sealed${by(holder)}`,
  finding_state: ({ size, log }) =>
    `the certificate speaks of the state of ${log ?? "the log"} with ${size ?? "so many"} entries, and stands in it behind that state`,
  finding_deliveries: ({ found }) =>
    `each delivery that the certificate names stands in the log as it says (${found ?? 0})`,
  finding_complete: ({ reference }) =>
    `the certificate leaves nothing out${reference ? `: it leaves out ${reference}` : ""}`,
  seal_certificate: ({ at }) => `the seal's certificate held${at ? ` on ${at}` : ""}`,
  seal_trust: ({ root }) => `the seal's authority is one you trust${shown(root)}`,
  document: ({ document, sha256 }) =>
    document
      ? `the document that was sent as “${document}”${shown(sha256)}`
      : "the document is one that was sent",
  received_document: ({ document, sha256 }) =>
    `the document that the recipient sent back as “${document}”${shown(sha256)}`,
  mailbox_answer: ({ sha256 }) => `the mailbox's answer, as the evidence holds it${shown(sha256)}`,
  log_entry: ({ index, size, log }) =>
    log === undefined
      ? "the evidence stands in the log"
      : `the evidence stands in the log ${log} as entry ${index} of ${size}`,
  checkpoint_signature: ({ log, size }) =>
    log === undefined
      ? "the log's state is signed by the log"
      : `the state of ${log} with ${size} entries is signed by the log`,
  log_trust: ({ key, log }) => `the log is the one you trust${shown(key ?? log)}`,
  witnesses: ({ count, witnesses, size }) =>
    count === undefined
      ? `others signed that they saw the log's state${witnesses ? `: ${witnesses}` : ""}`
      : `the log's state with ${size} entries was seen by ${count} ${count === 1 ? "witness" : "witnesses"}: ${witnesses}`,
  checkpoint_stamp: ({ time, authority }) =>
    `the log's state was time-stamped${stamped(time, authority)}`,
  pdf_stamp: ({ time, authority }) => `the PDF's seal was time-stamped${stamped(time, authority)}`,
  bundle_stamp: ({ time, authority }) =>
    `the bundle's seal was time-stamped${stamped(time, authority)}`,
  stamp_trust: ({ fingerprint }) => `the stamp's authority is one you trust${shown(fingerprint)}`,
  file: () => "the file is part of a check",
  revocation: ({ at }) =>
    at
      ? `no certificate was revoked on ${at}, as the lists in the PDF tell`
      : "no certificate was revoked since",
};

/** One line a check: what, about which file, and when it is not proved, why, as a code. */
function reportLines({ verdict, gaps, checks, deliveries, findings }: Report): string[] {
  const told = deliveries.flatMap(
    ({ reference, organisation, service, recipient, subject, ...moments }) => [
      `Delivery ${reference}: “${subject}”, from ${organisation}, ${service}, to ${recipient}`,
      ...(["sent", "madeAvailable", "firstOpened"] as const).map((name) => {
        const moment = moments[name];
        const between =
          moment?.between && `between ${moment.between.from} and ${moment.between.to}`;
        return `  ${MOMENTS[name]} ${moment?.at ?? between ?? "no evidence"}`;
      }),
      ...moments.others
        .filter(({ event }) => event === "SubmissionRejection")
        .map(({ at }) => `  not sent:       the order was taken back at ${at}`),
    ],
  );
  const lines = checks.map(({ code, outcome, file, reason, detail }) => {
    const words = reason && REASONS[reason];
    const why = reason ? ` [${reason}]${words ? `: ${words}` : ""}` : "";
    return `${MARKS[outcome]} ${SENTENCES[code](detail)}${file ? ` — ${file}` : ""}${why}`;
  });
  const isOpen = verdict === "unchanged";
  return [
    VERDICTS[verdict],
    ...(isOpen ? gaps.map((gap) => `  ${GAPS[gap]}`) : []),
    ...(isOpen ? [WHERE_TO_COMPARE, ...fingerprintLines(checks)] : []),
    ...findings.flatMap(findingLines),
    ...told,
    ...lines,
  ];
}

/** What a certificate states, whoever sealed it. */
function findingLines(finding: Report["findings"][number]): string[] {
  const { deliveries, organisation, recipient, number, from, before, size, log } = finding;
  const named = recipient === null ? number : `${recipient} (${number})`;
  return [
    `Certificate: from ${organisation} to ${named}, ordered from ${from} and before ${before},`,
    `  the log ${log} with ${size} entries contains ${deliveries.length === 0 ? "none" : deliveries.length}`,
    ...deliveries.map(
      ({ reference, sentAt, subject, isNotSent }) =>
        `  ${reference} ${sentAt} “${subject}”${isNotSent ? " (cancelled, not sent)" : ""}`,
    ),
  ];
}

/** What to compare with what the portal publishes, each once. */
function fingerprintLines(checks: readonly Check[]): string[] {
  const lines = checks.flatMap(({ code, detail }) => {
    const { holder, fingerprint, root, key, log } = detail;
    if (fingerprint && (code === "seal_trust" || code === "seal_certificate")) {
      return [
        `  seal of ${holder}, SHA-256 ${fingerprint}`,
        ...(root ? [`  authority of the seal, SHA-256 ${root}`] : []),
      ];
    }
    if (code === "stamp_trust") return [`  authority of the time stamp, SHA-256 ${root}`];
    if (code === "log_trust") return [`  key of the log ${key ?? log}`];
    return [];
  });
  return [...new Set(lines)];
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

type Anchor = "seal-ca" | "timestamp-ca" | "log-key" | "witnesses";

/** The public files of an installation, which it believes itself. */
const OWN_FILES: Record<Anchor, readonly [string, ...string[]]> = {
  "seal-ca": ["seal-ca.pem"],
  "timestamp-ca": ["timestamp-ca.pem"],
  // The keys that it had before are there since the first change.
  "log-key": ["log.vkey", "log.older-vkeys"],
  witnesses: ["log.witnesses"],
};

/** Set where the program is one file, without an installation around it: see verify-build.ts. */
declare const STANDALONE: boolean | undefined;
const isStandalone = typeof STANDALONE !== "undefined";

/** What one named counts, else what this installation has; and a line that says which it was. */
async function findAnchor(
  anchor: Anchor,
  named: readonly string[],
): Promise<{ texts: string[]; line: string }> {
  if (named.length > 0) {
    const texts = await Promise.all(named.map((name) => readText(name)));
    return { texts, line: `Trusted: ${named.join(", ")} (--${anchor})` };
  }
  const nobody = { texts: [], line: `Trusted: nobody for --${anchor}` };
  const keysDir = process.env.KEYS_DIR ?? (isStandalone ? null : join(dataDirectory(), "keys"));
  if (keysDir === null) return nobody;
  const paths = OWN_FILES[anchor].map((name) => join(keysDir, name));
  // Most who check have no installation: then nobody is trusted, and the verdict says so.
  const [text, ...more] = await Promise.all(
    paths.map((path) => readFile(path, "utf8").catch(() => null)),
  );
  if (typeof text !== "string") return nobody;
  const texts = [text, ...more.filter((other) => other !== null)];
  return { texts, line: `Trusted: ${paths[0]} (this installation's own)` };
}

async function readText(name: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(name));
}

async function readBytes(name: string): Promise<GivenFile["bytes"]> {
  try {
    return new Uint8Array(await readFile(name));
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Failure(
      reason === "ENOENT"
        ? `There is no file ${name}.`
        : `The file ${name} cannot be read (${reason}).`,
    );
  }
}

function readWords() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        "seal-ca": { type: "string", multiple: true },
        "timestamp-ca": { type: "string", multiple: true },
        "log-key": { type: "string" },
        witnesses: { type: "string", multiple: true },
      },
    });
    if (positionals.length > 0) return { values, positionals };
  } catch (error) {
    throw new Failure(`${messageOf(error)} ${USAGE}`);
  }
  throw new Failure(`No file was given. ${USAGE}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const COMMAND = isStandalone ? "node verify.mjs" : "npm run verify --";
const USAGE = `Use: ${COMMAND} [--seal-ca FILE] [--timestamp-ca FILE] [--log-key FILE] [--witnesses FILE] FILE…`;

async function main(): Promise<number> {
  const { values, positionals } = readWords();
  const files = await Promise.all(
    positionals.map(async (name) => ({ name: basename(name), bytes: await readBytes(name) })),
  );
  const sealCa = await findAnchor("seal-ca", values["seal-ca"] ?? []);
  const timestampCa = await findAnchor("timestamp-ca", values["timestamp-ca"] ?? []);
  const logKey = await findAnchor("log-key", values["log-key"] ? [values["log-key"]] : []);
  const witnesses = await findAnchor("witnesses", values.witnesses ?? []);
  const [logKeyLine, ...olderLogKeys] = logKey.texts.flatMap((text) => text.trim().split(/\s+/));
  const trust: Trust = {
    sealCa: sealCa.texts,
    timestampCa: timestampCa.texts,
    witnessKeys: witnesses.texts,
    ...(logKeyLine !== undefined && { logKey: logKeyLine, olderLogKeys }),
  };
  const report = await verifyFiles(files, { now: new Date(), trust });
  const trusted = [sealCa, logKey, timestampCa, witnesses].map(({ line }) => line);
  const lines = [...reportLines(report), ...trusted].map((line) => `${visibleText(line)}\n`);
  process.stdout.write(lines.join(""));
  return EXIT_CODES[report.verdict];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main().catch((error: unknown) => {
    process.stderr.write(`NOT CHECKED: ${messageOf(error)}\n`);
    return EXIT_CODES.cannot_tell;
  });
}
