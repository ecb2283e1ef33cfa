import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { expireDeliveries } from "@/lib/deliveries/following/jobs";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { cancelDelivery } from "@/lib/deliveries/outcomes/jobs";
import { environment } from "@/lib/env";
import { getFollowUp, getReminderPlan, getSilentRecipients } from "@/lib/follow-ups/data";
import { followUp } from "@/lib/follow-ups/jobs";
import { remindOfDueDates } from "@/lib/follow-ups/reminders/jobs";
import { decideFollowUp, stopReminders } from "@/lib/follow-ups/mutations";
import { calendarDateOf } from "@/lib/format";
import { columnsOfRule } from "@/lib/follow-ups/rules";
import type { Decision, UnopenedRule } from "@/lib/follow-ups/schema";
import { letterSchema } from "@/lib/letters/schema";
import { plainText } from "@/lib/messages/body/rules";
import { log } from "@/lib/log";
import { nextReminder } from "@/lib/payments/reminder";
import { decryptBytes, hashNumber } from "@/lib/number-vault";
import { readEvidence } from "@/lib/proofs/evidence";
import { sendTestMessage } from "@/scripts/test-send";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import type { Prisma } from "@/prisma/generated/client";

const actor = systemActor("follow_up");
let sandbox: TestSandbox;
let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  process.env.MAILBOX_TIMEOUT_SECONDS = "2";
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterEach(async () => {
  await sandbox.control("DELETE", "/faults");
  await asPortal((tx) => tx.mailboxCursor.deleteMany({}));
  await asPortal((tx) => tx.delivery.updateMany({ data: { followUpAt: null } }));
});
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) => withActor(actor, work);
const row = (id: string) => asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
const refusal = (code: string) => ({ ok: false, refusal: { code } });

/** A letter that was ordered otherwise than the test house orders: the database lets nobody change one. */
function reword(id: string, data: Prisma.DeliveryUpdateInput) {
  return asPortal(async (tx) => {
    await tx.$executeRaw`ALTER TABLE "Delivery" DISABLE TRIGGER erasure_kept`;
    const delivery = await tx.delivery.update({ where: { id }, data });
    await tx.$executeRaw`ALTER TABLE "Delivery" ENABLE TRIGGER erasure_kept`;
    return delivery;
  });
}

/** A letter in the box, sent under this rule, whose time is over. */
async function unopened(rule: UnopenedRule): Promise<{ id: string; mailboxId: string }> {
  await asPortal((tx) =>
    tx.messageType.updateMany({ where: { code: "INVOICE" }, data: columnsOfRule(rule) }),
  );
  const id = await sendTestMessage(actors.an);
  await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
  const { publishedAt, followUpAt, mailboxMessageId } = await row(id);
  const wait = (followUpAt?.getTime() ?? 0) - (publishedAt?.getTime() ?? 0);
  expect(wait).toBe(rule.afterDays * 86_400_000);
  await asPortal((tx) =>
    tx.delivery.update({ where: { id }, data: { followUpAt: new Date(Date.now() - 1000) } }),
  );
  return { id, mailboxId: mailboxMessageId ?? "" };
}

const ask = (step: UnopenedRule["step"]): UnopenedRule => ({
  afterDays: 14,
  step,
  isByItself: false,
});
const decide = (deliveryId: string, decision: Decision, who: PersonActor = actors.an) =>
  decideFollowUp(who, { deliveryId, decision });

async function story(id: string): Promise<string[]> {
  const events = await asPortal((tx) =>
    tx.deliveryEvent.findMany({ where: { deliveryId: id }, orderBy: { id: "asc" } }),
  );
  return events.map(({ kind }) => kind).slice(3);
}

async function evidenceOf(id: string, event: string) {
  const { payload } = await asPortal((tx) =>
    tx.evidence.findFirstOrThrow({ where: { deliveryId: id, event } }),
  );
  const record = readEvidence(decryptBytes(payload));
  if (!record.ok) throw new Error(record.refusal);
  return record.value;
}

const remindersOf = async (id: string) => {
  const { messageId } = await row(id);
  return asPortal((tx) =>
    tx.delivery.findMany({
      where: { message: { remindsOfId: messageId } },
      include: { message: true },
    }),
  );
};

