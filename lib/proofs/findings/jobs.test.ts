import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import { calendarDateOf } from "@/lib/format";
import { inspectDatabase } from "@/lib/proofs/inspection/data";
import { enterAll, layTestLog, type TestLog } from "@/scripts/test-log";
import type { Bytes } from "../bytes";
import { sendDeliveries, type SentDelivery } from "../bundles/fixtures";
import { getDeliveryProof, getTrust } from "../data";
import { addEvidence } from "../mutations";
import { openLogKeeper } from "../jobs";
import { verifyFiles } from "../verify";
import { listFindings } from "./data";
import { makeFinding } from "./jobs";
import { downloadFinding, orderFinding } from "./mutations";
import type { FindingFileRef, OrderFinding } from "./schema";

/** Done once, while a statement is being written. */
const meanwhile = vi.hoisted((): { work: (() => Promise<void>) | null } => ({ work: null }));
vi.mock("@/lib/proofs/bytes", async (original) => {
  const whole = await original<{ sha256: (bytes: Bytes) => Promise<Bytes> }>();
  const sha256 = async (bytes: Bytes) => {
    const { work } = meanwhile;
    meanwhile.work = null;
    await work?.();
    return whole.sha256(bytes);
  };
  return { ...whole, sha256 };
});

const worker = systemActor("make_finding");
let laid: TestLog;
let actors: TestLog["actors"];
let sent: SentDelivery[];

beforeAll(async () => {
  laid = await layTestLog();
  ({ actors } = laid);
  sent = await sendDeliveries(actors.an, 2);
});
afterAll(() => laid.close());

const today = calendarDateOf(new Date());
const order: OrderFinding = {
  kind: "citizen",
  number: "08.04.09-011.12",
  from: "2026-01-01",
  to: today,
  reason: "Rolnummer 26/1234/A",
  language: "nl",
};

/** Asked for, stated when the log is stamped so far, and made when the statement stands in it. */
async function findingOf(change: Partial<OrderFinding> = {}): Promise<string> {
  const ordered = await orderFinding(actors.luc, { ...order, ...change });
  if (!ordered.ok) throw new Error(JSON.stringify(ordered.refusal));
  await expect(makeFinding(worker, ordered.value)).rejects.toThrow("no certificate yet");
  await enterAll();
  await expect(makeFinding(worker, ordered.value)).rejects.toThrow("no certificate yet");
  await enterAll();
  await makeFinding(worker, ordered.value);
  return ordered.value.findingId;
}

async function fileOf(findingId: string, file: FindingFileRef["file"]) {
  const download = await downloadFinding(actors.luc, { findingId, file });
  if (!download.ok) throw new Error(download.refusal.code);
  return { name: download.value.fileName, bytes: download.value.bytes };
}

const verify = async (files: { name: string; bytes: Bytes }[]) =>
  verifyFiles(files, { trust: await getTrust(), now: new Date() });

