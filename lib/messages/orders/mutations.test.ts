import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { getApproval, listApprovals } from "@/lib/approvals/data";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import * as clock from "@/lib/clock";
import { closeDatabase, withActor } from "@/lib/db";
import { publishDelivery, resumeDeliveries } from "@/lib/deliveries/jobs";
import { getDelivery, getHomeSummary, listDeliveries } from "@/lib/deliveries/data";
import { historyFilterSchema } from "@/lib/deliveries/schema";
import { environment } from "@/lib/env";
import { calendarDateOf } from "@/lib/format";
import { getDraft } from "@/lib/messages/data";
import { saveDelivery, type DraftRef } from "@/lib/messages/mutations";
import { cancelSending, pauseSending, resumeSending } from "@/lib/messages/halting/mutations";
import { approveMessage, giveOrder, sendBack, takeBack } from "@/lib/messages/orders/mutations";
import { listPlanned } from "@/lib/messages/orders/data";
import type { Plan } from "@/lib/messages/orders/schema";
import { layOutMessage, resumeOrders } from "@/lib/messages/sending/jobs";
import { decryptBytes } from "@/lib/number-vault";
import { readEvidence } from "@/lib/proofs/evidence";
import { CANCELLED_REASON } from "@/lib/proofs/schema";
import { readyDraft } from "@/scripts/test-draft";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