describe("what is not opened in its time", () => {
  test("is told once, with the mailbox's word as evidence, and waits for somebody", async () => {
    const { id } = await unopened(ask("tell"));
    await Promise.all([followUp(actor), followUp(actor)]);
    await followUp(actor);
    expect(await story(id)).toEqual(["not_opened"]);
    expect(await getFollowUp(actors.an, id)).toEqual({
      state: "open",
      afterDays: 14,
      step: "tell",
      hasAddress: true,
    });
    const record = await evidenceOf(id, "NotOpened");
    expect(record.EventReasons?.EventReason[0]?.Details).toEqual(["14"]);
    expect(record.Extensions.Extension[0].MailboxAnswers).toHaveLength(1);
  });

  test("is told to nobody when it was opened meanwhile", async () => {
    const { id, mailboxId } = await unopened({ afterDays: 14, step: "remind", isByItself: true });
    await sandbox.control("POST", `/messages/${mailboxId}/open`, {});
    await followUp(actor);
    expect((await row(id)).state).toBe("opened");
    expect(await story(id)).toEqual(["opened"]);
    expect(await remindersOf(id)).toEqual([]);
  });

  test("waits while the mailbox is away", async () => {
    const { id } = await unopened({ afterDays: 14, step: "paper", isByItself: true });
    await sandbox.control("PUT", "/faults", [
      { match: { service: "messageRegistry" }, effect: { kind: "status", status: 503 } },
    ]);
    await followUp(actor);
    expect(await story(id)).toEqual([]);
    await sandbox.control("DELETE", "/faults");
    await asPortal((tx) => tx.mailboxCursor.deleteMany({}));
    await followUp(actor);
    expect((await row(id)).state).toBe("on_paper");
  });
});

describe("a reminder", () => {
  test("goes by itself where the rule says so, and says what it reminds of", async () => {
    const { id } = await unopened({ afterDays: 14, step: "remind", isByItself: true });
    await Promise.all([followUp(actor), followUp(actor)]);
    await followUp(actor);
    expect(await story(id)).toEqual(["not_opened", "reminded"]);
    const first = await row(id);
    const reminders = await remindersOf(id);
    expect(reminders).toHaveLength(1);
    const [reminder] = reminders;
    if (!reminder) throw new Error("none");
    const letter = letterSchema.parse(reminder.letter);
    expect(letter.subject).toBe(`Herinnering: ${first.subject}`);
    expect(plainText(letter.body)).toContain(first.reference);
    expect(letter.payment).toBeUndefined();
    expect(letter.reply).toBeUndefined();
    expect(reminder).toMatchObject({ deliveryChoice: "normal", isOnPaper: false });
    expect(reminder.message.sentById).toBe(actors.an.personId);

    const record = await evidenceOf(id, "Reminder");
    expect(record.EventReasons?.EventReason[0]?.Details).toEqual([reminder.reference]);
    await publishDelivery(systemActor("publish_delivery"), { deliveryId: reminder.id });
    // What reminds is not reminded of.
    expect(await row(reminder.id)).toMatchObject({ state: "published", followUpAt: null });
  });

  test("goes in the name of whoever decided it, once", async () => {
    const { id } = await unopened(ask("remind"));
    await followUp(actor);
    expect(await remindersOf(id)).toEqual([]);
    expect(await decide(id, "remind")).toEqual({ ok: true, value: null });
    expect(await decide(id, "leave")).toEqual(refusal("follow_up_closed"));
    await followUp(actor);
    await followUp(actor);
    expect(await story(id)).toEqual(["not_opened", "reminded"]);
    expect(await remindersOf(id)).toHaveLength(1);
    expect(await getFollowUp(actors.an, id)).toMatchObject({ state: "done" });
  });

  test("does not go when the letter was opened after the decision", async () => {
    const { id, mailboxId } = await unopened(ask("remind"));
    await followUp(actor);
    await decide(id, "remind");
    await sandbox.control("POST", `/messages/${mailboxId}/open`, {});
    await followUp(actor);
    expect(await story(id)).toEqual(["not_opened", "opened"]);
    expect(await remindersOf(id)).toEqual([]);
    expect(await getFollowUp(actors.an, id)).toMatchObject({ state: "opened" });
  });
});

