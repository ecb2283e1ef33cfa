import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smallPdf } from "@/e2e/fixtures/pdf";
import { drawPdf } from "@/lib/gateways/pdf-inspector";
import { languages } from "@/lib/text/languages";
import { stopTypst } from "@/lib/typst/compile";
import { encodeBase64, encodeHex, sha256 } from "./bytes";
import { readEvidence } from "./evidence";
import type { EvidenceFacts } from "./evidence-facts";
import { evidencePayload } from "./evidence-writer";
import { makeFacts, makeProofInput, replyText } from "./fixtures";
import { renderProof } from "./proof-document";
import { proofLayout } from "./proof-layout";
import { PROOF_WORDS } from "./words";

const run = promisify(execFile);
const at = new Date("2026-11-23T10:00:00Z");

let made: Awaited<ReturnType<typeof makeProofInput>>;
let directory: string;

beforeAll(async () => {
  made = await makeProofInput();
  directory = await mkdtemp(join(tmpdir(), "proof-"));
});
afterAll(async () => {
  await made.remove();
  await rm(directory, { recursive: true });
  await stopTypst();
});

async function layProof(language: (typeof languages)[number]): Promise<string> {
  const path = join(directory, `${language}.pdf`);
  await writeFile(path, await renderProof({ ...made.input, language }, at));
  return path;
}

const say = async (program: string, ...parameters: string[]) =>
  (await run(program, parameters)).stdout;

