import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stopTypst } from "@/lib/typst/compile";
import { concatBytes, utf8, type Bytes } from "./bytes";
import { deliveryMember, partOf, MEMBER, type BundlePart } from "./bundles/layout";
import {
  makeBundle,
  makeBundleParts,
  makeProofInput,
  makeTestKeys,
  type TestKeys,
} from "./fixtures";
import { sealPdf } from "./pdf-seal";
import { renderProof } from "./proof-document";
import type { Report } from "./report";
import type { Trust } from "./trust";
import { verifyFiles } from "./verify";

const now = new Date();

let made: Awaited<ReturnType<typeof makeProofInput>>;
let parts: BundlePart[];
let bundle: Bytes;
let stranger: TestKeys;
let trust: Trust;

beforeAll(async () => {
  made = await makeProofInput();
  stranger = await makeTestKeys();
  const unsealed = await renderProof(made.input, now);
  const sealed = await sealPdf(unsealed, made.keys.signer, made.stamping, now);
  if (!sealed.ok) throw new Error("The proof was not sealed.");
  parts = await makeBundleParts(made, sealed.value.bytes);
  bundle = await makeBundle(made, parts);
  trust = {
    sealCa: [made.keys.sealCaPem],
    timestampCa: [made.authority.caPem],
    logKey: made.input.log.key,
  };
});
afterAll(async () => {
  await made.remove();
  await stranger.remove();
  await stopTypst();
});

const check = (bytes: Bytes, anchors = trust) =>
  verifyFiles([{ name: "bundle.asice", bytes }], { trust: anchors, now });

const outcomes = (report: Report, code: string) =>
  report.checks.filter((each) => each.code === code).map(({ outcome }) => outcome);

const failures = ({ checks }: Report) =>
  checks.flatMap(({ outcome, reason }) => (outcome === "failed" ? [reason] : []));

const without = (name: string) => parts.filter((part) => part.name !== name);

describe("a bundle", () => {
  test("is whole in itself: seal, list, evidence, log, stamp, documents and the mailbox's answers", async () => {
    const report = await check(bundle);
    expect(failures(report)).toEqual([]);
    expect([report.verdict, report.gaps]).toEqual(["whole", []]);
    expect(outcomes(report, "bundle_form")).toEqual(["proved"]);
    expect(outcomes(report, "bundle_seal")).toEqual(["proved"]);
    expect(outcomes(report, "bundle_stamp")).toEqual(["proved"]);
    expect(outcomes(report, "bundle_file")).toHaveLength(parts.length);
    expect(outcomes(report, "evidence_seal")).toHaveLength(4);
    expect(outcomes(report, "document")).toEqual(["proved", "proved"]);
    expect(outcomes(report, "mailbox_answer")).toEqual(["proved"]);
    expect(report.deliveries).toHaveLength(1);
  });

  test("is whole together with its own parts, and tells the delivery once", async () => {
    const files = parts.flatMap(({ name, bytes }) => (bytes ? [{ name, bytes }] : []));
    const report = await verifyFiles([{ name: "bundle.asice", bytes: bundle }, ...files], {
      trust,
      now,
    });
    expect(failures(report)).toEqual([]);
    expect(report.verdict).toBe("whole");
    expect(report.deliveries).toHaveLength(1);
  });

  test("trusts nobody by what it brings along", async () => {
    const report = await check(bundle, {});
    expect([report.verdict, report.gaps]).toEqual(["unchanged", ["seal", "log", "stamp"]]);
  });

  test("without the letter, which was erased, still proves what was sent", async () => {
    const report = await check(await makeBundle(made, without(MEMBER.letter)));
    expect([report.verdict, failures(report)]).toEqual(["whole", []]);
    expect(outcomes(report, "document")).toEqual(["proved", "not_checked"]);
  });

  test("of many deliveries is checked with every bundle in it", async () => {
    const inner = await partOf(
      deliveryMember("MR-2026-01187/041"),
      "application/vnd.etsi.asic-e+zip",
      bundle,
    );
    const contents = await partOf(MEMBER.contents, "text/csv", utf8("reference\n"));
    const report = await check(await makeBundle(made, [contents, inner]));
    expect([report.verdict, failures(report)]).toEqual(["whole", []]);
    expect(outcomes(report, "bundle_seal")).toEqual(["proved", "proved"]);
    const changed = { ...inner, bytes: concatBytes(bundle.subarray(0, -1), new Uint8Array([1])) };
    const spoiled = await makeBundle(made, [
      contents,
      await partOf(changed.name, changed.mediaType, changed.bytes),
    ]);
    expect(failures(await check(spoiled))).toEqual(["container_hidden_bytes"]);
  });
});

describe("a bundle that somebody else made", () => {
  test("sealed by a stranger is refused", async () => {
    const report = await check(await makeBundle(made, parts, { key: stranger.signer }));
    expect(report.verdict).toBe("changed");
    expect(failures(report)).toContain("authority_untrusted");
  });

  test("with a letter that was not sent is refused, though it was sealed by us", async () => {
    const letter = await partOf(MEMBER.letter, "application/pdf", utf8("%PDF-1.7 another letter"));
    const report = await check(await makeBundle(made, [...without(MEMBER.letter), letter]));
    expect(failures(report)).toEqual(["document_unknown"]);
  });

  test("with a file under a name that no bundle has is refused", async () => {
    const stray = await partOf("notes.txt", "text/plain", utf8("The letter was never sent."));
    expect(failures(await check(await makeBundle(made, [...parts, stray])))).toEqual([
      "bundle_file_unknown",
    ]);
  });

  test("with an answer that the mailbox never gave is refused", async () => {
    const answer = await partOf("mailbox/09-publish-201.json", "application/json", utf8("{}"));
    expect(failures(await check(await makeBundle(made, [...parts, answer])))).toEqual([
      "mailbox_answer_unknown",
    ]);
  });
});

describe("a bundle, to other people's programs", () => {
  let directory: string;
  const run = (program: string, ...words: string[]) =>
    spawnSync(program, words, {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "bundle-"));
    await writeFile(join(directory, "bundle.asice"), bundle);
    await writeFile(join(directory, "seal-ca.pem"), made.keys.sealCaPem);
    run("unzip", "-q", "bundle.asice", "-d", "opened");
  });
  afterAll(() => rm(directory, { recursive: true }));

  test("is a ZIP like any other, with its kind in its first bytes", async () => {
    expect(run("unzip", "-t", "bundle.asice").stdout).toContain("No errors detected");
    const listed = run("unzip", "-Z1", "bundle.asice").stdout.trim().split("\n");
    expect(listed).toEqual([
      "mimetype",
      ...parts.map(({ name }) => name),
      "META-INF/ASiCManifest.xml",
      "META-INF/signature.p7s",
    ]);
    expect(new TextDecoder("latin1").decode(bundle.subarray(30, 69))).toBe(
      "mimetypeapplication/vnd.etsi.asic-e+zip",
    );
    expect(await readFile(join(directory, "opened", MEMBER.letter))).toEqual(
      Buffer.from(made.documents.letter),
    );
  });

  test("is sealed with CAdES, as openssl reads it", () => {
    const words = ["-inform", "DER", "-in", "opened/META-INF/signature.p7s", "-binary"];
    const content = ["-content", "opened/META-INF/ASiCManifest.xml", "-out", "/dev/null"];
    const verified = run(
      "openssl",
      "cms",
      "-verify",
      "-cades",
      ...words,
      ...content,
      "-CAfile",
      "seal-ca.pem",
    );
    expect(verified.stderr).toContain("CAdES Verification successful");
  });
});
