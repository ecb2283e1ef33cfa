import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { buildVerifier } from "@/scripts/verify-build";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTimestampClient } from "@/lib/gateways/timestamp";
import type { Bytes } from "@/lib/proofs/bytes";
import { MEMBER, partOf, type BundlePart } from "@/lib/proofs/bundles/layout";
import {
  makeBundle,
  makeBundleParts,
  makeFacts,
  makeProofInput,
  makeTestKeys,
  makeTestWitness,
  replyText,
} from "@/lib/proofs/fixtures";
import { assembleNote, formatLogKey, logKeyId } from "@/lib/proofs/checkpoint";
import { addCosignatures } from "@/lib/proofs/cosignature";
import { evidencePayload } from "@/lib/proofs/evidence-writer";
import { renderFinding } from "@/lib/proofs/findings/document";
import { findingFacts, makeFindingInput } from "@/lib/proofs/findings/fixtures";
import type { FindingFacts } from "@/lib/proofs/findings/record";
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
let parts: BundlePart[];
let bundle: Bytes;
let directory: string;

beforeAll(async () => {
  made = await makeProofInput();
  unsealed = await renderProof(made.input, new Date());
  const sealed = await sealPdf(unsealed, made.keys.signer, made.stamping, new Date());
  if (!sealed.ok) throw new Error("It was not sealed.");
  pdf = sealed.value.bytes;
  directory = await mkdtemp(join(tmpdir(), "by-hand-"));
  const guide = await readFile("docs/verify-by-hand.md", "utf8");
  await lay("verify.sh", /```bash\n([^]*?)```/.exec(guide)?.[1] ?? "exit 9");
  parts = await makeBundleParts(made, pdf);
  bundle = await makeBundle(made, parts);
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
  await lay("bundle.asice", bundle);
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

/** One key in sixty-four is written with a plus at its end, which a shell takes for the end of a word. */
async function logWhoseKeyEndsInPlus(name: string) {
  for (;;) {
    const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const key = await formatLogKey({ name, publicKey });
    if (!key.endsWith("+")) continue;
    const keyId = await logKeyId({ name, publicKey });
    const sign = async (note: Bytes) => {
      const text = note.slice(0, Buffer.from(note).indexOf("\n\n") + 1);
      const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, text));
      return assembleNote(text, [{ name, keyId, signature }]);
    };
    return { key, sign };
  }
}

const byHand = () => say("bash", ["verify.sh", "proof.pdf", "letter.pdf"]);

