import { randomUUID } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor, withoutActor } from "@/lib/db";
import { firstToStamp, openTimestampClient } from "@/lib/gateways/timestamp";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { testDatabase } from "@/scripts/test-database";
import { concatBytes, utf8 } from "./bytes";
import { assembleNote, formatCheckpoint, logKeyId, verifyCheckpoint } from "./checkpoint";
import {
  getAuditRecordProof,
  getCheckpoint,
  getDeliveryProof,
  getEvidence,
  getStampedCheckpoint,
  getTile,
  registeredStop,
  unstampedSince,
} from "./data";
import {
  makeFacts,
  makeTestAuthority,
  makeTestKeys,
  type TestAuthority,
  type TestKeys,
} from "./fixtures";
import { sequenceLog, stampCheckpoint, type LogKeeper } from "./jobs";
import { listLogDays } from "@/lib/proofs/log/data";
import { compactOf, verifySealedEvidence } from "./jws";
import { EMPTY_FRONTIER, appendLeaves, foldSubtrees } from "./merkle";
import { addEvidence, type EvidencedDelivery } from "./mutations";
import { believed } from "./stamping/jobs";
import { parseTlogProof, rootOfProof } from "./tlog-proof";

const actor = systemActor("sequence_log");
let keys: TestKeys;
let authority: TestAuthority;
let listening: Awaited<ReturnType<TestAuthority["listen"]>>;
let keeper: LogKeeper;

beforeAll(async () => {
  await testDatabase();
  keys = await makeTestKeys();
  authority = await makeTestAuthority();
  listening = await authority.listen();
  keeper = {
    seal: keys.signer,
    logKey: keys.logSigner,
    timestamp: openTimestampClient({ url: listening.url }),
    keysDir: keys.directory,
  };
  await writeFile(join(keys.directory, "timestamp-ca.pem"), authority.caPem);
});
afterAll(async () => {
  await closeDatabase();
  await listening.close();
  await authority.remove();
  await keys.remove();
});

let delivery: EvidencedDelivery;
beforeEach(async () => {
  delivery = await makeDelivery();
});

/** A delivery with everything above it, as sending one leaves it. */
async function makeDelivery(): Promise<EvidencedDelivery> {
  const names = (name: string) => ({ nl: name, fr: name, de: name, en: name });
  const stamp = randomUUID();
  return withActor(actor, async (tx) => {
    const organisation = await tx.organisation.create({
      data: { enterpriseNumber: stamp, name: names("Stad Maanrode"), senderApplicationId: "a:b:c" },
    });
    const scope = { organisationId: organisation.id };
    const service = await tx.service.create({
      data: { ...scope, partition: "FINANCE", name: names("Dienst Financiën"), addressLines: [] },
    });
    const messageType = await tx.messageType.create({
      data: {
        ...scope,
        code: "FINE",
        name: names("Boete"),
        description: names("Boete"),
        validityNumber: 1,
        validityUnit: "year",
      },
    });
    const person = await tx.person.create({
      data: {
        numberEncrypted: encryptNumber("01031200268"),
        numberHash: hashNumber(stamp),
        givenName: "An",
        surname: "Willems",
        language: "nl",
      },
    });
    const within = { ...scope, serviceId: service.id };
    const message = await tx.message.create({
      data: {
        ...within,
        reference: stamp,
        messageTypeId: messageType.id,
        authorId: person.id,
        body: {},
      },
    });
    return tx.delivery.create({
      data: {
        ...within,
        messageId: message.id,
        position: 1,
        reference: `${stamp}/1`,
        recipientKind: "citizen",
        recipientNumberEncrypted: encryptNumber("08040901112"),
        recipientNumberHash: hashNumber("08040901112"),
        recipientName: "Dirk Verhoeven",
        recipientSearch: "dirk verhoeven",
        language: "nl",
        subject: "Afvalbelasting",
        deliveryChoice: "registered",
        letter: {},
        sentAt: new Date("2026-11-02T13:03:07.000Z"),
      },
      include: { organisation: true, service: true },
    });
  });
}

async function addAll(count: number): Promise<void> {
  const [facts] = await makeFacts({ letter: utf8("letter"), attachment: utf8("attachment") });
  if (!facts) throw new Error("There are no facts.");
  await withActor(actor, async (tx) => {
    for (let added = 0; added < count; added += 1) await addEvidence(tx, delivery, facts);
  });
}

async function proofOf(deliveryId: string) {
  const proof = await getDeliveryProof(actor, deliveryId);
  if (!proof.ok) throw new Error(proof.refusal);
  return proof.value;
}