describe("what was decided of a letter that ends meanwhile", () => {
  const end = (id: string) =>
    asPortal((tx) => tx.delivery.update({ where: { id }, data: { state: "expired" } }));

  test("is overtaken, not done, and nobody is said to have opened it", async () => {
    const { id } = await unopened(ask("remind"));
    await followUp(actor);
    await decide(id, "remind");
    await end(id);
    await followUp(actor);
    expect(await getFollowUp(actors.an, id)).toMatchObject({ state: "overtaken" });
    expect(await remindersOf(id)).toEqual([]);
  });

  test.each(["remind", "paper"] as const)(
    "between the last look and the step is overtaken too: %s",
    async (decision) => {
      const { id } = await unopened(ask("tell"));
      await followUp(actor);
      await decide(id, decision);
      const real = globalThis.fetch;
      const looking = vi.spyOn(globalThis, "fetch").mockImplementation(async (...given) => {
        const answer = await real(...given);
        await end(id);
        return answer;
      });
      await followUp(actor);
      expect(looking).toHaveBeenCalled();
      looking.mockRestore();
      expect(await getFollowUp(actors.an, id)).toMatchObject({ state: "overtaken" });
      expect(await story(id)).toEqual(["not_opened"]);
      expect(await remindersOf(id)).toEqual([]);
    },
  );
});

test("a letter goes on paper with the evidence of it, to be printed with its message", async () => {
  const { id } = await unopened(ask("paper"));
  await followUp(actor);
  await decide(id, "paper");
  await followUp(actor);
  expect((await row(id)).state).toBe("on_paper");
  expect(await story(id)).toEqual(["not_opened", "on_paper"]);
  const record = await evidenceOf(id, "RelayToNonERDS");
  expect(record.EventReasons?.EventReason[0]?.Code).toMatch(/:not_opened$/);
});

test("whoever says leave it ends it, and that stands in the story", async () => {
  const { id } = await unopened(ask("tell"));
  await followUp(actor);
  await decide(id, "leave");
  await followUp(actor);
  expect(await story(id)).toEqual(["not_opened", "left"]);
  expect((await row(id)).state).toBe("published");
});

test("without an address nothing goes on paper: somebody is told", async () => {
  const { id } = await unopened({ afterDays: 14, step: "paper", isByItself: true });
  const letter = letterSchema.parse((await row(id)).letter);
  const recipient = { ...letter.recipient, addressLines: [] };
  await reword(id, { letter: { ...letter, recipient } });
  await followUp(actor);
  expect(await getFollowUp(actors.an, id)).toMatchObject({ state: "open", hasAddress: false });
  expect(await decide(id, "paper")).toEqual(refusal("follow_up_no_address"));
});

test("nobody but a sender of the service decides, by the product or past it", async () => {
  const { id } = await unopened(ask("tell"));
  await followUp(actor);
  for (const who of ["karim", "marie", "luc", "sofie"] as const)
    expect(await decide(id, "leave", actors[who]), who).toEqual(refusal("not_found"));
  for (const who of ["karim", "marie", "luc", "peter"] as const) {
    const { count } = await withActor(actors[who], (tx) =>
      tx.followUp.updateMany({
        where: { deliveryId: id },
        data: { state: "decided", decision: "leave", decidedById: actors[who].personId },
      }),
    );
    expect(count, who).toBe(0);
  }
});

test("a recipient who opened none of the last three messages is pointed out", async () => {
  const { id } = await unopened(ask("tell"));
  const { messageId } = await row(id);
  expect(await getSilentRecipients(actors.an, messageId)).toEqual({ count: 0, names: [] });
  const old = new Date(Date.now() - 10 * 86_400_000);
  await asPortal((tx) =>
    tx.delivery.updateMany({
      where: { recipientNumberHash: hashNumber("08040901112") },
      data: { publishedAt: old, openedAt: null },
    }),
  );
  expect(await getSilentRecipients(actors.an, messageId)).toEqual({
    count: 1,
    names: ["Dirk Verhoeven"],
  });
  await asPortal((tx) =>
    tx.delivery.update({
      where: { id },
      data: { publishedAt: new Date(old.getTime() + 1), openedAt: old },
    }),
  );
  expect((await getSilentRecipients(actors.an, messageId)).count).toBe(0);
  expect((await getSilentRecipients(actors.karim, messageId)).count).toBe(0);
});

