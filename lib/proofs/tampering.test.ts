import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  generateEcKeyPair,
  issueCertificate,
  toPem,
  type DistinguishedName,
} from "@/scripts/certificates";
import { stopTypst } from "@/lib/typst/compile";
import { layOutContainer, type ContainerEntry } from "./bundles/container";
import { readContainer, type ContainerFile } from "./bundles/container-reader";
import { crc32 } from "./bundles/container";
import { MEMBER, partOf, type BundlePart } from "./bundles/layout";
import { concatBytes, decodeUtf8, equalBytes, utf8, type Bytes } from "./bytes";
import { assembleNote, formatCheckpoint, logKeyId } from "./checkpoint";
import { evidencePayload } from "./evidence-writer";
import {
  makeBundle,
  makeBundleParts,
  makeFacts,
  makeProofInput,
  makeTestKeys,
  type TestKeys,
} from "./fixtures";
import { renderFinding } from "./findings/document";
import { findingFacts, makeFindingInput } from "./findings/fixtures";
import type { FindingInput } from "./findings/layout";
import type { FindingFacts } from "./findings/record";
import type { GivenFile } from "./given-files";
import { compactOf, sealEvidence, type SealingKey } from "./jws";
import { sealPdf } from "./pdf-seal";
import { renderProof } from "./proof-document";
import type { Report } from "./report";
import { evidenceLeafHash, formatTlogProof } from "./tlog-proof";
import type { Trust } from "./trust";
import { verifyFiles } from "./verify";

/**
 * What somebody may do to a proof, a thousand times over: none of it is answered "whole", and each is
 * answered with a reason. The same places each time, so that a failure can be looked at.
 */

const now = new Date();
/** Fewer than these, and the promise of a thousand is not kept. */
const LEAST = 1000;
let count = 0;

let made: Awaited<ReturnType<typeof makeProofInput>>;
let stranger: TestKeys;
let pdf: Bytes;
let parts: BundlePart[];
let bundle: Bytes;
let files: ContainerFile[];
let trust: Trust;