describe("the readable proof", () => {
  test.each(languages)(
    "in %s tells the three moments, the parties and the digests",
    async (language) => {
      const words = PROOF_WORDS[language];
      const text = (await say("pdftotext", "-layout", await layProof(language), "-")).replace(
        /\s+/g,
        " ",
      );
      for (const expected of [
        words.title,
        words.sent,
        words.madeAvailable,
        words.firstOpened,
        "14:03:07",
        "14:03:08",
        "MR-2026-01187/041",
        "Stad Maanrode",
        "0000.000.097",
        "09.03.03-014.09",
        words.testNotice,
      ]) {
        expect(text).toContain(expected.replaceAll("\u202f", " ").replaceAll("\u00a0", " "));
      }
    },
  );

  test("prints digests, the root and the key so that they can be copied and compared", async () => {
    const { input, documents } = made;
    const path = await layProof("nl");
    const root = encodeBase64(input.checkpoint.root);
    const printed = [root, input.log.key, input.seal.fingerprint];
    for (const bytes of [documents.letter, documents.attachment, replyText]) {
      printed.push(encodeHex(await sha256(bytes)));
    }
    for (const order of [[], ["-layout"], ["-raw"]]) {
      const words = (await say("pdftotext", ...order, path, "-")).split(/\s+/);
      for (const text of printed) expect(words).toContain(text);
    }
  });

  test("prints a key with a very long name whole, on two lines", async () => {
    const key = `${"a-name-of-a-log.".repeat(3)}example/log+0123abcd+${"Q".repeat(44)}`;
    const path = join(directory, "long.pdf");
    const log = { ...made.input.log, key };
    await writeFile(path, await renderProof({ ...made.input, log }, at));
    const text = await say("pdftotext", path, "-");
    expect(text.replaceAll("\n", "")).toContain(key);
  });

  test("tells what was sent from what the recipient answered with", async () => {
    const text = await say("pdftotext", "-layout", await layProof("en"), "-");
    const { sent, received } = PROOF_WORDS.en.documents;
    const [, own = "", answered = ""] = text.split(new RegExp(`${sent.title}|${received.title}`));
    expect(own).toContain("letter.pdf");
    expect(own).not.toContain("reply.txt");
    expect(answered).toContain("reply.txt");
  });

  test.each(languages)(
    "in %s says of a refused letter that it was, and why in words",
    async (language) => {
      const [submission] = made.input.evidence;
      if (!submission) throw new Error("There is no submission.");
      const code = "urn:ebox-sender-portal:reason:mailbox:INVALID_INPUT";
      const reasons = [{ code, details: ["is not a valid company"] }];
      const facts = (await makeFacts(made.documents)).flatMap<EvidenceFacts>((fact) => {
        if (fact.event === "Outage") return [fact];
        return fact.event === "ContentConsignmentFailure" ? [{ ...fact, reasons }] : [];
      });
      const pieces = facts.map((fact) => {
        const record = readEvidence(evidencePayload(fact));
        if (!record.ok) throw new Error(record.refusal);
        return { ...submission, event: fact.event, record: record.value };
      });
      const input = { ...made.input, language, evidence: [submission, ...pieces] };
      const { headline, others } = proofLayout(input);
      const words = PROOF_WORDS[language];
      expect(headline).toContain(words.outcomes.refused);
      const told = others.rows.map(({ value }) => value).join("\n");
      expect(told).toContain(words.reasons.mailbox("is not a valid company", "INVALID_INPUT"));
      expect(told).toContain(words.affected.mailbox);
      expect(told).not.toContain("urn:");
    },
  );

  test.each(languages)(
    "in %s never says of a cancelled letter that it was sent, and says who cancelled it",
    async (language) => {
      const [piece] = made.input.evidence;
      const fact = (await makeFacts(made.documents)).find(
        ({ event }) => event === "SubmissionRejection",
      );
      if (!piece || !fact) throw new Error("There is no cancellation.");
      const record = readEvidence(evidencePayload(fact));
      if (!record.ok) throw new Error(record.refusal);
      const evidence = [{ ...piece, event: fact.event, record: record.value }];
      const layout = proofLayout({ ...made.input, language, evidence, firstPage: null });
      const words = PROOF_WORDS[language];
      expect(layout.kind).toBe(words.titleNotSent);
      expect(layout.headline).toContain(words.outcomes.cancelled);
      expect(layout.moments.rows.map(({ isKnown, how }) => [isKnown, how])).toEqual(
        [words.notSent, words.neverCame, words.neverCame].map((how) => [false, [how]]),
      );
      expect(layout.documents).toEqual([]);
      const told = layout.others.rows.map(({ value }) => value).join("\n");
      expect(told).toContain("An Willems");
      expect(told).not.toContain("urn:");
    },
  );

  test("is tagged PDF/A-3 with a language and a title", async () => {
    const path = await layProof("nl");
    const information = await say("pdfinfo", path);
    expect(information).toMatch(/Tagged: +yes/);
    expect(information).toMatch(/Title: +Bewijs van verzending MR-2026-01187\/041/);
    expect(await say("pdfinfo", "-meta", path)).toMatch(
      /<pdfaid:part>3<\/pdfaid:part><pdfaid:conformance>A</,
    );
  });

  test("shows the letter's first page, told in words too", async () => {
    const firstPage = await drawPdf(smallPdf(), 1);
    const path = join(directory, "first.pdf");
    await writeFile(path, await renderProof({ ...made.input, language: "de", firstPage }, at));
    expect((await say("pdfimages", "-list", path)).trim().split("\n")).toHaveLength(3);
    expect(await say("pdftotext", path, "-")).toContain(PROOF_WORDS.de.firstPage);
    expect(await say("pdfinfo", "-struct", path)).toContain("Figure");
    expect(await say("pdfinfo", path)).toMatch(/Tagged: +yes/);
  });

  test("carries every piece of evidence and all that proves its place, byte for byte", async () => {
    const folder = await mkdtemp(join(directory, "attached-"));
    await run("pdfdetach", ["-saveall", "-o", folder, await layProof("en")]);
    const names = await readdir(folder);
    expect(names).toEqual(
      [
        ...made.input.evidence.flatMap(({ evidence, logProof }) => [evidence.name, logProof.name]),
        ...["checkpoint", "checkpoint.tsr", "key"],
      ].toSorted(),
    );
    for (const { evidence } of made.input.evidence) {
      expect(new Uint8Array(await readFile(join(folder, evidence.name)))).toEqual(evidence.bytes);
    }
  });

  test("spells out what the fonts cannot print, and never fails for it", async () => {
    const text = await say("pdftotext", await layProof("fr"), "-");
    expect(text).toContain("Siobhán O'Neill-Van den Bossche [U+738B]");
  });

  test("of the same facts at the same time is the same file", async () => {
    const [one, other] = [await renderProof(made.input, at), await renderProof(made.input, at)];
    expect(Buffer.from(one).equals(other)).toBe(true);
  });
});
