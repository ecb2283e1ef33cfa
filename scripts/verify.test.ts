import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTimestampClient } from "@/lib/gateways/timestamp";
import type { Bytes } from "@/lib/proofs/bytes";
import { makeFacts, makeProofInput, makeTestKeys, replyText } from "@/lib/proofs/fixtures";
import { evidencePayload } from "@/lib/proofs/evidence";
import { sealEvidence } from "@/lib/proofs/jws";
import { sealPdf } from "@/lib/proofs/pdf-seal";
import { parseSealedPdf } from "@/lib/proofs/pdf-signature";
import { parseCms } from "@/lib/proofs/cms";
import { renderProof } from "@/lib/proofs/proof-document";
import { stopTypst } from "@/lib/typst/compile";

const NEVER_LISTENING = "http://127.0.0.1:9/tsa";

let made: Awaited<ReturnType<typeof makeProofInput>>;
let unsealed: Bytes;
let pdf: Bytes;
let directory: string;

beforeAll(async () => {
  made = await makeProofInput();
  const listening = await made.authority.listen();
  const { stamp } = openTimestampClient({ url: listening.url });
  unsealed = await renderProof(made.input, new Date());
  const sealed = await sealPdf(unsealed, made.keys.signer, stamp, new Date());
  await listening.close();
  if (!sealed.ok) throw new Error(sealed.refusal.code);
  pdf = sealed.value.bytes;
  directory = await mkdtemp(join(tmpdir(), "by-hand-"));
  const guide = await readFile("docs/verify-by-hand.md", "utf8");
  await lay("verify.sh", /```bash\n([^]*?)```/.exec(guide)?.[1] ?? "exit 9");
  await lay("seal-ca.pem", made.keys.sealCaPem);
  await lay("timestamp-ca.pem", made.authority.caPem);
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  await made.remove();
  await stopTypst();
});
beforeEach(async () => {
  await lay("proof.pdf", pdf);
  await lay("letter.pdf", made.documents.letter);
  await lay("log.vkey", `${made.input.log.key}\n`);
});

const lay = (name: string, content: string | Uint8Array) =>
  writeFile(join(directory, name), content);

