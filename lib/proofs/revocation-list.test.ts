import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stopTypst } from "@/lib/typst/compile";
import type { Bytes } from "./bytes";
import { parseCertificate, parsePemCertificates, type Certificate } from "./certificate";
import { makeProofInput, makeTestKeys, type TestKeys } from "./fixtures";
import { sealPdf } from "./pdf-seal";
import { parseSealedPdf } from "./pdf-signature";
import { renderProof } from "./proof-document";
import { makeRevocationList, type ListOrder } from "./revocation/fixtures";
import { parseRevocationList, standingOf, type RevocationList } from "./revocation-list";
import { parseTimestamp } from "./timestamp-token";
import { verifyFiles } from "./verify";

const run = promisify(execFile);
const DAY = 24 * 3_600_000;
let made: Awaited<ReturnType<typeof makeProofInput>>;
let stranger: TestKeys;
let rendered: Bytes;
let seal: Certificate;
let sealIssuer: Certificate;
let stamper: Certificate;

beforeAll(async () => {
  made = await makeProofInput();
  stranger = await makeTestKeys();
  rendered = await renderProof(made.input, new Date());
  const [leaf] = made.keys.signer.certificateChain;
  const [issuer] = parsePemCertificates(made.keys.sealCaPem) ?? [];
  const certificate = leaf && parseCertificate(leaf);
  const stamp = await parseTimestamp(made.input.stamp?.token ?? new Uint8Array());
  if (!certificate || !issuer || !stamp.ok) throw new Error("What was made cannot be read.");
  [seal, sealIssuer, stamper] = [certificate, issuer, stamp.value.authority];
});
afterAll(async () => {
  await made.remove();
  await stranger.remove();
  await stopTypst();
});

const filesOf = (directory: string, name: string) => ({
  certificate: join(directory, `${name}.pem`),
  key: join(directory, name === "ca" ? "ca.key.pem" : `${name}.key.pem`),
});
const sealList = (order?: ListOrder, keys = made.keys) =>
  makeRevocationList(filesOf(keys.directory, "seal-ca"), order);
const stampList = (order?: ListOrder) =>
  makeRevocationList(filesOf(made.authority.directory, "ca"), order);

function read(der: Bytes): RevocationList {
  const list = parseRevocationList(der);
  if (!list) throw new Error("The list cannot be read.");
  return list;
}

describe("a list of revoked certificates", () => {
  test("tells who is revoked and since when, and of everybody else that they are not", async () => {
    const at = new Date(Date.now() - 60_000);
    const list = read(await sealList({ revoked: [{ certificate: seal, at }] }));
    const standing = (moment: Date) => standingOf(seal, sealIssuer, [list], moment);
    expect(await standing(new Date())).toBe("revoked");
    expect(await standing(new Date(at.getTime() - 60_000))).toBe("good");
    expect(await standingOf(sealIssuer, sealIssuer, [list], new Date())).toBe("good");
  });

  test("tells nothing before it was made or after its next update", async () => {
    const list = read(await sealList());
    for (const days of [-1, 2]) {
      const moment = new Date(Date.now() + days * DAY);
      expect(await standingOf(seal, sealIssuer, [list], moment)).toBe("unknown");
    }
  });

  test("is believed when it knows of one that an older list of the same time does not", async () => {
    const at = new Date(Date.now() - 60_000);
    const lists = [
      read(await sealList()),
      read(await sealList({ revoked: [{ certificate: seal, at }] })),
    ];
    expect(await standingOf(seal, sealIssuer, lists, new Date())).toBe("revoked");
    expect(await standingOf(seal, sealIssuer, lists.toReversed(), new Date())).toBe("revoked");
  });

  test("of somebody else tells nothing, not even under the same name", async () => {
    const theirs = read(await sealList({}, stranger));
    expect(await standingOf(seal, sealIssuer, [theirs], new Date())).toBe("unknown");
  });

  test("of a part alone is none, and so is one with a bit turned or anything behind it", async () => {
    expect(parseRevocationList(await sealList({ isIndirect: true }))).toBeNull();
    const der = await sealList();
    expect(parseRevocationList(new Uint8Array([...der, 0]))).toBeNull();
    for (let bit = 3; bit < der.length * 8; bit += 37) {
      const changed = der.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const list = parseRevocationList(changed);
      const standing = list ? await standingOf(seal, sealIssuer, [list], new Date()) : "unknown";
      expect(standing, `bit ${bit}`).toBe("unknown");
    }
  });
});

