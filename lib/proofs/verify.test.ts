import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTimestampClient } from "@/lib/gateways/timestamp";
import { smallPdf } from "@/e2e/fixtures/pdf";
import {
  generateEcKeyPair,
  issueCertificate,
  toPem,
  type CertificateOrder,
  type DistinguishedName,
} from "@/scripts/certificates";
import { stopTypst } from "@/lib/typst/compile";
import { concatBytes, utf8, type Bytes } from "./bytes";
import { parsePemCertificates } from "./certificate";
import { assembleNote, formatCheckpoint } from "./checkpoint";
import { addCosignatures } from "./cosignature";
import { findingFacts, makeFindingInput } from "./findings/fixtures";
import { evidencePayload } from "./evidence-writer";
import {
  makeFacts,
  makeProofInput,
  makeTestAuthority,
  makeTestKeys,
  makeTestWitness,
  replyText,
  type TestKeys,
} from "./fixtures";
import { sealEvidence, type SealingKey } from "./jws";
import { sealPdf } from "./pdf-seal";
import { renderProof } from "./proof-document";
import type { CheckCode, Report } from "./report";
import type { GivenFile } from "./given-files";
import type { Trust } from "./trust";
import { verifyFiles } from "./verify";

let made: Awaited<ReturnType<typeof makeProofInput>>;
let stranger: TestKeys;
let unsealed: Bytes;
let pdf: Bytes;
let trust: Trust;
const now = new Date();

beforeAll(async () => {
  made = await makeProofInput();
  stranger = await makeTestKeys();
  const { keys, authority, input } = made;
  const listening = await authority.listen();
  const timestamp = openTimestampClient({ url: listening.url });
  unsealed = await renderProof(input, now);
  const sealed = await sealPdf(unsealed, keys.signer, timestamp.stamp, now);
  await listening.close();
  if (!sealed.ok) throw new Error(sealed.refusal.code);
  pdf = sealed.value.bytes;
  trust = { sealCa: [keys.sealCaPem], timestampCa: [authority.caPem], logKey: input.log.key };
});
afterAll(async () => {
  await made.remove();
  await stranger.remove();
  await stopTypst();
});

/** The evidence of sending and its log proof, the time stamp and the log's key: as files. */
function pieces(): Record<"evidence" | "logProof" | "stamp" | "key", GivenFile> {
  const [first] = made.input.evidence;
  const { stamp, log } = made.input;
  if (!first || !stamp) throw new Error("There is no evidence.");
  return {
    evidence: first.evidence,
    logProof: first.logProof,
    stamp: { name: "checkpoint.tsr", bytes: stamp.token },
    key: { name: "key", bytes: utf8(`${log.key}\n`) },
  };
}

const check = (files: GivenFile[], given: Trust = trust) =>
  verifyFiles(files, { trust: given, now });

const outcomes = (report: Report, code: CheckCode) =>
  report.checks.filter((candidate) => candidate.code === code).map(({ outcome }) => outcome);

const reasons = (report: Report) =>
  report.checks.filter(({ outcome }) => outcome === "failed").map(({ reason }) => reason);