let actors: TestActors;
let sandbox: TestSandbox;
let ref: DraftRef;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});
beforeEach(async () => {
  vi.restoreAllMocks();
  await fourEyes({ type: false, from: null, registered: false });
  ref = await readyDraft(actors.an, { code: "FINE", recipients: 3 });
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

const fourEyes = (rules: { type: boolean; from: number | null; registered: boolean }) =>
  asPortal(async (tx) => {
    const organisationId = actors.an.actingFor.organisationId ?? "";
    await tx.messageType.updateMany({
      where: { organisationId, code: "FINE" },
      data: { fourEyes: rules.type },
    });
    await tx.organisation.update({
      where: { id: organisationId },
      data: { fourEyesFrom: rules.from, fourEyesRegistered: rules.registered },
    });
  });
const order = (
  plan: Plan = { kind: "now" },
  { actor = actors.an, note = "" }: { actor?: PersonActor; note?: string } = {},
) => giveOrder(actor, { ...ref, isConfirmed: true, plan, note });
const message = () =>
  asPortal((tx) => tx.message.findUniqueOrThrow({ where: { id: ref.messageId } }));
const deliveries = () =>
  asPortal((tx) =>
    tx.delivery.findMany({
      where: { messageId: ref.messageId },
      orderBy: { position: "asc" },
      include: { events: { orderBy: { observedAt: "asc" } } },
    }),
  );
const states = async () => (await deliveries()).map(({ state }) => state);
const ok = { ok: true };
const refused = (code: string) => ({ ok: false, refusal: { code } });
const layOut = () => layOutMessage(systemActor("lay_out_message"), { messageId: ref.messageId });
const jobs = () =>
  asPortal(
    (tx) => tx.$queryRaw<{ run_at: Date }[]>`
      SELECT run_at FROM graphile_worker.jobs WHERE key = ${`lay-out:${ref.messageId}`}`,
  );
const stuck = async () => {
  const { reference: q } = await message();
  return (await listDeliveries(actors.an, historyFilterSchema.parse({ view: "stuck", q }))).rows;
};
const ofLetters = async () => (await deliveries()).map(({ id }) => `publish:${id}`);
const forgetJobs = async () => {
  for (const key of await ofLetters())
    await asPortal((tx) => tx.$queryRaw`SELECT graphile_worker.remove_job(${key})::text`);
};
const publishJobs = async () => {
  const keys = await ofLetters();
  const [row] = await asPortal(
    (tx) => tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE key = ANY (${keys})`,
  );
  return row?.count;
};
const itIs = (moment: string) => vi.spyOn(clock, "now").mockReturnValue(new Date(moment));
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const published = async () => {
  for (const { id } of await deliveries())
    await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
};

describe("where four eyes are asked", () => {
  beforeEach(() => fourEyes({ type: true, from: null, registered: false }));
  const asked = async () => {
    expect(await order()).toMatchObject({ ok: true, value: { state: "awaiting_approval" } });
    return { messageId: ref.messageId, round: 1 };
  };

  test("an order waits: nothing is made, and it stands among what waits", async () => {
    await asked();
    expect(await states()).toEqual([]);
    expect(await message()).toMatchObject({ state: "awaiting_approval", sentAt: null });
    const waiting = await listApprovals(actors.peter);
    expect(waiting.find(({ messageId }) => messageId === ref.messageId)).toMatchObject({
      subject: "Afvalbelasting",
      recipients: 3,
      askedBy: "An Willems",
      isOwn: false,
    });
  });

  test("an approver lets it go, and the letters are ordered by who asked", async () => {
    const approved = await approveMessage(actors.peter, await asked());
    expect(approved).toMatchObject({ ok: true, value: { state: "sending" } });
    expect(await states()).toEqual(["waiting", "waiting", "waiting"]);
    const [first] = await deliveries();
    expect(first?.events).toMatchObject([{ kind: "sent", detail: { by: "An Willems" } }]);
    await published();
    const evidences = await asPortal((tx) =>
      tx.evidence.findMany({
        where: {
          deliveryId: first?.id ?? "",
          event: { in: ["Approval", "SubmissionAcceptance"] },
        },
        orderBy: { event: "asc" },
      }),
    );
    expect(evidences.map(({ event }) => event)).toEqual(["Approval", "SubmissionAcceptance"]);
    const [approval, acceptance] = evidences.map(({ payload }) => {
      const record = readEvidence(new Uint8Array(decryptBytes(payload)));
      if (!record.ok) throw new Error(record.refusal);
      return record.value;
    });
    expect(approval?.SenderDelegateDetails).toMatchObject({
      Identifier: { Value: actors.peter.personId },
      AssuranceLevelsDetails: {
        GlobalAssuranceLevel: { AssuranceLevel: "http://eidas.europa.eu/LoA/high" },
      },
    });
    expect(acceptance?.Extensions.Extension[0].ApprovedBy?.Identifier.Value).toBe(
      actors.peter.personId,
    );
    const page = await getDelivery(actors.an, first?.id ?? "");
    expect(page?.events.map(({ kind }) => kind)).toContain("approved");
    expect(await message()).toMatchObject({ state: "sent", sentById: actors.an.personId });
    expect(await listApprovals(actors.peter)).not.toContainEqual(
      expect.objectContaining({ messageId: ref.messageId }),
    );
  });

  test("an approval given days before its letter is made is entered with the letter", async () => {
    const before = Date.now();
    await approveMessage(actors.peter, await asked());
    const after = Date.now();
    const later = new Date(after + 2 * 86_400_000);
    itIs(later.toISOString());
    await published();
    const [first] = await deliveries();
    const page = await getDelivery(actors.an, first?.id ?? "");
    const approved = page?.events.find(({ kind }) => kind === "approved");
    const given = approved?.occurredAt?.getTime() ?? 0;
    expect(before <= given && given <= after).toBe(true);
    expect(approved?.observedAt).toEqual(later);
  });

  test("the second of two decisions finds it decided", async () => {
    const asking = await asked();
    const both = await Promise.all([
      approveMessage(actors.peter, asking),
      sendBack(actors.peter, { ...asking, comments: [{ place: "text", text: "Nee" }] }),
    ]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(await approveMessage(actors.peter, asking)).toMatchObject(refused("approval_decided"));
  });

  test("nobody approves what they wrote in, also when they may approve", async () => {
    await asPortal((tx) =>
      tx.membership.create({
        data: { personId: actors.an.personId, ...actors.an.actingFor, role: "approver" },
      }),
    );
    const asking = await asked();
    expect(await approveMessage(actors.an, asking)).toMatchObject(refused("approval_own"));
    expect((await getApproval(actors.an, ref.messageId))?.isOwn).toBe(true);
    await asPortal((tx) =>
      tx.membership.deleteMany({ where: { personId: actors.an.personId, role: "approver" } }),
    );
  });

  test("another service's approver finds nothing there", async () => {
    const asking = await asked();
    expect(await approveMessage(actors.marie, asking)).toMatchObject(refused("not_found"));
    expect(
      await sendBack(actors.karim, { ...asking, comments: [{ place: "text", text: "?" }] }),
    ).toMatchObject(refused("not_found"));
  });

  test("what was asked since is not decided unseen", async () => {
    await asked();
    expect(await takeBack(actors.an, ref)).toMatchObject(ok);
    ref = { ...ref, lockNumber: (await message()).lockNumber };
    await order();
    expect(
      await approveMessage(actors.peter, { messageId: ref.messageId, round: 1 }),
    ).toMatchObject(refused("approval_decided"));
    expect(
      await approveMessage(actors.peter, { messageId: ref.messageId, round: 2 }),
    ).toMatchObject(ok);
  });

  test("it comes back with what is to be done, is changed, and shows the change", async () => {
    const asking = await asked();
    const comments = [{ place: "delivery" as const, text: "Dit moet aangetekend." }];
    expect(await sendBack(actors.peter, { ...asking, comments: [] })).toMatchObject(
      refused("comment_missing"),
    );
    expect(await sendBack(actors.peter, { ...asking, comments })).toMatchObject(ok);
    expect(await getDraft(actors.an, ref.messageId)).toMatchObject({ state: "sent_back" });
    const { lockNumber } = await message();
    const saved = await saveDelivery(actors.an, {
      messageId: ref.messageId,
      lockNumber,
      deliveryChoice: "registered",
    });
    ref = { ...ref, lockNumber: saved.ok ? saved.value.lockNumber : 0 };
    expect(await order({ kind: "now" }, { note: "Aangepast" })).toMatchObject(ok);
    expect(await getApproval(actors.peter, ref.messageId)).toMatchObject({
      round: 2,
      note: "Aangepast",
      before: { comments, changes: [{ part: "delivery" }] },
    });
  });

  test("while it waits nobody changes it", async () => {
    await asked();
    const { lockNumber } = await message();
    expect(
      await saveDelivery(actors.an, {
        messageId: ref.messageId,
        lockNumber,
        deliveryChoice: "registered",
      }),
    ).toMatchObject(refused("already_sent"));
  });

  test("without anybody to approve the order is refused, and the draft stays", async () => {
    const { personId } = actors.peter;
    const mine = { where: { personId, role: "approver" } };
    await asPortal((tx) => tx.membership.updateMany({ ...mine, data: { endedAt: new Date() } }));
    expect(await order()).toMatchObject(refused("approver_missing"));
    expect(await message()).toMatchObject({ state: "draft", order: null });
    await asPortal((tx) => tx.membership.updateMany({ ...mine, data: { endedAt: null } }));
  });

  test("the database itself lets nobody past them", async () => {
    const set = (what: string) =>
      withActor(actors.an, (tx) =>
        tx.$executeRawUnsafe(`UPDATE "Message" SET ${what} WHERE id = '${ref.messageId}'`),
      );
    const ordered = `"order" = '{"facts":{"deliveryChoice":"normal"}}'`;
    const send = () => set(`state = 'sending', ${ordered}, "sentAt" = now()`);
    await expect(send()).rejects.toThrow("somebody else has to approve");
    await asked();
    const go = set(`state = 'sending', "sentAt" = now()`);
    await expect(go).rejects.toThrow("nobody else approved");
    const approve = (actor: PersonActor) =>
      withActor(actor, (tx) =>
        tx.approval.updateMany({
          where: { messageId: ref.messageId },
          data: { state: "approved", decidedAt: new Date(), decidedById: actors.peter.personId },
        }),
      );
    await expect(approve(actors.an)).rejects.toThrow("row-level security");
    for (const what of ["subject = 'Iets anders'", `"sentById" = NULL`, `"paperWanted" = true`])
      await expect(set(what), what).rejects.toThrow("stays as it was ordered");
    await expect(set(`"messageTypeId" = gen_random_uuid()`)).rejects.toThrow("was begun as");
    // A round that nobody withdrew is not left behind, and an old one is not used again.
    await expect(set("state = 'draft'")).rejects.toThrow("nobody asked");
    await takeBack(actors.an, ref);
    await expect(set("state = 'awaiting_approval'")).rejects.toThrow("of another message");
    const again = set(`state = 'awaiting_approval', ${ordered}`);
    await expect(again).rejects.toThrow("nobody asked");
    await fourEyes({ type: false, from: null, registered: false });
    const datedBack = set(`state = 'sending', ${ordered}, "sentAt" = '2026-01-01'`);
    await expect(datedBack).rejects.toThrow("when it is sent");
    await send();
    await expect(set("state = 'sent'")).rejects.toThrow("does not become");
  });
});

describe("four eyes are asked", () => {
  test.each([
    [{ type: false, from: 3, registered: false }, "awaiting_approval"],
    [{ type: false, from: 4, registered: false }, "sending"],
    [{ type: false, from: null, registered: true }, "sending"],
  ])("of three recipients with the rules %j: %s", async (rules, state) => {
    await fourEyes(rules);
    expect(await order()).toMatchObject({ ok: true, value: { state } });
  });

  test("for what goes registered", async () => {
    await fourEyes({ type: false, from: null, registered: true });
    ref = await readyDraft(actors.an, { code: "FINE", choice: "registered" });
    expect(await order()).toMatchObject({ ok: true, value: { state: "awaiting_approval" } });
  });
});

describe("an order for later", () => {
  const later = () => ({ kind: "at" as const, at: inMinutes(90).toISOString() });

  test("waits for its moment, begins then, and once", async () => {
    const plan = later();
    expect(await order(plan)).toMatchObject({ ok: true, value: { state: "scheduled" } });
    expect(await message()).toMatchObject({ sendAt: new Date(plan.at), sentAt: null });
    expect((await jobs())[0]?.run_at.toISOString().slice(0, 16)).toBe(plan.at.slice(0, 16));
    await layOut();
    expect(await message()).toMatchObject({ state: "scheduled" });
    itIs(inMinutes(91).toISOString());
    await Promise.all([layOut(), layOut()]);
    expect(await states()).toEqual(["waiting", "waiting", "waiting"]);
    expect(await message()).toMatchObject({ state: "sending", sentAt: clock.now() });
  });

  test("bears the day on which it goes", async () => {
    await order({ kind: "at", at: new Date(Date.now() + 40 * 86_400_000).toISOString() });
    const { sendAt } = await message();
    if (!sendAt) throw new Error("it is not planned");
    itIs(new Date(Date.now() + 40 * 86_400_000 + 1000).toISOString());
    await layOut();
    const [first] = await deliveries();
    expect(first?.letter).toMatchObject({ date: calendarDateOf(sendAt) });
  });

  test("is found again when its job was lost", async () => {
    await order(later());
    await asPortal(
      (tx) => tx.$executeRaw`SELECT graphile_worker.remove_job(${`lay-out:${ref.messageId}`})`,
    );
    await resumeOrders(systemActor("resume_orders"));
    expect(await jobs()).toHaveLength(1);
  });

  test("is taken back, and its moment passes without anything going", async () => {
    const plan = later();
    await order(plan);
    expect(await takeBack(actors.an, ref)).toMatchObject(ok);
    expect(await message()).toMatchObject({ state: "draft", order: null, sendAt: null });
    expect((await getDraft(actors.an, ref.messageId))?.lastPlan, "proposed again").toEqual(plan);
    itIs(inMinutes(120).toISOString());
    await layOut();
    expect(await states()).toEqual([]);
  });

  test("that is approved goes at its moment", async () => {
    await fourEyes({ type: true, from: null, registered: false });
    await order(later());
    const asking = { messageId: ref.messageId, round: 1 };
    expect(await approveMessage(actors.peter, asking)).toMatchObject({
      ok: true,
      value: { state: "scheduled" },
    });
    expect(await jobs()).toHaveLength(1);
  });

  test("is not approved any more when what it asks for is over by then", async () => {
    await fourEyes({ type: true, from: null, registered: false });
    await order(later());
    await asPortal((tx) =>
      tx.messageRecipient.updateMany({
        where: { messageId: ref.messageId },
        data: { reachability: "not_reachable" },
      }),
    );
    expect(
      await approveMessage(actors.peter, { messageId: ref.messageId, round: 1 }),
    ).toMatchObject({
      ok: false,
      refusal: {
        code: "approval_outdated",
        fields: { recipient: "recipients_not_reachable" },
      },
    });
  });

  test("in the past is refused", async () => {
    expect(await order({ kind: "at", at: inMinutes(-5).toISOString() })).toMatchObject({
      ok: false,
      refusal: { code: "plan_impossible", fields: { plan: "moment_past" } },
    });
  });
});

describe("letters spread over days", () => {
  const plan: Plan = { kind: "spread", date: "2026-11-24", days: 2, from: "09:00", until: "17:00" };

  test("are spread anew over the hours when a pause has eaten them", async () => {
    itIs("2026-11-23T12:00:00Z");
    await order(plan);
    itIs("2026-11-24T08:00:00Z");
    await layOut();
    expect(await states()).toHaveLength(1);
    expect(await pauseSending(actors.an, ref)).toMatchObject(ok);
    itIs("2026-11-27T20:00:00Z");
    expect(await resumeSending(actors.an, ref)).toMatchObject(ok);
    await layOut();
    expect(await states(), "in the night of Friday").toHaveLength(1);
    itIs("2026-11-30T08:00:00Z");
    await layOut();
    expect(await states()).toHaveLength(2);
    itIs("2026-12-01T09:00:00Z");
    await layOut();
    expect(await states()).toHaveLength(3);
  });

  test("go one after the other, each with its own day, and end as sent", async () => {
    itIs("2026-11-23T12:00:00Z");
    expect(await order(plan)).toMatchObject({ ok: true, value: { state: "scheduled" } });
    itIs("2026-11-24T08:00:00Z");
    await layOut();
    expect(await states()).toHaveLength(1);
    itIs("2026-11-24T20:00:00Z");
    await layOut();
    expect(await states(), "nothing goes at night").toHaveLength(1);
    expect((await jobs()).at(-1)?.run_at).toEqual(new Date("2026-11-25T08:00:00Z"));
    itIs("2026-11-25T15:00:00Z");
    await layOut();
    expect((await deliveries()).map(({ sentAt }) => sentAt.toISOString().slice(0, 10))).toEqual([
      "2026-11-24",
      "2026-11-25",
      "2026-11-25",
    ]);
    await published();
    expect(await message()).toMatchObject({ state: "sent" });
  });
});

describe("a running send", () => {
  beforeEach(async () => {
    await order();
    const [first] = await deliveries();
    await publishDelivery(systemActor("publish_delivery"), { deliveryId: first?.id ?? "" });
  });

  test("is paused: what went went, the rest waits and is not called stuck, until it is resumed", async () => {
    expect(await pauseSending(actors.an, ref)).toMatchObject(ok);
    await published();
    expect(await states()).toEqual(["published", "waiting", "waiting"]);
    itIs(inMinutes(60).toISOString());
    await resumeDeliveries(systemActor("resume_deliveries"));
    await published();
    expect(await states()).toEqual(["published", "waiting", "waiting"]);
    expect(await stuck()).toEqual([]);
    expect(await listPlanned(actors.an)).toContainEqual(
      expect.objectContaining({ id: ref.messageId, state: "paused", gone: 1, total: 3 }),
    );
    // Their jobs came meanwhile and went away without a word.
    await forgetJobs();
    expect(await resumeSending(actors.an, ref)).toMatchObject(ok);
    await layOut();
    expect(await publishJobs()).toBe(2);
    expect(await stuck()).toEqual([]);
    await published();
    expect(await states()).toEqual(["published", "published", "published"]);
    expect(await message()).toMatchObject({ state: "sent", haltedAt: null });
  });

  test("is broken off: what has not gone never goes, and says so", async () => {
    expect(await cancelSending(actors.an, ref)).toMatchObject(ok);
    await layOut();
    await published();
    expect(await states()).toEqual(["published", "cancelled", "cancelled"]);
    const [, second] = await deliveries();
    expect(second?.events.map(({ kind }) => kind)).toEqual(["sent", "cancelled"]);
    expect(second?.letterSha256).toBeNull();
    const by = { by: "An Willems", level: "high" };
    expect(second?.events[1]?.detail).toMatchObject({ cancelledBy: by });
    const { id = "" } = second ?? {};
    const evidences = await asPortal((tx) => tx.evidence.findMany({ where: { deliveryId: id } }));
    expect(evidences).toMatchObject([
      { event: "SubmissionRejection", eventTime: (await message()).haltedAt },
    ]);
    const record = readEvidence(decryptBytes(evidences[0]?.payload ?? new Uint8Array()));
    expect(record).toMatchObject({
      ok: true,
      value: {
        EventReasons: { EventReason: [{ Code: CANCELLED_REASON }] },
        SenderDelegateDetails: { Identifier: { Value: actors.an.personId } },
      },
    });
    // One line on the home page, and what never went is not among what was sent.
    const { lately } = await getHomeSummary(actors.an, new Date());
    const lines = lately.filter(({ messageId }) => messageId === ref.messageId);
    expect(lines.map(({ list }) => list)).toEqual([{ letters: 3, state: "cancelled" }]);
    const listed = async (asked: object) => {
      const { rows } = await listDeliveries(actors.an, historyFilterSchema.parse(asked));
      return rows.filter(({ messageId }) => messageId === ref.messageId).length;
    };
    expect(await listed({})).toBe(1);
    expect(await listed({ q: (await message()).reference })).toBe(3);
    expect(await resumeSending(actors.an, ref)).toMatchObject(refused("sending_over"));
  });

  test("that was broken off is never told otherwise, by nobody", async () => {
    expect(await cancelSending(actors.an, ref)).toMatchObject(ok);
    await layOut();
    const [first, second] = await deliveries();
    const { id = "", organisationId = "", serviceId = "" } = second ?? {};
    for (const change of [
      "state = 'published'",
      "state = 'waiting'",
      `"letterSha256" = '\\x00'`,
      '"publishedAt" = now()',
    ]) {
      const changed = asPortal((tx) =>
        tx.$executeRawUnsafe(`UPDATE "Delivery" SET ${change} WHERE id = '${id}'`),
      );
      await expect(changed).rejects.toThrow("never goes");
    }
    const tell = (deliveryId: string, event: string) =>
      asPortal(
        (tx) => tx.$executeRaw`
          INSERT INTO "Evidence"
            (id, "deliveryId", "organisationId", "serviceId", event, "eventTime", payload)
          VALUES (gen_random_uuid(), ${deliveryId}::uuid, ${organisationId}::uuid,
            ${serviceId}::uuid, ${event}, now(), '\\x00')`,
      );
    await expect(tell(id, "SubmissionAcceptance")).rejects.toThrow("never goes");
    await expect(tell(id, "SubmissionRejection")).rejects.toThrow("never set out");
    await expect(tell(first?.id ?? "", "SubmissionRejection")).rejects.toThrow("never set out");
    const blamed = asPortal(
      (tx) => tx.$executeRaw`
        UPDATE "Message" SET "haltedById" = ${actors.peter.personId}::uuid
        WHERE id = ${ref.messageId}::uuid`,
    );
    await expect(blamed).rejects.toThrow("stays as it was");
  });

  test("is halted in nobody else's name", async () => {
    const halted = withActor(
      actors.an,
      (tx) => tx.$executeRaw`
        UPDATE "Message" SET state = 'cancelled', "haltedAt" = now(), "haltedBy" = '{}',
          "haltedById" = ${actors.peter.personId}::uuid
        WHERE id = ${ref.messageId}::uuid`,
    );
    await expect(halted).rejects.toThrow("says so, and when");
  });

  test("is not resumed when its due date is over by then", async () => {
    ref = await readyDraft(actors.an, { code: "FINE", recipients: 3, dueDate: "2026-12-21" });
    itIs("2026-11-23T12:00:00Z");
    await order({ kind: "spread", date: "2026-11-24", days: 2, from: "09:00", until: "17:00" });
    itIs("2026-11-24T08:00:00Z");
    await layOut();
    await pauseSending(actors.an, ref);
    itIs("2026-12-18T08:00:00Z");
    expect(await resumeSending(actors.an, ref)).toMatchObject(ok);
    await pauseSending(actors.an, ref);
    itIs("2026-12-19T08:00:00Z");
    expect(await resumeSending(actors.an, ref)).toMatchObject(refused("sending_outdated"));
  });

  test("cannot be taken back", async () => {
    expect(await takeBack(actors.an, ref)).toMatchObject(refused("already_sent"));
  });

  test("is nobody's business from another service", async () => {
    for (const change of [pauseSending, resumeSending, cancelSending, takeBack])
      expect(await change(actors.karim, ref)).toMatchObject(refused("not_found"));
  });
});
