import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import {
  findSearchAddress,
  getDeliveryProgress,
  getHomeSummary,
  listDeliveries,
} from "@/lib/deliveries/data";
import { publishDelivery } from "@/lib/deliveries/jobs";
import {
  downloadProof,
  drawSentLetter,
  openLetter,
  showNumber,
  viewDelivery,
  viewHistory,
} from "@/lib/deliveries/mutations";
import { historyFilterSchema } from "@/lib/deliveries/schema";
import { environment } from "@/lib/env";
import { hashNumber } from "@/lib/number-vault";
import {
  formatStructuredCommunication,
  structuredCommunicationFor,
} from "@/lib/payments/structured-communication";
import { sequenceLog } from "@/lib/proofs/jobs";
import { countUnreadReplies, listReplies } from "@/lib/replies/data";
import { markRepliesRead } from "@/lib/replies/mutations";
import { stopTypst } from "@/lib/typst/compile";
import { LETTERS, RECIPIENTS } from "@/prisma/seed/letters";
import { listTypes, writeMessage } from "@/prisma/seed/write";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

/** Dirk Verhoeven's invoice of An's service, published, its evidence not sealed at first. */
const DIRK = "08040901112";
/** As the demonstration's first message has it. */
const COMMUNICATION = structuredCommunicationFor(202_600_001);
let sandbox: TestSandbox;
let actors: TestActors;
let deliveryId: string;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
  const letter = LETTERS.find(({ type }) => type === "INVOICE");
  const recipient = RECIPIENTS.find(({ number }) => number === DIRK);
  if (!letter || !recipient) throw new Error("no such letter or recipient");
  const messageId = await writeMessage(actors.an, await listTypes(), letter, recipient, 1);
  const row = await asPortal((tx) => tx.delivery.findFirstOrThrow({ where: { messageId } }));
  deliveryId = row.id;
  await publishDelivery(systemActor("publish_delivery"), { deliveryId });
});

afterAll(async () => {
  await stopTypst();
  await closeDatabase();
  await sandbox.close();
});

describe("looking at a delivery", () => {
  test("shows what happened, with the number masked", async () => {
    const viewed = await viewDelivery(actors.an, { deliveryId });
    if (!viewed.ok) throw new Error(viewed.refusal.code);
    expect(viewed.value).toMatchObject({
      state: "published",
      recipientName: "Dirk Verhoeven",
      recipientMasked: "08.••.••-•••.12",
      payment: { amountCents: 4860 },
    });
    expect(viewed.value.events.map(({ kind }) => kind)).toEqual([
      "sent",
      "letter_made",
      "published",
    ]);
    expect(JSON.stringify(viewed.value)).not.toContain(DIRK);
  });

  test("is on record once, however often the page fills itself in", async () => {
    await viewDelivery(actors.an, { deliveryId });
    await viewDelivery(actors.an, { deliveryId });
    expect(await traces("delivery_viewed", actors.an)).toHaveLength(1);
  });

  test("an auditor looks organisation-wide, and that is on record too", async () => {
    const viewed = await viewDelivery(actors.luc, { deliveryId });
    expect(viewed.ok).toBe(true);
    expect(await traces("delivery_viewed", actors.luc)).toHaveLength(1);
  });

  test("the progress of a published delivery is asked again soon, and changes with what happens", async () => {
    const before = await getDeliveryProgress(actors.an, deliveryId);
    await asPortal((tx) =>
      tx.delivery.update({ where: { id: deliveryId }, data: { movedAt: new Date() } }),
    );
    const after = await getDeliveryProgress(actors.an, deliveryId);
    expect(before?.pause).toBe(2000);
    expect(after?.stamp).not.toBe(before?.stamp);
  });
});

test("showing the whole number is on record, by its keyed hash and without it", async () => {
  expect(await showNumber(actors.luc, { deliveryId })).toEqual({
    ok: true,
    value: { number: "08.04.09-011.12" },
  });
  const [trace] = await traces("number_shown", actors.luc);
  expect(Buffer.from(trace?.numberHash ?? "")).toEqual(Buffer.from(hashNumber(DIRK)));
  expect(JSON.stringify(trace?.detail)).not.toContain(DIRK);
});