describe("a certificate of what the log contains for somebody", () => {
  test("names what was sent to them, is whole, and stands in the log itself", async () => {
    const findingId = await findingOf();
    const pdf = await fileOf(findingId, "certificate");
    expect(pdf.name).toBe(`verklaring-logboek-2026-01-01-${today}.pdf`);
    const report = await verify([pdf]);
    expect(report.checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(report).toMatchObject({
      verdict: "whole",
      findings: [{ recipient: "Dirk Verhoeven", number: "08040901112", purpose: order.reason }],
    });
    const named = report.findings[0]?.deliveries.map(({ reference }) => reference);
    expect(named).toEqual(sent.map(({ reference }) => reference));
    expect(await listFindings(actors.luc)).toMatchObject([
      { id: findingId, found: 2, number: "08.••.••-•••.12" },
    ]);
    const pieces = [await fileOf(findingId, "statement"), await fileOf(findingId, "log-proof")];
    const alone = await verify(pieces);
    expect(alone.checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(alone.findings).toHaveLength(1);
  });

  test("says that there is none of somebody whom the portal does not know", async () => {
    const findingId = await findingOf({ number: "01090901986", language: "fr" });
    const report = await verify([await fileOf(findingId, "certificate")]);
    expect(report).toMatchObject({
      verdict: "whole",
      findings: [{ recipient: null, number: "01090901986", deliveries: [] }],
    });
  });

  test("says that there is none of somebody to whom it was sent in another period", async () => {
    const findingId = await findingOf({ to: "2026-02-01" });
    const report = await verify([await fileOf(findingId, "certificate")]);
    expect(report.findings).toMatchObject([{ deliveries: [], toDay: "2026-02-01" }]);
  });

  test("tells of one moment, whatever happens and is logged while it is written", async () => {
    const ordered = await orderFinding(actors.luc, order);
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    await enterAll();
    const { id = "" } = sent[0] ?? {};
    meanwhile.work = async () => {
      await withActor(worker, async (tx) => {
        const include = { organisation: true, service: true };
        const delivery = await tx.delivery.findUniqueOrThrow({ where: { id }, include });
        const reminderReference = "MR-2026-00002/1";
        await addEvidence(tx, delivery, { event: "Reminder", at: new Date(), reminderReference });
      });
      await enterAll();
    };
    await expect(makeFinding(worker, ordered.value)).rejects.toThrow("it is not in the log");
    await enterAll();
    await makeFinding(worker, ordered.value);
    const proof = await getDeliveryProof(worker, id);
    if (!proof.ok) throw new Error(proof.refusal);
    const beside = proof.value.files.flatMap(({ evidence, logProof }) => [evidence, logProof]);
    expect(beside).toHaveLength(8);
    const pdf = await fileOf(ordered.value.findingId, "certificate");
    expect((await verify([pdf, ...beside])).checks).not.toContainEqual(
      expect.objectContaining({ reason: "finding_leaves_out" }),
    );
  });

  test("is asked for on record, and so is each taking of it", async () => {
    const findingId = await findingOf();
    await fileOf(findingId, "certificate");
    const records = await withActor(worker, (tx) =>
      tx.auditRecord.findMany({ where: { subjectId: findingId }, orderBy: { at: "asc" } }),
    );
    expect(records).toMatchObject([
      { act: "finding_ordered", personId: actors.luc.personId },
      { act: "finding_downloaded", detail: { file: "certificate" } },
    ]);
    expect(records.every(({ numberHash }) => numberHash !== null)).toBe(true);
    expect(JSON.stringify(records)).not.toContain("08040901112");
  });

  test("is for who acts for the whole organisation, and nobody else's", async () => {
    for (const who of ["an", "karim", "marie", "ingrid"] as const) {
      expect(await orderFinding(actors[who], order), who).toMatchObject({ ok: false });
    }
    const findingId = await findingOf();
    const ref = { findingId, file: "certificate" as const };
    expect(await downloadFinding(actors.sofie, ref)).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
    expect(await listFindings(actors.sofie)).toEqual([]);
  });

  test("is not handed out before it is made", async () => {
    const ordered = await orderFinding(actors.luc, order);
    if (!ordered.ok) throw new Error(ordered.refusal.code);
    const ref = { ...ordered.value, file: "statement" as const };
    expect(await downloadFinding(actors.luc, ref)).toEqual({
      ok: false,
      refusal: { code: "proof_not_ready" },
    });
  });

  test("cannot be changed or taken away, and a change behind the portal's back is found", async () => {
    const findingId = await findingOf();
    const change = (sql: string) =>
      withActor(worker, (tx) => tx.$executeRawUnsafe(sql, findingId)).then(
        () => "changed",
        () => "refused",
      );
    for (const sql of [
      `UPDATE "Finding" SET "toDay" = '2026-12-31' WHERE id = $1::uuid`,
      `UPDATE "Finding" SET file = '\\x00' WHERE id = $1::uuid`,
      `UPDATE "Finding" SET found = 0 WHERE id = $1::uuid`,
      `DELETE FROM "Finding" WHERE id = $1::uuid`,
    ]) {
      expect(await change(sql), sql).toBe("refused");
    }
    const { logKey } = await openLogKeeper();
    const settings = { keys: [logKey], remembered: null };
    const codes = async () =>
      (await inspectDatabase(worker, settings)).findings
        .map(({ code }) => code)
        // What the fixture's deliveries say beside their evidence is not what is looked at here.
        .filter((code) => code.startsWith("record_"));
    expect(await codes()).toEqual([]);
    await withActor(worker, async (tx) => {
      await tx.$executeRawUnsafe(`ALTER TABLE "Finding" DISABLE TRIGGER USER`);
      await tx.$executeRawUnsafe(
        `UPDATE "Finding" SET file = '\\x00' WHERE id = $1::uuid`,
        findingId,
      );
      await tx.$executeRawUnsafe(`ALTER TABLE "Finding" ENABLE TRIGGER USER`);
    });
    expect(await codes()).toEqual(["record_changed"]);
  });
});