const bundleByHand = () => say("bash", ["verify.sh", "bundle.asice"]);

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

  describe("and a certificate of what the log contains", () => {
    const certificate = async (
      change: (facts: FindingFacts) => FindingFacts = (facts) => facts,
    ) => {
      const { language, portalUrl, log, seal } = made.input;
      const finding = await makeFindingInput(made, change(await findingFacts(made)));
      const rendered = await renderFinding(
        { ...finding, language, portalUrl, log, seal },
        new Date(),
      );
      const sealed = await sealPdf(rendered, made.keys.signer, made.stamping, new Date());
      if (!sealed.ok) throw new Error("It was not sealed.");
      await lay("certificate.pdf", sealed.value.bytes);
      return sealed.value.bytes;
    };
    const ofCertificate = () => say("bash", ["verify.sh", "certificate.pdf"]);

    test("is found whole, with the evidence that it names", async () => {
      const bytes = await certificate();
      expect(await ofCertificate()).toEqual({
        code: 0,
        stdout: "WHOLE: a certificate, 4 pieces of evidence, 0 documents\n",
      });
      const { stdout } = await byScript(
        ...["--seal-ca", at("seal-ca.pem"), "--timestamp-ca", at("timestamp-ca.pem")],
        ...["--log-key", at("log.vkey"), at("certificate.pdf")],
      );
      expect(stdout).toContain("WHOLE");
      expect(stdout).toContain("with 4 entries contains 1\n");
      expect(stdout).toContain("unchecked the certificate leaves nothing out");
      await lay("certificate.pdf", spoiled(bytes, 3000));
      expect(await ofCertificate()).toMatchObject({ code: 1 });
    });

    test("is found to leave out what lies beside it", async () => {
      await certificate((facts) => ({ ...facts, deliveries: [] }));
      expect(await ofCertificate()).toMatchObject({
        code: 1,
        stdout: expect.stringContaining("which it does not name") as unknown,
      });
    });
  });

  test("is the guide that lies in every bundle", async () => {
    const script = await readFile(at("verify.sh"), "utf8");
    expect(await readFile("lib/proofs/bundles/verify.sh", "utf8")).toBe(script);
    await say("unzip", ["-qo", "bundle.asice", "VERIFY.txt"]);
    expect(await readFile(at("VERIFY.txt"), "utf8")).toContain(script);
  });

  test("finds a whole bundle whole, with all its documents", async () => {
    expect(await bundleByHand()).toEqual({
      code: 0,
      stdout: "WHOLE: 4 pieces of evidence, 2 documents\n",
    });
  });

  test("reads a log's key that ends in a plus, with or without a line's end behind it", async () => {
    const { input, authority } = made;
    const log = await logWhoseKeyEndsInPlus(input.log.name);
    const note = await log.sign(input.checkpoint.note);
    const stamp = { at: new Date(), authority: "", token: await authority.stamp(note) };
    const checkpoint = { ...input.checkpoint, note };
    const own = { ...made, input: { ...input, checkpoint, stamp } };
    await lay("bundle.asice", await makeBundle(own, await makeBundleParts(own, pdf)));
    for (const end of ["\n", ""]) {
      await lay("log.vkey", `${log.key}${end}`);
      expect(await bundleByHand()).toEqual({
        code: 0,
        stdout: "WHOLE: 4 pieces of evidence, 2 documents\n",
      });
    }
  });

  test("finds a proof of before the log's key was changed whole, and a stranger's log not", async () => {
    const newer = await logWhoseKeyEndsInPlus(made.input.log.name);
    const trusted = ["--seal-ca", at("seal-ca.pem"), "--timestamp-ca", at("timestamp-ca.pem")];
    const keys = ["--log-key", at("log.vkey"), at("bundle.asice")];
    await lay("log.vkey", `${newer.key}\n${made.input.log.key}\n`);
    expect(await bundleByHand()).toMatchObject({ code: 0 });
    expect((await byScript(...trusted, ...keys)).stdout).toMatch(/^WHOLE/);
    await lay("log.vkey", `${newer.key}\n`);
    expect(await bundleByHand()).toEqual({ code: 1, stdout: "CHANGED: the log's signature\n" });
    expect((await byScript(...trusted, ...keys)).stdout).toMatch(/^CHANGED/);
  });

  test("finds a bundle of which one file was exchanged", async () => {
    await lay("letter.pdf", "%PDF-1.7 another letter");
    await say("zip", ["-q", "bundle.asice", "letter.pdf"]);
    expect(await bundleByHand()).toEqual({ code: 1, stdout: "CHANGED: letter.pdf\n" });
  });

  test("finds a file laid into a bundle", async () => {
    await lay("more.txt", "It was never sent.");
    await say("zip", ["-q", "bundle.asice", "more.txt"]);
    expect(await bundleByHand()).toEqual({
      code: 1,
      stdout: "CHANGED: the list of files of bundle.asice\n",
    });
  });

  test("finds a bundle with a letter that was not sent, sealed by us as it is", async () => {
    const letter = await partOf(MEMBER.letter, "application/pdf", new Uint8Array([1]));
    const changed = parts.map((part) => (part.name === MEMBER.letter ? letter : part));
    await lay("bundle.asice", await makeBundle(made, changed));
    expect(await bundleByHand()).toEqual({ code: 1, stdout: "CHANGED: opened/letter.pdf\n" });
  });

  test("finds a bundle sealed by somebody of another authority, whole as it is", async () => {
    const stranger = await makeTestKeys();
    await lay("bundle.asice", await makeBundle(made, parts, { key: stranger.signer }));
    await stranger.remove();
    expect(await bundleByHand()).toEqual({
      code: 1,
      stdout: "CHANGED: the seal of bundle.asice\n",
    });
  });

  test("names the witnesses that one trusts, and finds a line of theirs that is not right", async () => {
    const [one, other] = [await makeTestWitness("one.example"), await makeTestWitness("other")];
    const { note } = made.input.checkpoint;
    const seen = async (line: string) => {
      const evidence = made.input.evidence.map((piece) => ({
        ...piece,
        logProof: { ...piece.logProof, bytes: addCosignatures(piece.logProof.bytes, [line]) },
      }));
      const input = { ...made.input, evidence };
      return makeBundle(made, await makeBundleParts({ ...made, input }, pdf));
    };
    await lay("bundle.asice", await seen(await one.cosign(note, new Date())));
    await lay("witnesses.txt", `${one.line} https://one.example/w\n${other.line}\n`);
    const { code, stdout } = await bundleByHand();
    expect(stdout.match(/^seen by one\.example: /gm)).toHaveLength(4);
    expect(stdout).toContain("WHOLE: 4 pieces of evidence, 2 documents\n");
    expect(code).toBe(0);
    const trusted = ["--seal-ca", at("seal-ca.pem"), "--timestamp-ca", at("timestamp-ca.pem")];
    const known = [...trusted, "--log-key", at("log.vkey"), "--witnesses", at("witnesses.txt")];
    const told = await byScript(...known, at("bundle.asice"));
    expect(told.stdout).toMatch(/^WHOLE/);
    expect(told.stdout).toContain("with 4 entries was seen by 1 witness: one.example");
    const impostor = await makeTestWitness("one.example");
    await lay("bundle.asice", await seen(await impostor.cosign(note, new Date())));
    expect((await bundleByHand()).stdout).not.toContain("seen by");
    const moved = new TextEncoder().encode(Buffer.from(note).toString().replace("\n4\n", "\n5\n"));
    await lay("bundle.asice", await seen(await one.cosign(moved, new Date())));
    expect(await bundleByHand()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("CHANGED: the signature of one.example") as string,
    });
    await rm(at("witnesses.txt"));
    expect((await bundleByHand()).code).toBe(0);
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
    expect(stdout).toContain(
      "the PDF's seal covers the whole file, by Stad Maanrode, PAdES B-T — proof.pdf",
    );
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

describe("the program as one file, without the product", () => {
  let empty: string;

  beforeAll(async () => {
    empty = await mkdtemp(join(tmpdir(), "nothing-but-"));
    await buildVerifier(join(empty, "verify.mjs"));
    const { log } = made.input;
    await Promise.all([
      writeFile(join(empty, "seal-ca.pem"), made.keys.sealCaPem),
      writeFile(join(empty, "timestamp-ca.pem"), made.authority.caPem),
      writeFile(join(empty, "log.vkey"), `${log.key}\n`),
      writeFile(join(empty, "bundle.asice"), bundle),
      writeFile(join(empty, "changed.asice"), spoiled(bundle, bundle.length - 4000)),
    ]);
  });
  afterAll(() => rm(empty, { recursive: true }));

  /** Nothing of the product is near, and nothing of the environment tells where it is. */
  const alone = (...parameters: string[]) =>
    run(process.execPath, ["verify.mjs", ...parameters], {
      cwd: empty,
      env: { KEYS_DIR: undefined },
    });

  const TRUST = "--seal-ca seal-ca.pem --timestamp-ca timestamp-ca.pem --log-key log.vkey".split(
    " ",
  );

  test("finds a bundle whole", async () => {
    const { code, stdout, stderr } = await alone(...TRUST, "bundle.asice");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("WHOLE: nothing was changed");
    expect(stdout).toContain("the bundle's seal covers the list of its files, by Stad Maanrode");
  });

  test("finds a bundle changed in one bit", async () => {
    const { code, stdout } = await alone(...TRUST, "changed.asice");
    expect(code).toBe(1);
    expect(stdout).toContain("CHANGED");
  });

  test("trusts nobody whom it was not told to", async () => {
    const { code, stdout } = await alone("bundle.asice");
    expect(code).toBe(3);
    expect(stdout).toContain("Trusted: nobody for --seal-ca");
  });
});