describe("the letter", () => {
  test("is handed out as the file that was sent, and that is on record", async () => {
    const letter = await openLetter(actors.an, { deliveryId });
    if (!letter.ok) throw new Error(letter.refusal.code);
    const row = await asPortal((tx) =>
      tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }),
    );
    const digest = createHash("sha256").update(letter.value.bytes).digest();
    expect(digest).toEqual(Buffer.from(row.letterSha256 ?? ""));
    expect(letter.value.fileName).toBe(`${row.reference.replace("/", "-")}.pdf`);
    expect(await traces("letter_viewed", actors.an)).toHaveLength(1);
  });

  test("is drawn with the logo it was sent with, whatever the service uses now", async () => {
    const drawn = await drawSentLetter(actors.an, { deliveryId });
    if (!drawn.ok) throw new Error(drawn.refusal.code);
    expect(Buffer.from(drawn.value.bytes).toString("utf8")).toContain("<svg");

    const service = { id: actors.an.actingFor.serviceId ?? "" };
    const { logo } = await asPortal((tx) => tx.service.findUniqueOrThrow({ where: service }));
    await asPortal((tx) => tx.service.update({ where: service, data: { logo: null } }));
    const later = await drawSentLetter(actors.an, { deliveryId });
    await asPortal((tx) => tx.service.update({ where: service, data: { logo } }));
    expect(later).toEqual(drawn);
  });

  test("is not drawn when the drawing would show something else than was sent", async () => {
    const where = { id: deliveryId };
    const { letter } = await asPortal((tx) => tx.delivery.findUniqueOrThrow({ where }));
    const frozen = letter as object;
    const change = (content: object) =>
      asPortal(async (tx) => {
        // Nobody changes it in earnest.
        await tx.$executeRaw`ALTER TABLE "Delivery" DISABLE TRIGGER erasure_kept`;
        await tx.delivery.update({ where, data: { letter: content } });
        await tx.$executeRaw`ALTER TABLE "Delivery" ENABLE TRIGGER erasure_kept`;
      });
    await change({ ...frozen, subject: "Iets anders" });
    const refused = await drawSentLetter(actors.an, { deliveryId });
    await change(frozen);
    expect(refused).toEqual({ ok: false, refusal: { code: "not_found" } });
  });
});

test("evidence is handed out once it is sealed, and says so until then", async () => {
  const [evidence] = await asPortal((tx) =>
    tx.evidence.findMany({ where: { deliveryId }, orderBy: { createdAt: "asc" } }),
  );
  const ref = { deliveryId, evidenceId: evidence?.id ?? "" };
  expect(await downloadProof(actors.an, { ...ref, file: "evidence" })).toEqual({
    ok: false,
    refusal: { code: "proof_not_ready" },
  });
  expect(await traces("proof_downloaded", actors.an)).toEqual([]);

  await sequenceLog(systemActor("sequence_log"));
  const file = await downloadProof(actors.an, { ...ref, file: "evidence" });
  const place = await downloadProof(actors.an, { ...ref, file: "log-proof" });
  if (!file.ok || !place.ok) throw new Error("not handed out");
  expect(file.value.fileName).toMatch(
    /^MR-\d{4}-\d{5}-001-01-SubmissionAcceptance\.evidence\.json$/,
  );
  expect(place.value.fileName).toMatch(/\.tlog-proof$/);
  expect(Buffer.from(place.value.bytes).toString("utf8")).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  expect(await traces("proof_downloaded", actors.an)).toHaveLength(2);
});

describe("searching the history", () => {
  const search = async (query: string, actor: PersonActor = actors.an) => {
    const address = await findSearchAddress(actor, { ...NO_FILTER, query });
    const filter = historyFilterSchema.parse(
      Object.fromEntries(new URL(address, "http://portal").searchParams),
    );
    const { rows } = await listDeliveries(actor, filter);
    return { address, ids: rows.map(({ id }) => id) };
  };

  test.each([
    ["a name, without its capitals", "verhoeven"],
    ["a national number", DIRK],
    ["a national number as printed", "08.04.09-011.12"],
    ["a national number that lost its zero", "8040901112"],
    ["the sender's own reference", "demo/2026/001"],
    ["the structured communication", formatStructuredCommunication(COMMUNICATION)],
  ])("finds by %s", async (_kind, query) => {
    expect((await search(query)).ids).toEqual([deliveryId]);
  });

  test("finds by the number that the mailbox gave", async () => {
    const row = await asPortal((tx) =>
      tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }),
    );
    expect((await search(row.mailboxMessageId ?? "")).ids).toEqual([deliveryId]);
    expect((await search(row.reference)).ids).toEqual([deliveryId]);
  });

  test.each(["08040901112", "08.04.09-011.12", "08040901113", "Verhoeven 08 04 09 011 12"])(
    "never puts %j into an address",
    async (query) => {
      const { address } = await search(query);
      expect(address).toMatch(/^\/messages\?n=[0-9a-f]{64}$/);
    },
  );

  test("leaves a reference readable that only looks like a number", async () => {
    await asPortal((tx) =>
      tx.delivery.update({
        where: { id: deliveryId },
        data: { ownReference: "2026-0001-042" },
      }),
    );
    const { address, ids } = await search("2026-0001-042");
    expect(address).toBe("/messages?q=2026-0001-042");
    expect(ids).toEqual([deliveryId]);
  });

  test("finds nothing of another service", async () => {
    expect((await search(DIRK, actors.karim)).ids).toEqual([]);
    expect((await search(DIRK, actors.luc)).ids).toEqual([deliveryId]);
  });
});