beforeAll(async () => {
  made = await makeProofInput();
  stranger = await makeTestKeys();
  const sealed = await sealPdf(
    await renderProof(made.input, now),
    made.keys.signer,
    made.stamping,
    now,
  );
  if (!sealed.ok) throw new Error("The proof was not sealed.");
  pdf = sealed.value.bytes;
  parts = await makeBundleParts(made, pdf);
  bundle = await makeBundle(made, parts);
  const read = readContainer(bundle);
  if (!read.ok) throw new Error(read.refusal);
  files = read.value;
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

const check = (given: readonly GivenFile[], anchors = trust, at = now) =>
  verifyFiles(given, { trust: anchors, now: at });

/** Not whole, and why: what failed, or what of it could not be told. */
function reasonsOf({ verdict, checks }: Report): string[] {
  expect(verdict).not.toBe("whole");
  const reasons = checks.flatMap(({ outcome, reason }) => (outcome === "failed" ? [reason] : []));
  return verdict === "changed" ? reasons : [verdict];
}

async function expectRefused(given: readonly GivenFile[], what: string, anchors = trust, at = now) {
  count += 1;
  const reasons = reasonsOf(await check(given, anchors, at));
  expect(reasons, what).not.toEqual([]);
  return reasons;
}

const asBundle = (bytes: Bytes): GivenFile[] => [{ name: "bundle.asice", bytes }];

function pieces() {
  const [first] = made.input.evidence;
  const { stamp, checkpoint } = made.input;
  if (!first || !stamp) throw new Error("There is no evidence.");
  return {
    evidence: first.evidence,
    logProof: first.logProof,
    stamp: { name: "checkpoint.tsr", bytes: stamp.token },
    checkpoint: { name: "checkpoint", bytes: checkpoint.note },
  };
}

/** A whole proof in pieces, with one of them exchanged. */
function piecesWith(changed: Partial<Record<keyof ReturnType<typeof pieces>, Bytes>>): GivenFile[] {
  return Object.entries(pieces()).map(([kind, { name, bytes }]) => ({
    name,
    bytes: changed[kind as keyof typeof changed] ?? bytes,
  }));
}

function flip(bytes: Bytes, bit: number): Bytes {
  const changed = bytes.slice();
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

/** So many bits, spread evenly and each at another place of its byte. */
function bitsOf(bytes: Bytes, wanted: number): number[] {
  const step = Math.max(1, bytes.length / wanted);
  return Array.from({ length: Math.min(wanted, bytes.length) }, (_, index) => {
    const at = Math.floor(index * step);
    return 8 * at + ((index * 3) % 8);
  });
}

describe("what is changed below is whole", () => {
  test("as pieces, as a PDF and as a bundle", async () => {
    expect((await check(Object.values(pieces()))).verdict).toBe("whole");
    expect((await check([{ name: "proof.pdf", bytes: pdf }])).verdict).toBe("whole");
    expect((await check(asBundle(bundle))).verdict).toBe("whole");
  });
});

describe("one flipped bit is refused", () => {
  test.each([
    ["evidence", 260],
    ["logProof", 110],
    ["checkpoint", 60],
    ["stamp", 100],
  ] as const)("in the %s", async (kind, wanted) => {
    const { bytes } = pieces()[kind];
    for (const bit of bitsOf(bytes, wanted)) {
      await expectRefused(piecesWith({ [kind]: flip(bytes, bit) }), `${kind}, bit ${bit}`);
    }
  });

  test("in the PDF", async () => {
    for (const bit of bitsOf(pdf, 80)) {
      await expectRefused([{ name: "proof.pdf", bytes: flip(pdf, bit) }], `PDF, bit ${bit}`);
    }
  });

  test("in the bundle, in every file of it and in what lies around them", async () => {
    const entries = files.map(({ name, bytes }) => entryOf(name, bytes));
    const { headers, tail } = layOutContainer(entries);
    let at = 0;
    for (const [index, { name, bytes }] of files.entries()) {
      const header = headers[index]?.length ?? 0;
      for (const offset of [7, 15, 20, 27, 30, header - 1, header, header + (bytes.length >> 1)]) {
        await expectRefused(asBundle(flip(bundle, 8 * (at + offset) + 2)), `${name}, ${offset}`);
      }
      at += header + bytes.length;
    }
    for (const bit of bitsOf(tail, 260)) {
      await expectRefused(asBundle(flip(bundle, 8 * at + bit)), `tail, bit ${bit}`);
    }
  });
});

function entryOf(name: string, bytes: Bytes): ContainerEntry {
  return { name, size: bytes.length, crc32: crc32(bytes) };
}

/** A well-formed ZIP of these files, whoever sealed what. */
function zip(given: readonly ContainerFile[]): Bytes {
  const { headers, tail } = layOutContainer(given.map(({ name, bytes }) => entryOf(name, bytes)));
  const body = given.flatMap(({ bytes }, index) => [headers[index] ?? new Uint8Array(), bytes]);
  return concatBytes(...body, tail);
}

describe("files of a bundle that were exchanged", () => {
  test("for one another are refused, whichever two", async () => {
    for (const [first, one] of files.entries()) {
      for (const [second, other] of files.entries()) {
        if (second <= first || (first + second) % 5) continue;
        const swapped = files.map(({ name, bytes }) => ({
          name,
          bytes: name === one.name ? other.bytes : name === other.name ? one.bytes : bytes,
        }));
        await expectRefused(asBundle(zip(swapped)), `${one.name} for ${other.name}`);
      }
    }
  });

  test("taken away, or named otherwise, are missed", async () => {
    for (const { name } of files) {
      await expectRefused(asBundle(zip(files.filter((file) => file.name !== name))), name);
      const renamed = files.map((file) =>
        file.name === name ? { ...file, name: `x${file.name}` } : file,
      );
      await expectRefused(asBundle(zip(renamed)), `x${name}`);
    }
  });

  test("laid in are seen", async () => {
    for (const name of ["letter2.pdf", "evidence/09-Reply.evidence.json", "log/checkpoint2"]) {
      const more = [...files, { name, bytes: utf8("more") }];
      expect(await expectRefused(asBundle(zip(more)), name)).toContain("bundle_file_unlisted");
    }
  });

  test("in another order are not as we write them", async () => {
    const [mediaType, ...rest] = files;
    if (!mediaType) throw new Error("The bundle is empty.");
    expect((await check(asBundle(zip([...rest, mediaType])))).verdict).not.toBe("whole");
    count += 1;
  });
});

describe("a ZIP that could be read in two ways", () => {
  const u16 = (value: number) => new Uint8Array([value & 255, value >> 8]);
  const end = () => bundle.subarray(bundle.length - 22);
  const directoryAt = () => new DataView(bundle.buffer).getUint32(bundle.length - 6, true);
  /** The bundle with other bytes at a place of its table of contents, counted from its start. */
  const inDirectory = (at: number, bytes: Uint8Array) => {
    const changed = bundle.slice();
    changed.set(bytes, directoryAt() + at);
    return changed;
  };
  const named = (name: string) =>
    zip(files.map((file) => (file.name === MEMBER.letter ? { ...file, name } : file)));

  test.each([
    ["with bytes before it", () => concatBytes(utf8("MZ"), bundle), "container_hidden_bytes"],
    ["with bytes behind it", () => concatBytes(bundle, utf8(" ")), "container_hidden_bytes"],
    ["with a second end", () => concatBytes(bundle, end()), "container_hidden_bytes"],
    ["with a second table of contents", () => twoDirectories(), "container_two_directories"],
    ["with a comment", () => commented(), "container_hidden_bytes"],
    ["cut off", () => bundle.slice(0, -30), "container_malformed"],
    ["of nothing", () => zip([]), "container_not_as_written"],
    ["asking for a password", () => inDirectory(8, u16(1)), "container_encrypted"],
    ["compressed", () => inDirectory(10, u16(8)), "container_packed"],
    ["that says it unpacks to gigabytes", () => bomb(), "container_packed"],
    ["with a name that climbs out", () => named("../letter.pdf"), "container_name_unsafe"],
    ["with an absolute name", () => named("/letter.pdf"), "container_name_unsafe"],
    ["with a drive in a name", () => named("c:letter.pdf"), "container_name_unsafe"],
    ["with a backslash in a name", () => named("a\\letter.pdf"), "container_name_unsafe"],
    ["with a name that ends early", () => named("letter.pdf\0.exe"), "container_name_unsafe"],
    ["with an empty folder in a name", () => named("a//letter.pdf"), "container_name_unsafe"],
    ["with the same name twice", () => named(MEMBER.proof), "container_name_twice"],
    ["with the same name in capitals", () => named("PROOF.PDF"), "container_name_twice"],
    ["with another checksum inside", () => headerChanged(14), "container_headers_differ"],
    ["with another size inside", () => headerChanged(18), "container_headers_differ"],
    ["with another name inside", () => headerChanged(31), "container_headers_differ"],
    ["with another date", () => inDirectory(14, u16(0x21 + 1)), "container_not_as_written"],
    ["with other rights", () => inDirectory(40, u16(0o777)), "container_not_as_written"],
    ["with more files than any", () => manyFiles(), "container_too_many"],
    ["with two files at one place", () => overlapping(), "container_overlaps"],
  ])("%s is refused", async (_, make, reason) => {
    const refused = await expectRefused(asBundle(make()), reason);
    expect(refused).toContain(reason);
  });

  function twoDirectories(): Bytes {
    const at = directoryAt();
    const directory = bundle.slice(at, bundle.length - 22);
    const last = end().slice();
    new DataView(last.buffer).setUint32(16, at + directory.length, true);
    return concatBytes(bundle.subarray(0, at), directory, directory, last);
  }

  function commented(): Bytes {
    const last = end().slice();
    last[20] = 3;
    return concatBytes(bundle.subarray(0, bundle.length - 22), last, utf8("hi!"));
  }

  function bomb(): Bytes {
    const changed = inDirectory(10, u16(8));
    changed.set(new Uint8Array([0, 0, 0, 0xf0]), directoryAt() + 24);
    return changed;
  }

  /** In the header of the first file itself, the table of contents left alone. */
  function headerChanged(at: number): Bytes {
    const changed = bundle.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  }

  function manyFiles(): Bytes {
    const changed = bundle.slice();
    changed.set(concatBytes(u16(30_000), u16(30_000)), bundle.length - 22 + 8);
    return changed;
  }

  function overlapping(): Bytes {
    const second = directoryAt() + 46 + "mimetype".length;
    const changed = bundle.slice();
    changed.set(new Uint8Array(4), second + 42);
    return changed;
  }
});

describe("evidence written in another way", () => {
  /** What JSON and base64 let one write differently, and this portal never does. */
  function variants(text: string): [string, string][] {
    const keys = ["payload", "protected", "signature"];
    const valueOf = (key: string) => new RegExp(`"${key}":"([^"]*)"`).exec(text)?.[1] ?? "";
    return [
      ...keys.map((key): [string, string] => [
        `${key} twice, the same`,
        text.replace(`"${key}":`, `"${key}":"${valueOf(key)}","${key}":`),
      ]),
      ...keys.map((key): [string, string] => [
        `${key} twice, another first`,
        text.replace(`"${key}":`, `"${key}":"AAAA","${key}":`),
      ]),
      ...keys.map((key): [string, string] => [
        `${key} twice, another last`,
        text.replace(/\}$/, `,"${key}":"AAAA"}`),
      ]),
      ...keys.flatMap((key): [string, string][] =>
        ["=", "==", " ", "\\n", "\\u0041"].map((tail) => [
          `${key} with ${tail} behind it`,
          text.replace(valueOf(key), `${valueOf(key)}${tail}`),
        ]),
      ),
      ...keys.map((key): [string, string] => [
        `${key} in the other alphabet`,
        text.replace(valueOf(key), valueOf(key).replaceAll("-", "+").replaceAll("_", "/") + "+"),
      ]),
      ...keys.map((key): [string, string] => [
        `${key} escaped`,
        text.replace(`"${key}"`, `"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}"`),
      ]),
      ["a space inside", text.replace(":", ": ")],
      ["a line end behind", `${text}\n`],
      ["a mark in front", `\uFEFF${text}`],
      ["a member more", text.replace(/\}$/, ',"x":1}')],
      ["a header that is empty", text.replace(/^\{/, '{"header":{},')],
      ["members in another order", reordered(text)],
    ];
  }

  function reordered(text: string): string {
    const members = JSON.parse(text) as Record<string, string>;
    return JSON.stringify(Object.fromEntries(Object.entries(members).reverse()));
  }

  test("is refused, though a looser reader would find the same in it", async () => {
    const text = decodeUtf8(pieces().evidence.bytes) ?? "";
    for (const [what, changed] of variants(text)) {
      expect(changed, what).not.toBe(text);
      await expectRefused(piecesWith({ evidence: utf8(changed) }), what);
    }
  });

  test("or with the last bits of its base64 turned, which many readers drop, is refused", async () => {
    const text = decodeUtf8(pieces().evidence.bytes) ?? "";
    const [, signature = ""] = /"signature":"([^"]*)"/.exec(text) ?? [];
    for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
      const changed = text.replace(signature, signature.slice(0, -1) + letter);
      if (changed !== text) await expectRefused(piecesWith({ evidence: utf8(changed) }), letter);
    }
  });
});