test("neither a reminder nor a test counts among the last three messages", async () => {
  const number = "06100201227";
  const ids = [];
  for (let sent = 0; sent < 3; sent += 1) {
    const id = await sendTestMessage(actors.an, { number });
    await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
    ids.push(id);
  }
  const publishedAt = new Date(Date.now() - 10 * 86_400_000);
  const newest = { recipientNumberHash: hashNumber(number) };
  await asPortal((tx) => tx.delivery.updateMany({ where: newest, data: { publishedAt } }));
  const [moved = "", kept = ""] = ids;
  const { messageId } = await row(kept);
  expect((await getSilentRecipients(actors.an, messageId)).count).toBe(1);
  const { organisationId, serviceId, message } = await asPortal((tx) =>
    tx.delivery.findUniqueOrThrow({ where: { id: moved }, include: { message: true } }),
  );
  const { messageTypeId, authorId, reference } = message;
  const place = { organisationId, serviceId, messageTypeId, authorId, body: {} };
  const draft = await asPortal((tx) =>
    tx.message.create({ data: { ...place, reference: `${reference}D` } }),
  );
  for (const [kind, of] of Object.entries({
    T: { trialOfId: draft.id },
    R: { remindsOfId: messageId },
  })) {
    await asPortal(async (tx) => {
      const other = await tx.message.create({
        data: { ...place, ...of, reference: `${reference}${kind}` },
      });
      await tx.delivery.update({ where: { id: moved }, data: { messageId: other.id } });
    });
    expect((await getSilentRecipients(actors.an, messageId)).count, kind).toBe(0);
  }
});