test("replies are read once a sender has seen them, and by nobody who only looks on", async () => {
  const own = {
    organisationId: actors.an.actingFor.organisationId ?? "",
    serviceId: actors.an.actingFor.serviceId ?? "",
  };
  const at = new Date();
  await asPortal((tx) =>
    tx.reply.create({
      data: {
        ...own,
        deliveryId,
        mailboxMessageId: "reply-of-dirk",
        receivedAt: at,
        observedAt: at,
        subject: "Re: Factuur",
        text: "Ik heb\n betaald.",
        files: [{ fileName: "bewijs.pdf", mediaType: "application/pdf", size: 3, sha256: "00" }],
      },
    }),
  );
  expect(await countUnreadReplies(actors.luc)).toBe(1);
  expect((await listReplies(actors.luc, { after: null, before: null })).rows).toMatchObject([
    { excerpt: "Ik heb betaald.", fileCount: 1, isRead: false, recipientName: "Dirk Verhoeven" },
  ]);
  expect(await markRepliesRead(actors.luc, { deliveryId })).toEqual({
    ok: true,
    value: { count: 0 },
  });
  expect((await getHomeSummary(actors.an, at)).unreadReplies).toBe(1);
  await markRepliesRead(actors.an, { deliveryId });
  expect((await getHomeSummary(actors.an, at)).unreadReplies).toBe(0);
  expect(await traces("reply_read", actors.an)).toHaveLength(1);
});

test("pages of the history follow each other without a gap or a repetition, and lead back", async () => {
  const row = await asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }));
  await asPortal((tx) =>
    tx.delivery.createMany({
      data: Array.from({ length: 60 }, (_, index) => ({
        ...row,
        id: undefined,
        letter: {},
        position: index + 2,
        reference: `MR-2026-99999/${String(index + 2).padStart(3, "0")}`,
        idempotencyKey: undefined,
        mailboxMessageId: null,
        // Three share each moment, so that the edge of a page falls between equals.
        sentAt: new Date(row.sentAt.getTime() - Math.floor(index / 3) * 1000),
      })),
    }),
  );
  const turn = (change: object) => listDeliveries(actors.an, historyFilterSchema.parse(change));
  const first = await turn({});
  const second = await turn({ after: first.older });
  const third = await turn({ after: second.older });
  const seen = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(seen).toHaveLength(61);
  expect(new Set(seen).size).toBe(61);
  expect([first.newer, third.older]).toEqual([null, null]);
  const back = await turn({ before: second.newer });
  expect(back.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
  expect(back.newer).toBeNull();
});

test.each(["%", "_", "\\", "a%", "%%%"])("%j is looked for as itself", async (q) => {
  const page = await listDeliveries(actors.an, historyFilterSchema.parse({ q }));
  expect(page.rows).toEqual([]);
});

test.each([
  { q: "\u0000" },
  { q: "x".repeat(5000) },
  { from: "0000-01-01" },
  { to: "99999-01-01" },
  { after: "0000-01-01T00:00:00.000Z_01a2074b-5ff5-75f2-a08f-387bdbd2943f" },
  { after: `2026-01-01T00:00:00.000Z_${"-".repeat(36)}` },
  { before: "2026-13-45T99:99:99.999Z_01a2074b-5ff5-75f2-a08f-387bdbd2943f" },
])("an address made up by hand breaks nothing: %j", async (query) => {
  const filter = historyFilterSchema.parse(query);
  expect(await listDeliveries(actors.an, filter)).toHaveProperty("rows");
});

test("words of the subject lead to the message, its recipient's number in the address to nothing", async () => {
  const row = await asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }));
  const found = (q: string) => listDeliveries(actors.an, historyFilterSchema.parse({ q }));
  const { rows } = await found(row.subject.toUpperCase().slice(0, 8));
  expect(rows.length).toBeGreaterThan(0);
  expect((await found("08040901112")).rows).toEqual([]);
});

test("who only looks leaves a trace of each look, and whoever looks for a number does", async () => {
  const filter = historyFilterSchema.parse({ state: "published" });
  const before = (await traces("deliveries_listed", actors.luc)).length;
  await viewHistory(actors.luc, filter);
  const looks = await traces("deliveries_listed", actors.luc);
  expect(looks).toHaveLength(before + 1);
  expect(looks.at(-1)?.detail).toMatchObject({ state: "published", isFurther: false });

  await viewHistory(actors.an, filter);
  expect(await traces("deliveries_listed", actors.an)).toEqual([]);
  const n = Buffer.from(hashNumber("08040901112")).toString("hex");
  await viewHistory(actors.an, historyFilterSchema.parse({ n }));
  const [search] = await traces("deliveries_searched", actors.an);
  expect(Buffer.from(search?.numberHash ?? []).toString("hex")).toBe(n);
});

const NO_FILTER = { n: "", state: "", type: "", choice: "", view: "", from: "", to: "" };

function asPortal<T>(work: Parameters<typeof withActor<T>>[1]): Promise<T> {
  return withActor(systemActor("test"), work);
}

function traces(act: string, actor: PersonActor) {
  return asPortal((tx) => tx.auditRecord.findMany({ where: { act, personId: actor.personId } }));
}