describe("the sequencer", () => {
  test("seals what waits, once, and proves each evidence against a signed checkpoint", async () => {
    await addAll(3);
    expect(await getDeliveryProof(actor, delivery.id)).toEqual({
      ok: false,
      refusal: "evidence_waiting",
    });
    expect(await sequenceLog(actor, keeper)).toBe(3);
    expect(await sequenceLog(actor, keeper)).toBe(0);
    const { files, checkpoint } = await proofOf(delivery.id);
    const signed = await verifyCheckpoint(checkpoint.note, [keys.logSigner]);
    expect(signed.ok && signed.value.root).toEqual(checkpoint.root);
    for (const { evidence, logProof } of files) {
      expect((await verifySealedEvidence(evidence.bytes)).ok).toBe(true);
      const proof = parseTlogProof(logProof.bytes);
      if (!proof.ok) throw new Error(proof.refusal);
      expect(await rootOfProof(proof.value, compactOf(evidence.bytes))).toEqual(checkpoint.root);
    }
    expect(files.map(({ evidence }) => evidence.name)).toEqual([
      "01-SubmissionAcceptance.evidence.json",
      "02-SubmissionAcceptance.evidence.json",
      "03-SubmissionAcceptance.evidence.json",
    ]);
  });

  test("gives contiguous places, whoever runs at the same time", async () => {
    await addAll(20);
    await Promise.all([1, 2, 3].map(() => sequenceLog(actor, keeper)));
    await sequenceLog(actor, keeper);
    const places = await withActor(actor, async (tx) => [
      ...(await tx.evidenceSeal.findMany({ select: { leafIndex: true } })),
      ...(await tx.recordSeal.findMany({ select: { leafIndex: true } })),
    ]);
    expect(places.map(({ leafIndex }) => Number(leafIndex)).sort((a, b) => a - b)).toEqual(
      places.map((_, index) => index),
    );
  });

  test("enters what a slow token sealed by then, and goes on with the rest in the next round", async () => {
    await addAll(700);
    let seconds = 0;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const slow: LogKeeper["seal"] = {
      ...keys.signer,
      sign: (bytes) => {
        seconds += 0.1;
        vi.setSystemTime(Date.now() + 100);
        return keys.signer.sign(bytes);
      },
    };
    expect(await sequenceLog(actor, { ...keeper, seal: slow })).toBe(500);
    vi.useRealTimers();
    expect(seconds).toBeCloseTo(50);
    expect(await sequenceLog(actor, keeper)).toBe(200);
    expect((await proofOf(delivery.id)).files).toHaveLength(700);
  });

  test("enters audit records beside the evidence, each provable by whoever reads it", async () => {
    const id = randomUUID();
    await addAll(1);
    await withActor(actor, (tx) =>
      tx.auditRecord.createMany({
        data: { id, act: "letter_viewed", subjectKind: "delivery", detail: { page: 2, who: "é" } },
      }),
    );
    expect(await getAuditRecordProof(actor, id)).toEqual({
      ok: false,
      refusal: "evidence_waiting",
    });
    expect(await sequenceLog(actor, keeper)).toBe(2);
    const found = await getAuditRecordProof(actor, id);
    if (!found.ok) throw new Error(found.refusal);
    const { record, logProof, checkpoint } = found.value;
    const proof = parseTlogProof(logProof.bytes);
    if (!proof.ok) throw new Error(proof.refusal);
    const text = new TextDecoder().decode(record.bytes);
    expect(JSON.parse(text)).toMatchObject({ id, act: "letter_viewed", detail: { who: "é" } });
    expect(await rootOfProof(proof.value, text)).toEqual(checkpoint.root);
    const other = text.replace("letter_viewed", "letter_viewer");
    expect(await rootOfProof(proof.value, other)).not.toEqual(checkpoint.root);
    expect(await getAuditRecordProof(actor, randomUUID())).toEqual({
      ok: false,
      refusal: "not_found",
    });
  });

  test("enters what happened to deliveries, what set out, and its own earlier states", async () => {
    const scope = {
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
    };
    await withActor(actor, async (tx) => {
      await tx.deliveryEvent.createMany({
        data: { ...scope, deliveryId: delivery.id, kind: "opened", observedAt: new Date() },
      });
      const { messageId } = await tx.delivery.findUniqueOrThrow({ where: { id: delivery.id } });
      for (const state of ["sending", "paused", "sending"]) {
        await tx.message.update({ where: { id: messageId }, data: { state } });
      }
    });
    expect(await sequenceLog(actor, keeper)).toBe(2);
    const kinds = await withActor(actor, (tx) =>
      tx.recordSeal.findMany({ orderBy: { leafIndex: "desc" }, take: 3 }),
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(["message", "delivery_event", "checkpoint"]);
  });

  test("keeps a tree whose tiles hash to the checkpoint's root", async () => {
    await addAll(2);
    await sequenceLog(actor, keeper);
    const note = await getCheckpoint();
    const head = await verifyCheckpoint(note ?? new Uint8Array(), [keys.logSigner]);
    if (!head.ok) throw new Error(head.refusal);
    const tile = await getTile({ level: 0, index: 0, width: head.value.size });
    const leaves = Array.from({ length: head.value.size }, (_, index) =>
      concatBytes(tile?.subarray(32 * index, 32 * index + 32) ?? new Uint8Array()),
    );
    const { frontier } = await appendLeaves(EMPTY_FRONTIER, leaves);
    expect(await foldSubtrees(frontier.hashes)).toEqual(head.value.root);
    expect(await getTile({ level: 0, index: 0, width: head.value.size + 1 })).toBeNull();
  });

  test("signs nothing once the database was set back", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    const file = join(keys.directory, "log.checkpoint");
    const kept = await readFile(file);
    const size = Number(kept.toString().split("\n")[1]);
    // As if more had been signed than the database remembers.
    const text = formatCheckpoint({
      origin: keys.logSigner.name,
      size: size + 5,
      root: new Uint8Array(32),
    });
    const signature = await keys.logSigner.sign(text);
    const keyId = await logKeyId(keys.logSigner);
    await writeFile(file, assembleNote(text, [{ name: keys.logSigner.name, keyId, signature }]));
    await addAll(1);
    await expect(sequenceLog(actor, keeper)).rejects.toThrow("log_inconsistent");
    await writeFile(file, kept);
    expect(await sequenceLog(actor, keeper)).toBe(1);
  });

  test("signs nothing while what was signed last is missing or cannot be read", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    const file = join(keys.directory, "log.checkpoint");
    const kept = await readFile(file);
    await rm(file);
    await addAll(1);
    await expect(sequenceLog(actor, keeper)).rejects.toThrow("log.checkpoint is missing");
    await mkdir(file);
    await expect(sequenceLog(actor, keeper)).rejects.toThrow("EISDIR");
    await rm(file, { recursive: true });
    await writeFile(file, kept);
    expect(await sequenceLog(actor, keeper)).toBe(1);
  });

  test("remembers the newest checkpoint and leaves nothing else beside the keys", async () => {
    await addAll(5);
    await Promise.all([1, 2, 3].map(() => sequenceLog(actor, keeper)));
    await sequenceLog(actor, keeper);
    const kept = await readFile(join(keys.directory, "log.checkpoint"));
    expect(new Uint8Array(kept)).toEqual(await getCheckpoint());
    expect((await readdir(keys.directory)).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  test("catches up when it was ended between the commit and the remembering", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    const file = join(keys.directory, "log.checkpoint");
    const older = await readFile(file);
    await addAll(1);
    await sequenceLog(actor, keeper);
    await writeFile(file, older);
    await addAll(1);
    expect(await sequenceLog(actor, keeper)).toBe(1);
    expect(new Uint8Array(await readFile(file))).toEqual(await getCheckpoint());
  });

  test("standing still stops registered sending after hours, for every service", async () => {
    await addAll(1);
    const [soon, later] = [1, 5].map((hours) => new Date(Date.now() + hours * 3_600_000));
    const stopped = (at: Date | undefined) =>
      withoutActor(null, (tx) => registeredStop(tx, at ?? new Date()));
    expect(await stopped(soon)).toBe(false);
    expect(await stopped(later)).toBe(true);
    await sequenceLog(actor, keeper);
    await stampCheckpoint(actor, keeper);
    expect(await stopped(later)).toBe(false);
  });

  test("refuses to go on from a tree that it did not sign", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    const nodes = await withActor(actor, (tx) => tx.logNode.findMany());
    await withActor(actor, async (tx) => {
      await tx.$executeRaw`ALTER TABLE "LogNode" DISABLE TRIGGER written_once`;
      await tx.$executeRaw`UPDATE "LogNode" SET hash = sha256(hash)`;
    });
    await addAll(1);
    await expect(sequenceLog(actor, keeper)).rejects.toThrow("log_inconsistent");
    await withActor(actor, async (tx) => {
      for (const { level, index, hash } of nodes) {
        await tx.logNode.update({ where: { level_index: { level, index } }, data: { hash } });
      }
      await tx.$executeRaw`ALTER TABLE "LogNode" ENABLE TRIGGER written_once`;
    });
    expect(await sequenceLog(actor, keeper)).toBe(1);
  });
});