function flip(bytes: Bytes, bit: number): Bytes {
  const changed = bytes.slice();
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

describe("a whole proof", () => {
  test("as evidence, log proof, stamp and letter is proved through and through", async () => {
    const { evidence, logProof, stamp } = pieces();
    const letter = { name: "brief van de stad.pdf", bytes: made.documents.letter };
    const report = await check([evidence, logProof, stamp, letter]);
    expect([report.verdict, report.gaps]).toEqual(["whole", []]);
    for (const code of [
      "evidence_seal",
      "seal_certificate",
      "seal_trust",
      "log_entry",
      "checkpoint_signature",
      "log_trust",
      "checkpoint_stamp",
      "stamp_trust",
    ] as const) {
      expect(outcomes(report, code), code).toEqual(["proved"]);
    }
    expect(outcomes(report, "document")).toEqual(["proved", "not_checked"]);
    expect(outcomes(report, "revocation")).toEqual(["not_checked"]);
  });

  test("as one sealed PDF brings everything along", async () => {
    const report = await check([{ name: "proof.pdf", bytes: pdf }]);
    expect(report.verdict).toBe("whole");
    expect(outcomes(report, "pdf_seal")).toEqual(["proved"]);
    expect(outcomes(report, "pdf_stamp")).toEqual(["proved"]);
    expect(outcomes(report, "evidence_seal")).toEqual(["proved", "proved", "proved", "proved"]);
    expect(outcomes(report, "log_entry")).toEqual(["proved", "proved", "proved", "proved"]);
  });

  test("tells the delivery and its three moments apart", async () => {
    const { deliveries } = await check([{ name: "proof.pdf", bytes: pdf }]);
    expect(deliveries).toMatchObject([
      {
        reference: "MR-2026-01187/041",
        organisation: "Stad Maanrode",
        recipient: "Siobhán O'Neill-Van den Bossche 王",
        deliveryChoice: "registered_with_acknowledgement",
        sent: { at: "2026-11-02T13:03:07.000Z" },
        madeAvailable: { at: "2026-11-02T13:03:08.000Z" },
        firstOpened: {
          at: null,
          between: { from: "2026-11-03T09:04:30.000Z", to: "2026-11-03T09:14:30.000Z" },
        },
        others: [{ event: "Reply" }],
      },
    ]);
  });

  test("given with a log proof to a later state of the log is whole, stamped or not", async () => {
    const { evidence, logProof } = pieces();
    // Behind this delivery's evidence the log grew by a certificate; that state brings no stamp along.
    const later = await makeFindingInput(made, await findingFacts(made));
    const proof = later.evidence.find(({ name }) => name === logProof.name);
    const again = { name: "later.tlog-proof", bytes: proof?.bytes ?? new Uint8Array() };
    const file = { name: "proof.pdf", bytes: pdf };
    for (const files of [
      [again, evidence, file],
      [file, evidence, again],
    ]) {
      const report = await check(files);
      expect([report.verdict, reasons(report)]).toEqual(["whole", []]);
      expect(outcomes(report, "log_entry")).toHaveLength(5);
      expect(outcomes(report, "checkpoint_stamp").toSorted()).toEqual(["not_checked", "proved"]);
    }
  });

  test("tells what the recipient answered with from what was sent", async () => {
    const reply = { name: "reply.txt", bytes: replyText };
    const report = await check([{ name: "proof.pdf", bytes: pdf }, reply]);
    expect(report.verdict).toBe("whole");
    expect(outcomes(report, "received_document")).toEqual(["proved"]);
    expect(outcomes(report, "document")).toEqual(["not_checked", "not_checked"]);
  });

  test("given together with its own parts is not counted twice", async () => {
    const { evidence, logProof, stamp, key } = pieces();
    const report = await check([{ name: "proof.pdf", bytes: pdf }, evidence, logProof, stamp, key]);
    expect(report.verdict).toBe("whole");
    expect(outcomes(report, "evidence_seal")).toHaveLength(4);
    expect(outcomes(report, "checkpoint_signature")).toHaveLength(1);
  });
});

describe("a proof that nothing was changed in, but that could be anybody's", () => {
  test("is not whole as long as one trusts nobody", async () => {
    const report = await check([{ name: "proof.pdf", bytes: pdf }], {});
    expect([report.verdict, report.gaps]).toEqual(["unchanged", ["seal", "log", "stamp"]]);
    expect(outcomes(report, "seal_trust")).toEqual(Array.from({ length: 5 }, () => "not_checked"));
    expect(outcomes(report, "log_trust")).toEqual(["not_checked"]);
    const sealer = report.checks.find(({ code }) => code === "seal_trust");
    expect(sealer?.detail.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["seal", "sealCa"],
    ["log", "logKey"],
    ["stamp", "timestampCa"],
  ] as const)("is not whole without somebody to trust for the %s", async (gap, anchor) => {
    const rest = Object.fromEntries(Object.entries(trust).filter(([name]) => name !== anchor));
    const report = await check([{ name: "proof.pdf", bytes: pdf }], rest);
    expect([report.verdict, report.gaps]).toEqual(["unchanged", [gap]]);
  });

  test("is not whole as evidence alone, which may stand in no log", async () => {
    const report = await check([pieces().evidence]);
    expect([report.verdict, report.gaps]).toEqual(["unchanged", ["log", "stamp"]]);
    expect(outcomes(report, "log_entry")).toEqual(["not_checked"]);
  });

  test("is not whole while its place in the log is not time-stamped", async () => {
    const { evidence, logProof } = pieces();
    const report = await check([evidence, logProof]);
    expect([report.verdict, report.gaps]).toEqual(["unchanged", ["stamp"]]);
  });

  test("is not whole as a PDF that another holder of the same authority's seal wrapped around it", async () => {
    const other = await sealOfAnother();
    const sealed = await sealPdf(unsealed, other, null, now);
    if (!sealed.ok) throw new Error("It was not sealed.");
    const anchors = { ...trust, sealCa: [...(trust.sealCa ?? []), other.authorityPem] };
    const report = await check([{ name: "proof.pdf", bytes: sealed.value.bytes }], anchors);
    expect([report.verdict, report.gaps]).toEqual(["unchanged", ["seal"]]);
    expect(report.checks.map(({ reason }) => reason)).toContain("sealer_differs");
  });

  test("is refused when its seal is a key for connections", async () => {
    const [facts] = await makeFacts(made.documents);
    if (!facts) throw new Error("There are no facts.");
    const other = await sealOfAnother({ extendedKeyUsage: "clientAuthentication" });
    const bytes = await sealEvidence(evidencePayload(facts), other, now);
    const anchors = { ...trust, sealCa: [other.authorityPem] };
    const report = await check([{ name: "01.evidence.json", bytes }], anchors);
    expect([report.verdict, reasons(report)]).toEqual(["changed", ["certificate_not_for_seals"]]);
  });
});

/** A seal of another organisation, from an authority of its own. */
async function sealOfAnother(order: Partial<CertificateOrder> = {}) {
  const [authority, seal] = [await generateEcKeyPair(), await generateEcKeyPair()];
  const name: DistinguishedName = [["commonName", "Authority of many seals"]];
  const common = {
    issuer: { name, ...authority },
    notBefore: new Date(now.getTime() - 3_600_000),
    years: 1,
  };
  const root = await issueCertificate({
    ...common,
    subject: name,
    publicKey: authority.publicKey,
    usage: "authority",
  });
  const leaf = await issueCertificate({
    ...common,
    subject: [["organizationIdentifier", "NTRBE-0000000196"]],
    publicKey: seal.publicKey,
    usage: "seal",
    ...order,
  });
  return {
    authorityPem: toPem("CERTIFICATE", root),
    certificateChain: [new Uint8Array(leaf), new Uint8Array(root)],
    sign: async (bytes: Bytes) =>
      new Uint8Array(
        await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, seal.privateKey, bytes),
      ),
  };
}

describe("a document that looks like a proof", () => {
  async function withAttachment(bytes: Bytes) {
    const [facts] = await makeFacts({ letter: made.documents.letter, attachment: bytes });
    if (!facts) throw new Error("There are no facts.");
    const sealed = await sealEvidence(evidencePayload(facts), made.keys.signer, now);
    return { name: "01.evidence.json", bytes: sealed };
  }

  test("because somebody else signed it, is the attachment that was sent", async () => {
    const contract = await sealPdf(smallPdf(), stranger.signer, null, now);
    if (!contract.ok) throw new Error("It was not sealed.");
    const { bytes } = contract.value;
    const report = await check([await withAttachment(bytes), { name: "contract.pdf", bytes }]);
    expect(reasons(report)).toEqual([]);
    expect(outcomes(report, "document")).toEqual(["proved", "not_checked"]);
    expect(outcomes(report, "pdf_seal")).toEqual([]);
  });

  test("because it is one, of another delivery, is the attachment that was sent", async () => {
    const report = await check([await withAttachment(pdf), { name: "earlier.pdf", bytes: pdf }]);
    expect(reasons(report)).toEqual([]);
    expect(outcomes(report, "pdf_seal")).toEqual([]);
    expect(outcomes(report, "evidence_seal")).toEqual(["proved"]);
  });

  test("signed by somebody else and sent by nobody, is not one of ours", async () => {
    const contract = await sealPdf(smallPdf(), stranger.signer, null, now);
    if (!contract.ok) throw new Error("It was not sealed.");
    const file = { name: "contract.pdf", bytes: contract.value.bytes };
    expect((await check([file])).verdict).toBe("cannot_tell");
    expect(reasons(await check([pieces().evidence, file]))).toEqual(["document_unknown"]);
  });

  test("whose seal was taken away is refused as what it is", async () => {
    const report = await check([{ name: "proof.pdf", bytes: unsealed }]);
    expect([report.verdict, reasons(report)]).toEqual(["changed", ["pdf_not_sealed"]]);
  });
});

describe("what is not a whole proof", () => {
  test("a document that was not sent is told from those that were", async () => {
    const other = { name: "letter.pdf", bytes: concatBytes(made.documents.letter, utf8(" ")) };
    const report = await check([pieces().evidence, other]);
    expect([report.verdict, reasons(report)]).toEqual(["changed", ["document_unknown"]]);
  });

  test("a document alone tells nothing", async () => {
    const report = await check([{ name: "letter.pdf", bytes: made.documents.letter }]);
    expect([report.verdict, reasons(report)]).toEqual(["cannot_tell", []]);
  });

  test("no files at all tell nothing", async () => {
    expect((await check([])).verdict).toBe("cannot_tell");
  });

  test("the log proof of another evidence is refused", async () => {
    const [, second] = made.input.evidence;
    const report = await check([pieces().evidence, second?.logProof ?? pieces().logProof]);
    expect([report.verdict, reasons(report)]).toEqual(["changed", ["log_proof_of_nothing_given"]]);
  });

  test("a time stamp over something else is refused", async () => {
    const { evidence, logProof } = pieces();
    const bytes = await made.authority.stamp(utf8("something else"));
    const report = await check([evidence, logProof, { name: "checkpoint.tsr", bytes }]);
    expect(reasons(report)).toEqual(["timestamp_of_other_bytes"]);
  });

  test("seals, stamps and logs of strangers are refused once one says whom one trusts", async () => {
    const { evidence, logProof } = pieces();
    expect(reasons(await check([evidence], { ...trust, sealCa: [stranger.sealCaPem] }))).toEqual([
      "authority_untrusted",
    ]);
    const otherLog = "portal.example/log+2aaa3a7b+AQ==";
    await expect(check([evidence], { logKey: otherLog })).rejects.toThrow("log key");
    const report = await check([evidence, logProof, pieces().stamp], {
      ...trust,
      timestampCa: [stranger.sealCaPem],
    });
    expect(reasons(report)).toEqual(["authority_untrusted"]);
  });

  test("bytes after the end of a PDF are refused", async () => {
    const bytes = concatBytes(pdf, utf8("\n%%EOF\n"));
    expect(reasons(await check([{ name: "proof.pdf", bytes }]))).toEqual(["pdf_not_covered"]);
  });

  test("a signature written in other letters, or with something in its padding, is refused", async () => {
    const text = new TextDecoder("latin1").decode(pdf);
    const contents = text.indexOf("/Contents <3082") + "/Contents <".length;
    const padding = text.indexOf("0000>", contents);
    const letter = text.slice(contents).search(/[A-F]/) + contents;
    for (const [at, character] of [
      [letter, text.charAt(letter).toLowerCase()],
      [padding, "1"],
      [padding + 3, " "],
    ] as const) {
      const bytes = pdf.slice();
      bytes[at] = character.charCodeAt(0);
      expect(reasons(await check([{ name: "proof.pdf", bytes }]))).toEqual(["pdf_malformed"]);
    }
  });
});

describe("a forgery under the names of those one trusts", () => {
  /** The forger's own certificates, with the real authority's laid between them. */
  function forgersKey(): SealingKey {
    const [leaf = new Uint8Array()] = stranger.signer.certificateChain;
    const [real] = parsePemCertificates(made.keys.sealCaPem) ?? [];
    const [forged] = parsePemCertificates(stranger.sealCaPem) ?? [];
    if (!real || !forged) throw new Error("There are no authorities.");
    expect(forged.subject).toEqual(real.subject);
    return { certificateChain: [leaf, real.der, forged.der], sign: stranger.signer.sign };
  }

  test("of an evidence is refused", async () => {
    const [facts] = await makeFacts(made.documents);
    if (!facts) throw new Error("There are no facts.");
    const bytes = await sealEvidence(evidencePayload(facts), forgersKey(), now);
    const report = await check([{ name: "01.evidence.json", bytes }]);
    expect([report.verdict, reasons(report)]).toEqual(["changed", ["authority_untrusted"]]);
  });

  test("of a sealed PDF is refused", async () => {
    const sealed = await sealPdf(unsealed, forgersKey(), null, now);
    if (!sealed.ok) throw new Error("It was not sealed.");
    const report = await check([{ name: "proof.pdf", bytes: sealed.value.bytes }]);
    expect(report.verdict).toBe("changed");
    expect(reasons(report)).toContain("authority_untrusted");
  });

  test("of a time stamp is refused, so that nothing is back-dated", async () => {
    const forger = await makeTestAuthority();
    const chain = join(forger.directory, "ca.pem");
    await writeFile(chain, made.authority.caPem + (await readFile(chain, "utf8")));
    const { evidence, logProof } = pieces();
    const bytes = await forger.stamp(made.input.checkpoint.note);
    await forger.remove();
    const report = await check([evidence, logProof, { name: "checkpoint.tsr", bytes }]);
    expect([report.verdict, reasons(report)]).toEqual(["changed", ["authority_untrusted"]]);
  });
});

describe("one flipped bit", () => {
  test("anywhere in an evidence with its log proof is seen", async () => {
    const { evidence, logProof, stamp } = pieces();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (position, inProof) => {
        const target = inProof ? logProof : evidence;
        const bytes = flip(target.bytes, position % (target.bytes.length * 8));
        const changed = { ...target, bytes };
        const files = inProof ? [evidence, changed, stamp] : [changed, logProof, stamp];
        expect((await check(files)).verdict).not.toBe("whole");
      }),
      { numRuns: 300 },
    );
  });

  test("in any byte of a log proof is seen", async () => {
    const { evidence, logProof } = pieces();
    for (const index of logProof.bytes.keys()) {
      const bytes = flip(logProof.bytes, index * 8 + ((index * 3) % 8));
      const report = await check([evidence, { ...logProof, bytes }]);
      expect(report.verdict, `byte ${index}`).toBe("changed");
    }
  });

  test("anywhere in a sealed PDF is seen, outside and inside the signature", async () => {
    const text = new TextDecoder("latin1").decode(pdf);
    const start = text.indexOf("/Contents <3082");
    const end = text.indexOf("0000>", start);
    const anywhere = fc.nat(pdf.length * 8 - 1);
    const inSignature = fc.integer({ min: start * 8, max: end * 8 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(anywhere, inSignature), async (bit) => {
        const report = await check([{ name: "proof.pdf", bytes: flip(pdf, bit) }]);
        expect(report.verdict).not.toBe("whole");
      }),
      { numRuns: 300 },
    );
  });

  test("in a time stamp's token is seen", async () => {
    const { evidence, logProof, stamp } = pieces();
    await fc.assert(
      fc.asyncProperty(fc.nat(stamp.bytes.length * 8 - 1), async (bit) => {
        const changed = { ...stamp, bytes: flip(stamp.bytes, bit) };
        expect((await check([evidence, logProof, changed])).verdict).toBe("changed");
      }),
      { numRuns: 200 },
    );
  });
});