describe("a sealed PDF", () => {
  async function sealedWith(lists: readonly Bytes[]) {
    const sealed = await sealPdf(
      rendered,
      made.keys.signer,
      made.stamping,
      new Date(),
      lists.map(read),
    );
    if (!sealed.ok) throw new Error("It was not sealed.");
    return sealed.value.bytes;
  }
  async function check(bytes: Bytes) {
    const report = await verifyFiles([{ name: "proof.pdf", bytes }], {
      now: new Date(),
      trust: {
        sealCa: [made.keys.sealCaPem],
        timestampCa: [made.authority.caPem],
        logKey: made.input.log.key,
      },
    });
    const level = report.checks.find(({ code }) => code === "pdf_seal")?.detail.level;
    const reasons = report.checks.flatMap(({ outcome, reason }) =>
      outcome === "failed" ? [reason] : [],
    );
    const isProved = report.checks.some(
      ({ code, outcome }) => code === "revocation" && outcome === "proved",
    );
    return { verdict: report.verdict, level, isProved, reasons };
  }

  test("with both authorities' lists is B-LT, and every program finds all of it signed", async () => {
    const bytes = await sealedWith([await sealList(), await stampList()]);
    expect(await check(bytes)).toEqual({
      verdict: "whole",
      level: "B-LT",
      isProved: true,
      reasons: [],
    });
    const parsed = parseSealedPdf(bytes);
    expect(parsed.ok && parsed.value.revocationLists).toHaveLength(2);
    const file = join(made.keys.directory, "long-term.pdf");
    await writeFile(file, bytes);
    const { stdout } = await run("pdfsig", [file]);
    expect(stdout.match(/^Signature #/gm)).toHaveLength(1);
    expect(stdout).toContain("Signature is Valid.");
    expect(stdout).toContain("Total document signed");
  });

  test("is B-T without lists, or with those of one authority, of a stranger or of another day", async () => {
    const old = {
      thisUpdate: new Date(Date.now() - 3 * DAY),
      nextUpdate: new Date(Date.now() - DAY),
    };
    for (const lists of [
      [],
      [await sealList()],
      [await stampList()],
      [await sealList({}, stranger), await stampList()],
      [await sealList(old), await stampList()],
    ]) {
      const found = await check(await sealedWith(lists));
      expect(found).toEqual({ verdict: "whole", level: "B-T", isProved: false, reasons: [] });
    }
  });

  test("is refused when its seal or its stamp was revoked before it was stamped", async () => {
    const at = new Date(Date.now() - 60_000);
    for (const lists of [
      [await sealList({ revoked: [{ certificate: seal, at }] }), await stampList()],
      [await sealList(), await stampList({ revoked: [{ certificate: stamper, at }] })],
    ]) {
      expect(await check(await sealedWith(lists))).toMatchObject({
        verdict: "changed",
        level: "B-T",
        reasons: ["certificate_revoked"],
      });
    }
  });

  test("is refused with one bit of a list turned, or with a list laid behind it", async () => {
    const list = await sealList();
    const bytes = await sealedWith([list, await stampList()]);
    const start = Buffer.from(bytes).indexOf(Buffer.from(list));
    expect(start).toBeGreaterThan(0);
    for (let at = start; at < start + list.length; at += 23) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 4;
      expect((await check(changed)).verdict, `byte ${at}`).toBe("changed");
    }
    const more = new TextEncoder().encode("\n99 0 obj\n<< /DSS 98 0 R >>\nendobj\n%%EOF\n");
    const appended = new Uint8Array([...bytes, ...more]);
    expect((await check(appended)).reasons).toContain("pdf_not_covered");
  });
});