test("the log's growth is told day by day", async () => {
  await addAll(1);
  await sequenceLog(actor, keeper);
  const head = await verifyCheckpoint((await getCheckpoint()) ?? new Uint8Array(), [
    keys.logSigner,
  ]);
  const size = head.ok ? head.value.size : 0;
  expect(await listLogDays()).toMatchObject([{ size, added: size }]);
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const known = await withActor(actor, (tx) => tx.checkpoint.findMany({ select: { size: true } }));
  const sizes = Array.from({ length: size }, (_, index) => index + 1);
  const [first = 0, second = 0] = sizes.filter(
    (one) => !known.some((row) => row.size === BigInt(one)),
  );
  const older = { rootHash: new Uint8Array(), note: new Uint8Array() };
  await withActor(actor, (tx) =>
    tx.checkpoint.createMany({
      data: [
        { ...older, size: BigInt(first), createdAt: daysAgo(3) },
        { ...older, size: BigInt(second), createdAt: daysAgo(1) },
      ],
    }),
  );
  expect(await listLogDays()).toMatchObject([
    { size, added: size - second },
    { size: second, added: second - first },
    { size: first, added: first },
  ]);
  await withActor(actor, async (tx) => {
    await tx.$executeRaw`ALTER TABLE "Checkpoint" DISABLE TRIGGER USER`;
    await tx.checkpoint.deleteMany({ where: { createdAt: { lt: daysAgo(0.5) } } });
    await tx.$executeRaw`ALTER TABLE "Checkpoint" ENABLE TRIGGER USER`;
  });
});