describe("a PDF with more in it than was sealed", () => {
  test.each([
    ["a line end", "\n"],
    ["a second end", "\n%%EOF\n"],
    ["a revision", "\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer\n<< >>\n%%EOF\n"],
    ["another range", "\n/ByteRange [0 10 20 30]\n%%EOF\n"],
    ["nothing but zeros", "\0\0\0\0"],
  ])("behind it: %s", async (what, more) => {
    const bytes = concatBytes(pdf, utf8(more));
    expect(await expectRefused([{ name: "proof.pdf", bytes }], what)).toContain("pdf_not_covered");
  });

  test("anywhere inside it", async () => {
    for (const bit of bitsOf(pdf, 40)) {
      const at = bit >> 3;
      const bytes = concatBytes(pdf.subarray(0, at), utf8(" "), pdf.subarray(at));
      await expectRefused([{ name: "proof.pdf", bytes }], `a space at ${at}`);
    }
  });
});

describe("whole pieces that do not belong together", () => {
  const facts = async (reference: string) => {
    const [first] = await makeFacts(made.documents);
    if (!first) throw new Error("There are no facts.");
    return { ...first, reference, evidenceId: "018f3c5e-0000-7000-8000-00000000ffff" };
  };

  test("another delivery's evidence, sealed by us, is refused with this delivery's log proof", async () => {
    const bytes = await sealEvidence(
      evidencePayload(await facts("MR-2026-09999/001")),
      made.keys.signer,
      now,
    );
    expect(await expectRefused(piecesWith({ evidence: bytes }), "another delivery")).toEqual([
      "log_proof_of_nothing_given",
    ]);
  });

  test("another delivery's evidence laid into a bundle is refused, whoever sealed the bundle", async () => {
    const bytes = await sealEvidence(
      evidencePayload(await facts("MR-2026-09999/001")),
      made.keys.signer,
      now,
    );
    const name = "evidence/09-SubmissionAcceptance.evidence.json";
    const more = await partOf(name, "application/jose+json", bytes);
    const given = asBundle(await makeBundle(made, [...parts, more]));
    expect(await expectRefused(given, "several")).toContain("bundle_of_several");
  });

  test("an evidence that is in no log is not whole", async () => {
    const { evidence } = pieces();
    expect(await expectRefused([evidence], "no log")).toEqual(["unchanged"]);
    const bytes = await sealEvidence(
      evidencePayload(await facts("MR-2026-01187/041")),
      made.keys.signer,
      now,
    );
    await expectRefused(piecesWith({ evidence: bytes }), "never logged");
  });

  test("a checkpoint of another log is refused, signed as it is", async () => {
    const { log, checkpoint } = made.input;
    const text = formatCheckpoint({ origin: stranger.logSigner.name, ...checkpoint });
    const signature = await stranger.logSigner.sign(text);
    const keyId = await logKeyId(stranger.logSigner);
    const note = assembleNote(text, [{ name: stranger.logSigner.name, keyId, signature }]);
    const reasons = await expectRefused(piecesWith({ checkpoint: note }), log.name);
    expect(reasons).toEqual(["checkpoint_key_unknown"]);
    const proof = (decodeUtf8(pieces().logProof.bytes) ?? "").replace(
      decodeUtf8(checkpoint.note) ?? "",
      decodeUtf8(note) ?? "",
    );
    const leading = piecesWith({ checkpoint: note, logProof: utf8(proof) });
    expect(await expectRefused(leading, "its proof too")).toContain("checkpoint_key_unknown");
  });

  test("evidence of what had not happened when it was stamped is refused, logged as it is", async () => {
    const [first] = await makeFacts(made.documents);
    if (first?.event !== "SubmissionAcceptance") throw new Error("There is no submission.");
    const aheadOf = async (milliseconds: number) => {
      const at = new Date(now.getTime() + milliseconds);
      const payload = evidencePayload({ ...first, at });
      return logAlone(await sealEvidence(payload, made.keys.signer, now));
    };
    expect((await check(await aheadOf(60_000))).verdict).toBe("whole");
    expect(await expectRefused(await aheadOf(86_400_000), "in advance")).toEqual([
      "event_after_stamp",
    ]);
  });

  /** The only entry of a log of ours, stamped. */
  async function logAlone(bytes: Bytes): Promise<GivenFile[]> {
    const { logSigner } = made.keys;
    const salt = new Uint8Array(32).fill(9);
    const root = await evidenceLeafHash(salt, compactOf(bytes));
    const text = formatCheckpoint({ origin: logSigner.name, size: 1, root });
    const signature = await logSigner.sign(text);
    const keyId = await logKeyId(logSigner);
    const checkpoint = assembleNote(text, [{ name: logSigner.name, keyId, signature }]);
    const proof = { salt, index: 0, hashes: [], checkpoint };
    return [
      { name: "01.evidence.json", bytes },
      { name: "01.tlog-proof", bytes: formatTlogProof(proof) },
      { name: "checkpoint.tsr", bytes: await made.authority.stamp(checkpoint) },
    ];
  }

  test("a stamp of something else is refused, genuine as it is", async () => {
    for (const what of ["something else", "", decodeUtf8(pieces().checkpoint.bytes.slice(0, -1))]) {
      const bytes = await made.authority.stamp(utf8(what ?? ""));
      expect(await expectRefused(piecesWith({ stamp: bytes }), String(what))).toContain(
        "timestamp_of_other_bytes",
      );
    }
  });

  test("a seal whose certificate has ended is refused where no stamp tells that it held", async () => {
    const { key, authorityPem } = await endedSeal();
    const payload = evidencePayload(await facts("MR-2026-01187/041"));
    const anchors = { ...trust, sealCa: [authorityPem] };
    // The time in a seal is what its sealer writes, who may have kept the key.
    for (const claimedAt of [now, new Date(now.getTime() - 500 * 86_400_000)]) {
      const bytes = await sealEvidence(payload, key, claimedAt);
      const given = [{ name: "01.evidence.json", bytes }];
      expect(await expectRefused(given, "ended", anchors)).toEqual(["certificate_expired"]);
    }
    const unstamped = await makeBundle(made, parts, { key, isStamped: false });
    const both = { ...trust, sealCa: [authorityPem, made.keys.sealCaPem] };
    const refused = await expectRefused(asBundle(unstamped), "ended bundle", both);
    expect(refused).toContain("certificate_expired");
  });
});