describe("a due date that comes near", () => {
  /** A letter whose reminder was to leave yesterday. */
  async function nearlyDue(daysLeft = 6): Promise<{ id: string; messageId: string }> {
    const { id } = await unopened(ask("tell"));
    const dueDate = calendarDateOf(new Date(Date.now() + daysLeft * 86_400_000));
    const letter = letterSchema.parse((await row(id)).letter);
    const payment = { ...letter.payment, dueDate, remindDaysBefore: 7 };
    const { messageId } = await reword(id, {
      letter: { ...letter, payment },
      remindAt: nextReminder(payment, new Date(0))?.at ?? null,
      followUpAt: null,
    });
    return { id, messageId };
  }

  test("is told to everybody, opened or not, once", async () => {
    const { id, messageId } = await nearlyDue();
    await asPortal((tx) => tx.delivery.update({ where: { id }, data: { state: "opened" } }));
    expect((await getReminderPlan(actors.an, messageId))?.planned?.count).toBe(1);
    await Promise.all([followUp(actor), followUp(actor)]);
    await followUp(actor);
    expect(await story(id)).toEqual(["reminded"]);
    const [reminder, ...others] = await remindersOf(id);
    expect(others).toEqual([]);
    const text = plainText(letterSchema.parse(reminder?.letter).body);
    expect(text).toContain("Wij weten niet wie al betaald heeft");
    expect(text).not.toContain("first");
    expect(reminder).toMatchObject({ remindAt: null, structuredCommunication: null });
    expect(await getReminderPlan(actors.an, messageId)).toMatchObject({
      planned: null,
      sent: [{ reference: reminder?.message.reference, recipients: 1 }],
    });
  });

  test("is not told right after a letter that was held until then, but in its turn", async () => {
    const dueDate = calendarDateOf(new Date(Date.now() + 6 * 86_400_000));
    for (const remindDaysBefore of [7, 2]) {
      const id = await sendTestMessage(actors.an);
      const letter = letterSchema.parse((await row(id)).letter);
      const payment = { ...letter.payment, dueDate, remindDaysBefore };
      const foreseen = new Date(Date.now() - 86_400_000);
      await reword(id, { letter: { ...letter, payment }, remindAt: foreseen });
      await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
      await followUp(actor);
      const { remindAt, publishedAt } = await row(id);
      expect(publishedAt).not.toBeNull();
      expect(remindAt).toEqual(
        remindDaysBefore === 7 ? null : nextReminder(payment, new Date())?.at,
      );
      expect(await remindersOf(id)).toEqual([]);
    }
  });

  test("that cannot be told is put off, and holds up no other", async () => {
    const [bad, good] = [await nearlyDue(), await nearlyDue()];
    await reword(bad.id, { letter: {} });
    const told = vi.spyOn(log, "error");
    expect(await remindOfDueDates(actor)).toBe(1);
    expect(await story(good.id)).toEqual(["reminded"]);
    // Nothing went on, so nobody hurries back to what went wrong.
    expect(await followUp(actor)).toBe(2000);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
    const { remindAt, remindTryAt } = await row(bad.id);
    expect(remindAt).not.toBeNull();
    expect(remindTryAt?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    await asPortal((tx) => tx.delivery.update({ where: { id: bad.id }, data: { remindAt: null } }));
  });

  test("comes before one that came near later", async () => {
    const [second, first] = [await nearlyDue(6), await nearlyDue(5)];
    await remindOfDueDates(actor);
    const [[later], [sooner]] = [await remindersOf(second.id), await remindersOf(first.id)];
    if (!later || !sooner) throw new Error("not both were reminded");
    expect(sooner.message.reference < later.message.reference).toBe(true);
  });

  test("is told to nobody once it has passed", async () => {
    const { id } = await nearlyDue(-2);
    await followUp(actor);
    expect(await story(id)).toEqual([]);
    expect(await remindersOf(id)).toEqual([]);
    expect((await row(id)).remindAt).toBeNull();
  });

  test.each(["failed", "expired", "on_paper", "cancelled"])(
    "is not announced any more of a letter that is %s",
    async (state) => {
      const isInBox = state === "expired" || state === "on_paper";
      const { id } = isInBox
        ? await unopened({ ...ask("paper"), isByItself: true })
        : { id: await sendTestMessage(actors.an) };
      const remindAt = new Date(Date.now() + 86_400_000);
      await asPortal((tx) => tx.delivery.update({ where: { id }, data: { remindAt } }));
      await endAs(state, id);
      expect(await row(id)).toMatchObject({ state, remindAt: null });
    },
  );

  async function endAs(state: string, id: string): Promise<void> {
    const worker = systemActor("publish_delivery");
    if (state === "on_paper") await followUp(actor);
    if (state === "cancelled") {
      await asPortal((tx) => cancelDelivery(tx, worker, id));
    }
    if (state === "failed") {
      const body = JSON.stringify({ id: "1", code: "INVALID_INPUT", message: "No" });
      await sandbox.control("PUT", "/faults", [
        {
          match: { service: "messageRegistry" },
          effect: { kind: "answer", status: 400, mediaType: "application/json", body },
        },
      ]);
      await publishDelivery(worker, { deliveryId: id });
    }
    if (state === "expired") {
      const { mailboxMessageId } = await row(id);
      await sandbox.control("POST", `/messages/${mailboxMessageId}/expire`, {});
      const over = { nextCheckAt: new Date(), expiresAt: new Date(Date.now() - 1000) };
      await asPortal((tx) => tx.delivery.update({ where: { id }, data: over }));
      await expireDeliveries(worker);
    }
  }

  test("is told to nobody once the sender has cancelled it", async () => {
    const { id, messageId } = await nearlyDue();
    expect(await stopReminders(actors.karim, { messageId })).toEqual(refusal("not_found"));
    expect(await stopReminders(actors.an, { messageId })).toEqual({ ok: true, value: null });
    expect(await stopReminders(actors.an, { messageId })).toEqual({ ok: true, value: null });
    await followUp(actor);
    expect(await story(id)).toEqual([]);
    expect((await row(id)).remindAt).toBeNull();
    const plan = await getReminderPlan(actors.an, messageId);
    expect(plan).toMatchObject({ planned: null, stoppedAt: expect.any(Date) as Date, sent: [] });
    const acts = await asPortal((tx) =>
      tx.auditRecord.count({ where: { subjectId: messageId, act: "reminders_stopped" } }),
    );
    expect(acts).toBe(1);
  });
});