describe("time stamps of the log", () => {
  test("cover the newest checkpoint, and proofs are made against it", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    expect(await stampCheckpoint(actor, keeper)).toBe("stamped");
    expect(await stampCheckpoint(actor, keeper)).toBe("nothing_to_stamp");
    const { checkpoint, stamp } = await proofOf(delivery.id);
    const published = await getStampedCheckpoint();
    expect(published).toEqual({ note: checkpoint.note, token: stamp?.token });
    expect(await withActor(actor, unstampedSince)).toBeNull();
  });

  test("that stay out leave the checkpoint as it is, and stop registered sending after hours", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    const away = { ...keeper, timestamp: openTimestampClient({ url: "http://127.0.0.1:9/tsa" }) };
    expect(await stampCheckpoint(actor, away)).toBe("failed");
    expect((await proofOf(delivery.id)).stamp).toBeNull();
    const soon = new Date();
    const later = new Date(Date.now() + 5 * 3_600_000);
    expect(await withActor(actor, (tx) => registeredStop(tx, soon))).toBe(false);
    expect(await withActor(actor, (tx) => registeredStop(tx, later))).toBe(true);
    expect(await stampCheckpoint(actor, keeper)).toBe("stamped");
    expect(await withActor(actor, (tx) => registeredStop(tx, later))).toBe(false);
  });

  test("of an authority that we were not told to trust are not kept", async () => {
    const other = await makeTestAuthority();
    const at = await other.listen();
    await addAll(1);
    await sequenceLog(actor, keeper);
    const stranger = { ...keeper, timestamp: openTimestampClient({ url: at.url }) };
    expect(await stampCheckpoint(actor, stranger)).toBe("failed");
    // The second one is asked, though the first answered in all form.
    const both = [
      openTimestampClient({ url: at.url }),
      openTimestampClient({ url: listening.url }),
    ];
    const timestamp = firstToStamp(both.map((client) => believed(client, keys.directory)));
    expect(await stampCheckpoint(actor, { ...keeper, timestamp })).toBe("stamped");
    await at.close();
    await other.remove();
  });
});

test("a clock that went ahead is told, before stamps date what it wrote", async () => {
  await addAll(1);
  await sequenceLog(actor, keeper);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60_000 });
  expect(await stampCheckpoint(actor, keeper)).toBe("failed");
  vi.useRealTimers();
  expect(await stampCheckpoint(actor, keeper)).toBe("stamped");
});

describe("evidence files", () => {
  test("are found one by one", async () => {
    await addAll(2);
    await sequenceLog(actor, keeper);
    const { files } = await proofOf(delivery.id);
    const found = await getEvidence(actor, files[1]?.evidenceId ?? "");
    expect(found.ok && found.value.evidence.bytes).toEqual(files[1]?.evidence.bytes);
  });

  test("of a delivery that is not there are not found", async () => {
    expect(await getDeliveryProof(actor, randomUUID())).toEqual({
      ok: false,
      refusal: "not_found",
    });
    expect(await getEvidence(actor, randomUUID())).toEqual({ ok: false, refusal: "not_found" });
  });

  test("cannot be changed or removed, not even by the owner of the database", async () => {
    await addAll(1);
    await sequenceLog(actor, keeper);
    for (const change of [
      () => withActor(actor, (tx) => tx.evidence.deleteMany({})),
      () =>
        withActor(actor, (tx) =>
          tx.evidenceSeal.updateMany({ data: { salt: new Uint8Array(32) } }),
        ),
      () => withActor(actor, (tx) => tx.checkpoint.deleteMany({})),
    ]) {
      await expect(change()).rejects.toThrow();
    }
  });
});