/** A seal that ended a year ago. */
async function endedSeal(): Promise<{ key: SealingKey; authorityPem: string }> {
  const [authority, seal] = [await generateEcKeyPair(), await generateEcKeyPair()];
  const name: DistinguishedName = [["commonName", "Authority of short seals"]];
  const day = 86_400_000;
  const common = { issuer: { name, ...authority }, years: 1 };
  const root = await issueCertificate({
    ...common,
    subject: name,
    publicKey: authority.publicKey,
    usage: "authority",
    notBefore: new Date(now.getTime() - 800 * day),
    years: 5,
  });
  const leaf = await issueCertificate({
    ...common,
    subject: [["organizationIdentifier", "NTRBE-0000000097"]],
    publicKey: seal.publicKey,
    usage: "seal",
    notBefore: new Date(now.getTime() - 730 * day),
  });
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return {
    authorityPem: toPem("CERTIFICATE", root),
    key: {
      certificateChain: [new Uint8Array(leaf), new Uint8Array(root)],
      sign: async (bytes: Bytes) =>
        new Uint8Array(await crypto.subtle.sign(algorithm, seal.privateKey, bytes)),
    },
  };
}

describe("a certificate of what the log contains", () => {
  type Made = Awaited<ReturnType<typeof makeFindingInput>>;
  let facts: FindingFacts;
  let finding: Made;

  beforeAll(async () => {
    facts = await findingFacts(made);
    finding = await makeFindingInput(made, facts);
  });

  /** The certificate in pieces: the statement, its proof and stamp, and the evidence that it names. */
  const filesOf = (input: Made): GivenFile[] => [
    input.statement,
    input.logProof,
    { name: "checkpoint.tsr", bytes: input.stamp?.token ?? new Uint8Array() },
    ...input.evidence,
  ];
  const without = (input: Made, name: string) =>
    filesOf(input).filter((file) => file.name !== name);
  const replaced = (input: Made, name: string, bytes: Bytes) =>
    filesOf(input).map((file) => (file.name === name ? { name, bytes } : file));
  const NAME = "certificate.finding.json";
  const outcomes = ({ checks }: Report) =>
    Object.fromEntries(
      checks.flatMap(({ code, outcome }) => (code.startsWith("finding") ? [[code, outcome]] : [])),
    );
  /** The statement with other words in it, and the seal as it was. */
  function reworded(change: (payload: string) => string): Bytes {
    const file = JSON.parse(decodeUtf8(finding.statement.bytes) ?? "") as Record<string, string>;
    const payload = Buffer.from(file.payload ?? "", "base64url").toString("utf8");
    expect(change(payload)).not.toBe(payload);
    const changed = Buffer.from(change(payload)).toString("base64url");
    return utf8(JSON.stringify({ ...file, payload: changed }));
  }

  function dropped(payload: string): string {
    const record = JSON.parse(payload) as FindingInput["record"];
    record.Extensions.Extension[0].Deliveries = [];
    return JSON.stringify(record);
  }

  test("is whole in pieces, and says what is its signer's word", async () => {
    const report = await check(filesOf(finding));
    expect(report.verdict).toBe("whole");
    expect(outcomes(report)).toEqual({
      finding_seal: "proved",
      finding_state: "proved",
      finding_deliveries: "proved",
      finding_complete: "not_checked",
    });
    expect(report.findings).toMatchObject([
      {
        number: "09030301409",
        fromDay: "2026-11-01",
        deliveries: [{ reference: facts.deliveries[0]?.reference }],
      },
    ]);
  });

  test("is whole as a sealed PDF, and its changed bytes are refused", async () => {
    const { language, portalUrl, log, seal } = made.input;
    const input: FindingInput = { ...finding, language, portalUrl, log, seal };
    const rendered = await renderFinding(input, now);
    const sealed = await sealPdf(rendered, made.keys.signer, made.stamping, now);
    if (!sealed.ok) throw new Error("The certificate was not sealed.");
    const { bytes } = sealed.value;
    const report = await check([{ name: "certificate.pdf", bytes }]);
    expect(report.verdict).toBe("whole");
    expect(report.findings).toHaveLength(1);
    for (const bit of bitsOf(bytes, 20)) {
      await expectRefused(
        [{ name: "certificate.pdf", bytes: flip(bytes, bit) }],
        `PDF, bit ${bit}`,
      );
    }
    const unsealed = await expectRefused(
      [{ name: "certificate.pdf", bytes: rendered }],
      "unsealed",
    );
    expect(unsealed).toContain("pdf_not_sealed");
    const other = await sealPdf(rendered, stranger.signer, made.stamping, now);
    if (!other.ok) throw new Error("The certificate was not sealed.");
    const given = [{ name: "certificate.pdf", bytes: other.value.bytes }];
    expect(await expectRefused(given, "a stranger's seal")).toContain("authority_untrusted");
  });

  test("saying that there is nothing needs no evidence, for somebody the portal does not know", async () => {
    const recipient = { kind: "citizen" as const, number: "01010100123", name: null };
    const none = await makeFindingInput(made, { ...facts, recipient, deliveries: [] });
    const alone = { ...none, evidence: [] };
    const report = await check(filesOf(alone));
    expect(report.verdict).toBe("whole");
    expect(report.findings).toMatchObject([{ recipient: null, deliveries: [] }]);
    // Evidence of somebody else beside it contradicts nothing.
    expect((await check(filesOf(none))).verdict).toBe("whole");
  });

  test("with one flipped bit is refused, wherever", async () => {
    for (const bit of bitsOf(finding.statement.bytes, 60)) {
      await expectRefused(
        replaced(finding, NAME, flip(finding.statement.bytes, bit)),
        `bit ${bit}`,
      );
    }
  });

  test.each([
    ["a changed list", (text: string) => text.replace("Afvalbelasting", "Parkeerheffing")],
    ["a dropped delivery", dropped],
    ["another recipient", (text: string) => text.replaceAll("09030301409", "08040901112")],
  ])("with %s does not fit its seal", async (what, change) => {
    const reasons = await expectRefused(replaced(finding, NAME, reworded(change)), what);
    expect(reasons).toContain("seal_signature_wrong");
  });

  test.each([
    ["another period", (text: string) => text.replace("2026-11-15", "2026-11-14")],
    [
      "a delivery outside its period",
      (text: string) =>
        text.replace('"SubmissionTime":"2026-11-02', '"SubmissionTime":"2026-12-02'),
    ],
    ["another size of the log", (text: string) => text.replace('"Size":4', '"Size":5')],
    [
      "evidence beyond that state",
      (text: string) => text.replace('"LeafIndex":3', '"LeafIndex":7'),
    ],
  ])("with %s contradicts itself", async (what, change) => {
    const reasons = await expectRefused(replaced(finding, NAME, reworded(change)), what);
    expect(reasons).toContain("finding_malformed");
  });

  test("that leaves a delivery out is refuted by that delivery's evidence, sealed by us as it is", async () => {
    const none = await makeFindingInput(made, { ...facts, deliveries: [] });
    expect(await expectRefused(filesOf(none), "left out")).toEqual(["finding_leaves_out"]);
    const [delivery] = facts.deliveries;
    if (!delivery) throw new Error("There is no delivery.");
    const fewer = { ...delivery, evidence: delivery.evidence.slice(0, 2) };
    const short = await makeFindingInput(made, { ...facts, deliveries: [fewer] });
    expect(await expectRefused(filesOf(short), "a fact left out")).toEqual(["finding_leaves_out"]);
  });

  test("that names an evidence otherwise than it is, is refused", async () => {
    const [delivery] = facts.deliveries;
    const [first, ...rest] = delivery?.evidence ?? [];
    if (!delivery || !first) throw new Error("There is no evidence.");
    const evidence = [{ ...first, sha256: new Uint8Array(32) }, ...rest];
    const changed = await makeFindingInput(made, {
      ...facts,
      deliveries: [{ ...delivery, evidence }],
    });
    expect(await expectRefused(filesOf(changed), "digest")).toEqual(["finding_evidence_differs"]);
    const renamed = { ...delivery, reference: "MR-2026-09999/001" };
    const other = await makeFindingInput(made, { ...facts, deliveries: [renamed] });
    expect(await expectRefused(filesOf(other), "reference")).toEqual(["finding_evidence_differs"]);
  });

  test("without the evidence that it names tells so, and fails nothing", async () => {
    const [evidence] = made.input.evidence;
    const report = await check(
      without(finding, evidence?.evidence.name ?? "").filter(
        ({ name }) => name !== evidence?.logProof.name,
      ),
    );
    expect(outcomes(report).finding_deliveries).toBe("not_checked");
    expect(report.verdict).toBe("whole");
  });

  test("that was never logged is not whole", async () => {
    const alone = filesOf(finding).filter(
      ({ name }) => name !== "certificate.tlog-proof" && name !== "checkpoint.tsr",
    );
    expect(await expectRefused(alone, "no proof")).toEqual(["unchanged"]);
    const other = await makeFindingInput(made, { ...facts, purpose: "Iets anders" });
    const given = replaced(finding, NAME, other.statement.bytes);
    expect(await expectRefused(given, "another's proof")).toContain("log_proof_of_nothing_given");
  });

  test("entered in the log before the state that it tells of is refused", async () => {
    const early = await makeFindingInput(made, facts, { isBeforeState: true });
    expect(await expectRefused(filesOf(early), "early")).toContain("finding_before_state");
  });

  test("about another log is refused, signed and stamped as that log is", async () => {
    const { logSigner } = stranger;
    const { size, root } = facts.log;
    const text = formatCheckpoint({ origin: logSigner.name, size, root });
    const signature = await logSigner.sign(text);
    const keyId = await logKeyId(logSigner);
    const note = assembleNote(text, [{ name: logSigner.name, keyId, signature }]);
    const token = await made.authority.stamp(note);
    const log = { ...facts.log, origin: logSigner.name, note, token };
    const other = await makeFindingInput(made, { ...facts, log });
    expect(await expectRefused(filesOf(other), "another log")).toContain("checkpoint_key_unknown");
  });

  test("sealed by a stranger is refused", async () => {
    const theirs = await makeFindingInput(made, facts, { key: stranger.signer });
    expect(await expectRefused(filesOf(theirs), "a stranger")).toContain("authority_untrusted");
  });
});

describe("all of this", () => {
  test("is a thousand changes and more, none of them answered whole", () => {
    expect(equalBytes(bundle, zip(files))).toBe(true);
    expect(count).toBeGreaterThanOrEqual(LEAST);
  });
});