describe("witnesses", () => {
  /** The same log proof, as it is handed out once these lines stand under its checkpoint. */
  const withLines = (lines: string[]): GivenFile => {
    const { logProof } = pieces();
    return { ...logProof, bytes: addCosignatures(logProof.bytes, lines) };
  };
  const witnessChecks = ({ checks }: Report) =>
    checks.flatMap(({ code, outcome, reason, detail }) =>
      code === "witnesses" ? [{ outcome, reason, names: detail.witnesses }] : [],
    );
  const check = (logProof: GivenFile, witnessKeys: string[]) => {
    const { evidence, stamp } = pieces();
    const documents = [
      { name: "letter.pdf", bytes: made.documents.letter },
      { name: "tarief.pdf", bytes: made.documents.attachment },
    ];
    return verifyFiles([evidence, logProof, stamp, ...documents], {
      now,
      trust: { ...trust, witnessKeys },
    });
  };

  test("that one trusts are named, and the stamp over the log's own note still holds", async () => {
    const [one, other] = [await makeTestWitness("one"), await makeTestWitness("other")];
    const { note } = made.input.checkpoint;
    const lines = [await one.cosign(note, now), await other.cosign(note, now)];
    const both = await check(withLines(lines), [`${one.line} https://one.example`, other.line]);
    expect(both.verdict).toBe("whole");
    expect(witnessChecks(both)).toEqual([{ outcome: "proved", reason: null, names: "one, other" }]);
    const single = await check(withLines(lines), [other.line]);
    expect(witnessChecks(single)).toEqual([{ outcome: "proved", reason: null, names: "other" }]);
  });

  test("that one does not know are passed over, and none at all is no fault", async () => {
    const one = await makeTestWitness("one");
    const unknown = await check(withLines([await one.cosign(made.input.checkpoint.note, now)]), []);
    expect(unknown.verdict).toBe("whole");
    expect(witnessChecks(unknown)).toEqual([
      { outcome: "not_checked", reason: "trust_not_given", names: undefined },
    ]);
    const none = await check(pieces().logProof, [one.line]);
    expect(none.verdict).toBe("whole");
    expect(witnessChecks(none)).toEqual([]);
  });

  test("that one trusts and whose line is over another state refuse the whole", async () => {
    const one = await makeTestWitness("one");
    const elsewhere = assembleNote(
      formatCheckpoint({ origin: "elsewhere", size: 3, root: new Uint8Array(32) }),
      [{ name: "elsewhere", keyId: new Uint8Array(4), signature: new Uint8Array(64) }],
    );
    const report = await check(withLines([await one.cosign(elsewhere, now)]), [one.line]);
    expect(report.verdict).toBe("changed");
    expect(witnessChecks(report)).toEqual([
      { outcome: "failed", reason: "cosignature_wrong", names: "one" },
    ]);
  });
});