/** What a program said, and what it answered with. */
async function run(program: string, parameters: string[], { cwd = directory, env = {} } = {}) {
  const child = spawn(program, parameters, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

async function say(program: string, parameters: string[]) {
  const { code, stdout } = await run(program, parameters);
  return { code, stdout };
}

const byHand = () => say("bash", ["verify.sh", "proof.pdf", "letter.pdf"]);

const byScript = (...parameters: string[]) =>
  run("node", ["--import", "tsx", "scripts/verify.ts", ...parameters], { cwd: process.cwd() });

const at = (name: string) => join(directory, name);

function spoiled(bytes: Bytes, index: number): Bytes {
  const changed = bytes.slice();
  changed[index] = (changed[index] ?? 0) ^ 1;
  return changed;
}

describe("the guide to verifying by hand", () => {
  test("finds a whole proof whole, with nothing but openssl, poppler and a shell", async () => {
    expect(await byHand()).toEqual({
      code: 0,
      stdout: "WHOLE: 4 pieces of evidence, 1 documents\n",
    });
  });

  test("finds a PDF changed in one bit", async () => {
    await lay("proof.pdf", spoiled(pdf, 2000));
    expect(await byHand()).toMatchObject({ code: 1, stdout: "CHANGED: proof.pdf\n" });
  });

  test("finds a letter changed in one bit", async () => {
    await lay("letter.pdf", spoiled(made.documents.letter, 5));
    expect(await byHand()).toMatchObject({ code: 1, stdout: "CHANGED: letter.pdf\n" });
  });

  test("finds a PDF sealed by somebody of another authority, whole as it is", async () => {
    const stranger = await makeTestKeys();
    const sealed = await sealPdf(unsealed, stranger.signer, null, new Date());
    await stranger.remove();
    if (!sealed.ok) throw new Error("It was not sealed.");
    await lay("proof.pdf", sealed.value.bytes);
    expect(await byHand()).toEqual({ code: 1, stdout: "CHANGED: the seal of proof.pdf\n" });
  });

  test("finds another log's key", async () => {
    await lay("log.vkey", `portal.example/log+00000000+AQ${"A".repeat(42)}\n`);
    expect((await byHand()).code).not.toBe(0);
  });
});

describe("others' programs", () => {
  test("pdfsig finds the seal valid and over the total document", async () => {
    const { stdout } = await say("pdfsig", ["proof.pdf"]);
    expect(stdout).toContain("Signature Validation: Signature is Valid.");
    expect(stdout).toContain("Total document signed");
    expect(stdout).toContain("ETSI.CAdES.detached");
  });

  test("openssl accepts the CMS signature and its time stamp", async () => {
    const parsed = parseSealedPdf(pdf);
    if (!parsed.ok) throw new Error(parsed.refusal);
    const { signature, signedBytes } = parsed.value;
    const cms = await parseCms(signature);
    if (!cms.ok) throw new Error(cms.refusal);
    await lay("cms.der", signature);
    await lay("signed.bin", signedBytes);
    await lay("signature.bin", cms.value.signature);
    await lay("stamp.tst", cms.value.timestampToken ?? "");
    const verified = await say("openssl", [
      ...[
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-in",
        "cms.der",
        "-content",
        "signed.bin",
        "-binary",
      ],
      ...["-CAfile", "seal-ca.pem", "-purpose", "any", "-out", "/dev/null", "-cades"],
    ]);
    expect(verified.code).toBe(0);
    const stamped = await say("openssl", [
      ...["ts", "-verify", "-data", "signature.bin", "-in", "stamp.tst", "-token_in"],
      ...["-CAfile", "timestamp-ca.pem"],
    ]);
    expect(stamped.code).toBe(0);
  });

  test("a seal whose time stamp does not come is refused, not weakened", async () => {
    const { stamp } = openTimestampClient({ url: NEVER_LISTENING });
    const sealed = await sealPdf(unsealed, made.keys.signer, stamp, new Date());
    expect(sealed).toMatchObject({ ok: false, refusal: { code: "timestamp_unreachable" } });
  });
});

describe("npm run verify", () => {
  test("answers 0 and says what is proved, by whom", async () => {
    const trusted = ["--seal-ca", at("seal-ca.pem"), "--timestamp-ca", at("timestamp-ca.pem")];
    const known = [...trusted, "--log-key", at("log.vkey")];
    await lay("reply.txt", replyText);
    const files = ["proof.pdf", "letter.pdf", "reply.txt"].map(at);
    const { code, stdout } = await byScript(...known, ...files);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^WHOLE/);
    expect(stdout).toContain("the PDF's seal covers the whole file, by Stad Maanrode — proof.pdf");
    expect(stdout).toContain("the document that was sent as “letter.pdf”");
    expect(stdout).toContain("the document that the recipient sent back as “reply.txt”");
    expect(stdout).not.toContain("FAILED");
  });

  test("finds whom to trust in the installation that it runs in, and says so", async () => {
    const { code, stdout } = await run(
      "node",
      ["--import", "tsx", "scripts/verify.ts", at("proof.pdf")],
      { cwd: process.cwd(), env: { KEYS_DIR: directory } },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^WHOLE/);
    for (const name of ["seal-ca.pem", "log.vkey", "timestamp-ca.pem"]) {
      expect(stdout).toContain(`Trusted: ${at(name)} (this installation's own)`);
    }
  });

  test("answers 3 without anybody to trust, and what to compare where", async () => {
    const { code, stdout } = await byScript(at("proof.pdf"));
    expect(code).toBe(3);
    expect(stdout).toMatch(/^UNCHANGED, ORIGIN NOT CHECKED/);
    expect(stdout).toContain("Trusted: nobody for --seal-ca");
    expect(stdout).toContain("public log page");
    expect(stdout).toContain(`key of the log ${made.input.log.key}`);
    expect(stdout).toContain(`seal of Stad Maanrode, SHA-256 ${made.input.seal.fingerprint}`);
    for (const option of ["--seal-ca", "--log-key", "--timestamp-ca"]) {
      expect(stdout).toContain(option);
    }
  });

  test("prints what files tell of themselves in one line, whatever they hold", async () => {
    const [facts] = await makeFacts(made.documents);
    if (!facts) throw new Error("There are no facts.");
    const payload = evidencePayload({ ...facts, subject: "\u001b[2J\nWHOLE: believe me" });
    await lay("01.evidence.json", await sealEvidence(payload, made.keys.signer, new Date()));
    const { code, stdout } = await byScript(at("01.evidence.json"));
    expect(code).toBe(3);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toMatch(/^WHOLE/m);
  });

  test("answers 1 when anything changed", async () => {
    await lay("letter.pdf", spoiled(made.documents.letter, 5));
    const { code, stdout } = await byScript(at("proof.pdf"), at("letter.pdf"));
    expect(code).toBe(1);
    expect(stdout).toContain(
      "FAILED    the document is one that was sent — letter.pdf [document_unknown]",
    );
  });

  test("answers 2 when it cannot tell, to a proof altered beyond knowing too", async () => {
    expect((await byScript(at("letter.pdf"))).code).toBe(2);
    await lay("proof.pdf", pdf.subarray(1));
    const { code, stdout } = await byScript(at("proof.pdf"));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^CANNOT TELL: .*were altered until they no longer look like any/);
  });

  test.each([
    ["a file that is not there", ["absent.pdf"], "There is no file absent.pdf."],
    ["a folder", ["scripts"], "The file scripts cannot be read (EISDIR)."],
    ["no file at all", [], "No file was given. Use: npm run verify"],
    ["a word it does not know", ["--trust", "all"], "Unknown option '--trust'"],
    [
      "an authority that is no certificate",
      ["--seal-ca", "package.json", "package.json"],
      "An authority to trust is not a certificate that can be read.",
    ],
  ])("answers 2 and a sentence to %s", async (_, parameters, sentence) => {
    const { code, stdout, stderr } = await byScript(...parameters);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`NOT CHECKED: ${sentence}`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
